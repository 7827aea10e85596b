"""What was brought from Anki before: questions and pairs, told by the tokens at the ends of their permanent ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.core.deck import DatedNote, Note
from quizapp.core.library import Article
from quizapp.store.authoring.working import right_of
from quizapp.store.tables import ArticleRow, DraftRow, NoteRow, QuestionRow, SetRow, VersionRow

#: So many fit into one statement on every database.
_AT_ONCE = 500

#: `removed` can be brought back on the set's page; `gone` is seen nowhere any more.
State = Literal["here", "removed", "gone"]
Token = Callable[[str], str | None]


@dataclass(frozen=True)
class Held:
    """Where a card is that was brought before."""

    question_id: int
    set_id: int
    state: State


def held(session: Session, article_id: int, token_in: Token) -> dict[str, Held]:
    """What stands on the article, by the tokens of the cards that it was made of, in two queries."""
    found = _pairs(session, article_id, token_in)
    rows = session.execute(_rows(article_id).add_columns(QuestionRow.name))
    for question_id, set_id, withdrawn_at, removed, name in rows:
        token = token_in(name)
        if token:
            found[token] = Held(question_id, set_id, _state(withdrawn_at, removed))
    return found


def _rows(article_id: int) -> Any:
    set_id = func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    return (
        select(QuestionRow.id, set_id, QuestionRow.withdrawn_at, DraftRow.removed)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .where(QuestionRow.article_id == article_id)
    )


def _state(withdrawn_at: object, removed: bool | None) -> State:
    if removed is None:
        return "here" if withdrawn_at is None else "gone"
    return "removed" if removed else "here"


def _pairs(session: Session, article_id: int, token_in: Token) -> dict[str, Held]:
    newest = (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version)
    rows = session.execute(
        _rows(article_id)
        .add_columns(DraftRow.document, VersionRow.document)
        .outerjoin(VersionRow, newest)
        .where(QuestionRow.kind == "matching")
    )
    found: dict[str, Held] = {}
    for question_id, set_id, withdrawn_at, removed, draft, published in rows:
        state = _state(withdrawn_at, removed)
        for name in _pair_ids(draft if draft is not None else published or {}):
            token = token_in(name)
            if token and state != "gone":
                found[token] = Held(question_id, set_id, state)
    return found


def _pair_ids(document: dict[str, Any]) -> list[str]:
    pairs = document.get("pairs")
    return [str(pair.get("id", "")) for pair in pairs if isinstance(pair, dict)] if isinstance(pairs, list) else []


@dataclass(frozen=True)
class Own:
    """A note of our ledger whose question this person may change: where that is, and how it is worked on."""

    note_id: int
    dated: DatedNote
    question_id: int
    set_id: int
    article: Article
    document: dict[str, Any]


def own(session: Session, author: Author, guids: Sequence[str]) -> dict[str, Own]:
    """Those of the notes that are of questions which this person may change, by guid."""
    found: dict[str, Own] = {}
    for start in range(0, len(guids), _AT_ONCE):
        for row, question_id, set_id, article, draft, published in session.execute(
            _own(author).where(NoteRow.guid.in_(guids[start : start + _AT_ONCE]))
        ):
            dated = DatedNote(row.guid, row.changed, row.retired, Note.model_validate(row.document))
            document = draft if draft is not None else published or {}
            found[row.guid] = Own(row.id, dated, question_id, set_id, Article.model_validate(article), document)
    return found


def _own(author: Author) -> Any:
    set_id = func.coalesce(DraftRow.set_id, QuestionRow.set_id)
    newest = (VersionRow.question_id == QuestionRow.id) & (VersionRow.number == QuestionRow.version)
    return (
        select(NoteRow, QuestionRow.id, set_id, ArticleRow.document, DraftRow.document, VersionRow.document)
        .join(QuestionRow, QuestionRow.id == NoteRow.question_id)
        .outerjoin(DraftRow, DraftRow.question_id == QuestionRow.id)
        .outerjoin(VersionRow, newest)
        .join(SetRow, SetRow.id == set_id)
        .join(ArticleRow, ArticleRow.id == QuestionRow.article_id)
        .where(
            SetRow.withdrawn_at.is_(None),
            ArticleRow.owner_id.is_not(None),
            right_of(author).in_(["edit", "own"]),
        )
    )
