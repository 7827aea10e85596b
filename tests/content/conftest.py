"""The shipped content, read from its files."""

from __future__ import annotations

import pytest

from quizapp.core.library import ArticleWithSets
from quizapp.core.question import Question
from quizapp.formats import Loaded
from quizapp.formats.yaml import FORMAT
from quizapp.paths import shipped


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    return FORMAT.read(shipped("content"))


@pytest.fixture(scope="session")
def gsomia(loaded: Loaded) -> ArticleWithSets:
    """The article on GSOMIA with its sets."""
    (folder,) = (each.content for each in loaded.folders if each.content.article.slug == "gsomia-2019")
    return folder


@pytest.fixture(scope="session")
def questions(gsomia: ArticleWithSets) -> dict[str, Question]:
    """Every question on the article by its id."""
    return {question.id: question for each in gsomia.sets for question in each.questions}
