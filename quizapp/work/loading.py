"""Loading article folders: what has changed becomes a new version, what is gone is withdrawn, ids stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.evidence import reading
from quizapp.core.kinds import to_dict
from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question
from quizapp.core.sentences import Refusal, say
from quizapp.formats import LoadedFolder
from quizapp.store import bank
from quizapp.store.bank import HeldArticle
from quizapp.store.tables import ArticleRow, PictureRow, QuestionRow, SetRow, VersionRow
from quizapp.work import deck_names
from quizapp.work.authoring import editions, finding
from quizapp.work.authoring.publishing import shown
from quizapp.work.ledger import enter
from quizapp.work.transactions import writing

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadReport:
    """How many articles and sets were loaded, and what became of their questions."""

    articles: int = 0
    sets: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    #: Articles that are edited in the browser: their files were left alone.
    kept: int = 0

    def __add__(self, other: LoadReport) -> LoadReport:
        return LoadReport(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass
class _Counts:
    new: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    withdrawn: set[int] = field(default_factory=set)


def load(
    session: Session, folders: Sequence[LoadedFolder], now: datetime, progress: Progress | None = None
) -> LoadReport:
    """Load the folders, all or none. Raises `Refusal` when a set's name belongs to another article."""
    report = LoadReport()
    with writing(session):
        bank.claim(session)
        for done, folder in enumerate(folders, start=1):
            report += _load_folder(session, folder, now)
            if progress:
                progress(done, len(folders))
    return report


def _load_folder(session: Session, folder: LoadedFolder, now: datetime) -> LoadReport:
    article = folder.content.article
    held = bank.held(session, article.slug) or bank.HeldArticle(_new_article(session, article), {}, {}, {}, {})
    if held.row.owner_id is not None:
        return LoadReport(kept=1)
    _refuse_foreign_sets(session, folder, held)
    _update_article(held.row, article)
    _load_pictures(session, folder, held)
    sets = _load_sets(session, folder, held, now)
    counts = _load_questions(session, folder, held, sets, now)
    enter(session, held, article, now)
    editions.keep(session, [row.id for row in sets.values()], now, None)
    total = sum(len(content.questions) for content in folder.content.sets)
    kept = total - len(counts.new) - len(counts.changed)
    return LoadReport(1, len(folder.content.sets), len(counts.new), len(counts.changed), kept, len(counts.withdrawn))


def _new_article(session: Session, article: Article) -> ArticleRow:
    deck_name = deck_names.of_article(article, bank.deck_names(session))
    row = ArticleRow(article.slug, article.title, article.published, {}, deck_name)
    session.add(row)
    session.flush()
    return row


def _update_article(row: ArticleRow, article: Article) -> None:
    document = article.model_dump(mode="json", exclude_defaults=True)
    if row.document != document:
        row.title, row.published, row.document = article.title, article.published, document
    row.withdrawn_at = None


def _refuse_foreign_sets(session: Session, folder: LoadedFolder, held: HeldArticle) -> None:
    slugs = [content.slug for content in folder.content.sets]
    for slug in bank.foreign_sets(session, slugs, held.row.id):
        raise Refusal(
            say("The set name %(slug)s belongs to another article. Rename the file %(slug)s.yaml.", slug=slug)
        )


def _load_pictures(session: Session, folder: LoadedFolder, held: HeldArticle) -> None:
    for picture in folder.pictures:
        digest = sha256(picture.data).hexdigest()
        row = held.pictures.get(picture.name)
        if row is None:
            session.add(PictureRow(held.row.id, picture.name, picture.media_type, digest, picture.data))
        elif row.digest != digest:
            row.media_type, row.digest, row.data = picture.media_type, digest, picture.data


def _load_sets(session: Session, folder: LoadedFolder, held: HeldArticle, now: datetime) -> dict[str, SetRow]:
    sources = dict(folder.sources)
    loaded = {
        content.slug: _load_set(session, held, content, sources[content.slug], position, now)
        for position, content in enumerate(folder.content.sets)
    }
    for slug, row in held.sets.items():
        if slug not in loaded and row.withdrawn_at is None:
            row.withdrawn_at = now
    session.flush()
    return loaded


def _load_set(
    session: Session, held: HeldArticle, content: QuestionSet, source: str, position: int, now: datetime
) -> SetRow:
    document = content.model_dump(mode="json", exclude_defaults=True, exclude={"questions"})
    row = held.sets.get(content.slug)
    if row is None:
        deck_name = deck_names.of_set(held, content.title, content.slug)
        row = SetRow(held.row.id, content.slug, content.title, position, document, source, deck_name, now)
        session.add(row)
        held.sets[content.slug] = row
    elif (row.document, row.source, row.position) != (document, source, position):
        row.title, row.document, row.source, row.position, row.changed_at = (
            content.title, document, source, position, now,
        )  # fmt: skip
    row.withdrawn_at = None
    return row


def _load_questions(
    session: Session, folder: LoadedFolder, held: HeldArticle, sets: dict[str, SetRow], now: datetime
) -> _Counts:
    counts, read = _Counts(), reading(folder.content.article.body)
    seen: set[str] = set()
    for content in folder.content.sets:
        _add_new_rows(session, content, held, sets[content.slug])
        for position, question in enumerate(content.questions):
            seen.add(question.id)
            row = held.questions[question.id]
            row.set_id, row.position, row.withdrawn_at = sets[content.slug].id, position, None
            if _keep_version(session, held, row, question, now, counts) or not row.kind:
                finding.note(row, shown(question), content.language, read)
    for name, row in held.questions.items():
        if name not in seen and row.withdrawn_at is None:
            row.withdrawn_at = now
            counts.withdrawn.add(row.id)
    session.flush()
    return counts


def _add_new_rows(session: Session, content: QuestionSet, held: HeldArticle, set_row: SetRow) -> None:
    """Rows for questions never seen before, all in one insert."""
    fresh = [
        QuestionRow(held.row.id, set_row.id, question.id, position, 0)
        for position, question in enumerate(content.questions)
        if question.id not in held.questions
    ]
    session.add_all(fresh)
    session.flush()
    held.questions.update({row.name: row for row in fresh})


def _keep_version(
    session: Session, held: HeldArticle, row: QuestionRow, question: Question, now: datetime, counts: _Counts
) -> bool:
    """Whether it says anything new."""
    document: dict[str, Any] = to_dict(question)
    newest = held.versions.get(row.id)
    if newest is not None and newest.document == document:
        return False
    (counts.changed if newest else counts.new).add(row.id)
    row.version += 1
    held.versions[row.id] = VersionRow(row.id, row.version, document, now)
    session.add(held.versions[row.id])
    return True
