"""A file of questions that a teacher uploads, and how it is carried to the page that asks first."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import PurePath

from flask import request
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.evidence import reading
from quizapp.core.library import Article, QuestionSet
from quizapp.core.sentences import Unreadable, say
from quizapp.core.slugs import slug_of
from quizapp.formats import LoadedFolder, Problem
from quizapp.formats.archive import read_set_alone, read_zip
from quizapp.formats.set_file import Surroundings
from quizapp.store.authoring import articles as stored
from quizapp.work.authoring import articles, loading_back
from quizapp.work.authoring.access import opened
from quizapp.work.authoring.loading_back import Coming

#: In bytes; on its way through the form it is a third longer.
LARGEST = 8_000_000


@dataclass(frozen=True)
class Upload:
    """What is in a file: folders of a zip, or one set for an article or for a set that is there."""

    name: str
    carried: str
    into: str
    problems: tuple[Problem, ...] = ()
    folders: tuple[LoadedFolder, ...] = ()
    content: QuestionSet | None = None
    article: Article | None = None
    article_id: int | None = None
    set_id: int | None = None
    coming: Coming | None = None


def read(session: Session, author: Author) -> Upload:
    """The file that the form brought, looked through. Raises `Refusal` for what can't be loaded at all."""
    name, data = _file()
    into = request.form.get("into", "")
    carried = base64.b64encode(data).decode()
    if data.startswith(b"PK"):
        loaded = read_zip(data)
        if not loaded.problems:
            for folder in loaded.folders:
                loading_back.check_pictures(folder.pictures)
        return Upload(name, carried, into, loaded.problems, loaded.folders)
    if PurePath(name).suffix.lower() not in {".yaml", ".yml"}:
        raise Unreadable(say("Choose a zip of an article's folder, or the YAML file of one set."))
    where, _, number = into.partition(":")
    if where not in {"article", "set"} or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Unreadable(say("A YAML file holds questions alone. Choose the article or the set that they are for."))
    if where == "set":
        return _for_set(session, author, int(number), Upload(name, carried, into), data)
    return _for_article(session, author, int(number), Upload(name, carried, into), data)


def _file() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file and file.filename:
        name, data = file.filename, file.read()
    else:
        name, data = request.form.get("name", ""), _decoded(request.form.get("data", ""))
    if not data:
        raise Unreadable(say("Choose a file that has something in it."))
    if len(data) > LARGEST:
        raise Unreadable(say("This file is larger than 8 MB. Load one article at a time, with smaller pictures."))
    return name[:200], data


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Unreadable(say("The file did not arrive whole. Choose it again.")) from error


def _for_article(session: Session, author: Author, article_id: int, brought: Upload, data: bytes) -> Upload:
    found = articles.owned_article(session, author, article_id)
    content, problems = _set(session, found.id, found.article, brought, data)
    if content:
        loading_back.refuse_taken(session, article_id, content)
    return Upload(
        brought.name, brought.carried, brought.into, problems,
        content=content, article=found.article, article_id=article_id,
    )  # fmt: skip


def _for_set(session: Session, author: Author, set_id: int, brought: Upload, data: bytes) -> Upload:
    found = opened(session, author, set_id, "edit")
    content, problems = _set(session, found.article_id, found.article, brought, data)
    if content:
        loading_back.refuse_taken(session, found.article_id, content, found)
    return Upload(
        brought.name, brought.carried, brought.into, problems, content=content, article=found.article,
        article_id=found.article_id, set_id=set_id, coming=loading_back.coming(found, content) if content else None,
    )  # fmt: skip


def _set(
    session: Session, article_id: int, article: Article, brought: Upload, data: bytes
) -> tuple[QuestionSet | None, tuple[Problem, ...]]:
    pictures = frozenset(stored.picture_names(session, article_id).values())
    slug = slug_of(PurePath(brought.name).stem, 80) or "set"
    found = read_set_alone(data, slug, Surroundings(reading(article.body), pictures))
    return (None if found.problems else found.content), tuple(found.problems)
