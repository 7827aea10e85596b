"""What is remembered by a person, to take home."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy.orm import Session

from quizapp.store import belongings
from quizapp.store.reviewing import memories
from quizapp.store.tables import DrillRow, MemoryRow, PlanRow, ReviewRow


def export(session: Session, person_id: int) -> dict[str, Any]:
    """Sets, settings, every card with its log, and drills, as JSON takes them."""
    log: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for review in belongings.reviews_of(session, person_id):
        log[review.memory_id].append(_review(review))
    plan = session.get(PlanRow, person_id)
    return {
        "sets": list(belongings.studied_by(session, person_id)),
        "settings": plan.document if plan else {},
        "fitted": plan.fitted if plan else None,
        "cards": [
            {"question": name, "guid": guid, "place": place, **_memory(row), "log": log[row.id]}
            for row, guid, name, place in belongings.memories_of(session, person_id)
        ],
        "drills": [_drill(drill, slug) for drill, slug in belongings.drills_of(session, person_id)],
    }


def _memory(row: MemoryRow) -> dict[str, Any]:
    aside = {"suspended": row.suspended, "flagged": row.flagged}
    return {"memory": memories.to_document(memories.memory_of(row)), **aside}


def _review(row: ReviewRow) -> dict[str, Any]:
    return {
        "at": row.at.isoformat(),
        "rating": row.rating,
        "source": row.source,
        "milliseconds": row.took,
        "state": row.state,
        "last_interval_seconds": row.last_interval,
        "interval_seconds": row.interval,
        "undone_at": row.undone_at.isoformat() if row.undone_at else None,
    }


def _drill(row: DrillRow, slug: str | None) -> dict[str, Any]:
    finished = row.finished_at.isoformat() if row.finished_at else None
    began = row.started_at.isoformat()
    return {"sort": row.sort, "set": slug, "started_at": began, "finished_at": finished, "state": row.document}
