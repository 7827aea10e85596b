"""All that is kept of a person, to take home."""

from __future__ import annotations

import base64
from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from quizapp.store import belongings, links, passkeys, sign_ins, uploads
from quizapp.store.tables import AccountRow, AnswerRow, AttemptRow, SlotRow
from quizapp.work.authoring import taking_home
from quizapp.work.reviewing import exporting as reviewing

#: Goes up when the shape changes.
VERSION = 2


def export(session: Session, person_id: int, now: datetime) -> dict[str, Any]:
    """As JSON takes it: numbers, texts, lists and mappings."""
    row = session.get_one(AccountRow, person_id)
    return {
        "quizapp": VERSION,
        "exported_at": now.isoformat(),
        "account": {
            "name": row.name,
            "email": row.email,
            "role": row.role,
            "created_at": row.created_at.isoformat(),
            "identity": row.identity,
        },
        "signed_in": [
            {"device": each.device, "since": each.created_at.isoformat(), "seen_at": each.seen_at.isoformat()}
            for each in sign_ins.of(session, person_id, now)
        ],
        "passkeys": [
            {"name": each.name, "created_at": each.created_at.isoformat(), "used_at": _moment(each.used_at)}
            for each in passkeys.of(session, person_id)
        ],
        "attempts": _attempts(session, person_id),
        "reviewing": reviewing.export(session, person_id),
        "sets": [{"set": slug, "right": right} for slug, right in belongings.sets_of(session, person_id)],
        "articles": list(belongings.articles_of(session, person_id)),
        "written": taking_home.export(session, person_id),
        "uploads": [
            {
                "purpose": each.purpose,
                "name": each.name,
                "made_at": each.made_at.isoformat(),
                "base64": base64.b64encode(each.data).decode(),
            }
            for each in uploads.of(session, person_id)
        ],
        "links": [
            {"purpose": each.purpose, "email": each.email, "role": each.role, "created_at": each.created_at.isoformat()}
            for each in links.made_by(session, person_id)
        ],
    }


def _attempts(session: Session, person_id: int) -> list[dict[str, Any]]:
    answers: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for answer in belongings.answers_of(session, person_id):
        answers[answer.slot_id].append(_answer(answer))
    questions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for slot, name, document in belongings.slots_of(session, person_id):
        questions[slot.attempt_id].append(_question(slot, name, document, answers[slot.id]))
    return [_attempt(row, slug, questions[row.id]) for row, slug in belongings.attempts_of(session, person_id)]


def _attempt(row: AttemptRow, slug: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "set": slug,
        "mode": row.mode,
        "started_at": row.started_at.isoformat(),
        "deadline": _moment(row.deadline),
        "finished_at": _moment(row.finished_at),
        "score": _text(row.score),
        "out_of": _text(row.out_of),
        "questions": questions,
    }


def _question(slot: SlotRow, name: str, document: dict[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "question": name,
        "stem": document.get("stem"),
        "flagged": slot.flagged,
        "hints_taken": slot.hints_taken,
        "revealed": slot.revealed,
        "answers": answers,
    }


def _answer(row: AnswerRow) -> dict[str, Any]:
    return {
        "try": row.try_number,
        "answered_at": row.answered_at.isoformat(),
        "sent": row.fields,
        "read_as": row.answer,
        "mark": row.mark,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
