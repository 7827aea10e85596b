"""Each deck has a name of its own, for good: two with one name would be one deck in Anki."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.formats import LoadedFolder
from quizapp.store.tables import ArticleRow, SetRow
from quizapp.work.loading import load

Folder = Callable[..., LoadedFolder]


@pytest.fixture
def titled(ask: Callable[..., dict[str, Any]], folder: Folder) -> Folder:
    """`titled("slug", "Title", a_set="Its title", ...)`: an article with sets of one question each."""

    def made(slug: str, title: str, **sets: str) -> LoadedFolder:
        plain = folder({name: [ask(name)] for name in sets}, slug=slug)
        contents = tuple(content.model_copy(update={"title": sets[content.slug]}) for content in plain.content.sets)
        article = plain.content.article.model_copy(update={"title": title})
        return LoadedFolder(plain.content.model_copy(update={"article": article, "sets": contents}), plain.sources)

    return made


def deck_names(session: Session) -> list[str]:
    sets = select(SetRow.deck_name).order_by(SetRow.id)
    return [*session.scalars(select(ArticleRow.deck_name).order_by(ArticleRow.id)), *session.scalars(sets)]


def test_names_are_kept_whatever_becomes_of_the_titles(session: Session, titled: Folder, now: datetime) -> None:
    load(session, [titled("one", "News", a="People")], now)
    load(session, [titled("one", "Old news", a="Persons", b="People")], now)
    assert deck_names(session) == ["News", "News::People", "News::People (b)"]


def test_two_articles_of_one_title_have_two_decks(session: Session, titled: Folder, now: datetime) -> None:
    load(session, [titled("one", "News", a="People"), titled("two", "NEWS", b="People")], now)
    assert deck_names(session) == ["News", "NEWS (two)", "News::People", "NEWS (two)::People"]


def test_two_sets_of_one_title_have_two_decks(session: Session, titled: Folder, now: datetime) -> None:
    load(session, [titled("one", "News", a="People", b="people", c="People (b)")], now)
    assert deck_names(session)[1:] == ["News::People", "News::people (b)", "News::People (b) (c)"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a::b", "a:b"),
        ("a:::b", "a:b"),
        ("Why:", "Why"),
        (": so", "so"),
        (":::", "one"),
        ("two  words", "two words"),
        ("Default", "Default (one)"),
        ("x" * 500, "x" * 500),
    ],
)
def test_a_title_makes_one_level_of_decks(
    session: Session, titled: Folder, now: datetime, title: str, name: str
) -> None:
    load(session, [titled("one", title, a="People")], now)
    assert deck_names(session) == [name, f"{name}::People"]


def test_the_longest_titles_fit(session: Session, titled: Folder, now: datetime) -> None:
    long, slug = "x" * 500, "s" * 80
    load(session, [titled("one", long, a=long), titled(slug, long, **{"b" * 80: long, "c" * 80: long})], now)
    assert len({name.casefold() for name in deck_names(session)}) == 5
