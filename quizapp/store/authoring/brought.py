"""What was brought from Anki before: questions and pairs, told by the tokens at the ends of their permanent ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.store.tables import DraftRow, QuestionRow, VersionRow

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
