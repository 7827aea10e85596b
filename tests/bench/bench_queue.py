"""What the day's queue costs a learner who has everything: `python tests/bench/bench_queue.py [CARDS] [REVIEWS]`.

One learner has so many cards, nine of ten of them learnt, and so many lines in the log. The milliseconds are the median
of the processor time of one process, the database (SQLite) included.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.card import Card
from quizapp.core.deck import Note
from quizapp.settings import Settings
from quizapp.store.tables import (
    ArticleRow,
    CardRow,
    MemoryRow,
    NoteRow,
    QuestionRow,
    ReviewRow,
    SetRow,
    StudyRow,
)
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work import people
from quizapp.work.reviewing import asking
from quizapp.work.transactions import writing

A_SET, RUNS, BATCH = 1000, 15, 10_000
Row = dict[str, Any]


def fill(session: Session, person_id: int, cards: int, reviews: int, now: datetime) -> None:
    rng = Random(1)
    # Only while it is filled: indexes of a million rows in no order go past a small cache.
    session.connection().exec_driver_sql("PRAGMA cache_size = -1000000")
    article = ArticleRow("a", "The bridge", date(2024, 3, 1), {}, "The bridge")
    session.add(article)
    session.flush()
    sets = -(-cards // A_SET)
    common = {"article_id": article.id, "document": {}, "source": "", "changed_at": now}
    write(session, SetRow, ({**common, **_named(number), "position": number} for number in range(1, sets + 1)))
    write(
        session, StudyRow, ({"person_id": person_id, "set_id": number + 1, "added_at": now} for number in range(sets))
    )
    write(session, QuestionRow, (_question(article.id, number) for number in range(cards)))
    write(session, NoteRow, (_note(number) for number in range(cards)))
    write(session, CardRow, (_card(number) for number in range(cards)))
    write(session, MemoryRow, (_memory(person_id, number, rng, now) for number in range(cards)))
    write(session, ReviewRow, (_review(person_id, number, cards, rng, now) for number in range(reviews)))
    session.connection().exec_driver_sql("PRAGMA cache_size = -2000")


def write(session: Session, table: type[Any], rows: Iterator[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            session.execute(insert(table), batch)
            batch = []
    if batch:
        session.execute(insert(table), batch)


def _named(number: int) -> Row:
    return {"slug": f"s{number}", "title": f"Set {number}", "deck_name": f"Deck {number}", "visibility": "public"}


def _question(article_id: int, number: int) -> Row:
    return {
        "article_id": article_id,
        "set_id": number // A_SET + 1,
        "name": f"q{number}",
        "position": number,
        "version": 1,
    }


def _note(number: int) -> Row:
    note = Note(
        question=f"q{number}",
        card=Card(style="basic", front=f"What did the council vote on day {number}?", back=f"On bridge {number}"),
        explanation="It is in the second paragraph.",
        evidence=(f"The council voted on bridge number {number}.",),
        source="The Coast, 2024-03-01: The bridge",
    )
    document = note.model_dump(mode="json", exclude_defaults=True)
    named = {"question_id": number + 1, "part": "basic:", "guid": f"guid{number}", "digest": note.digest}
    return {**named, "document": document, "changed": 1, "retired": False}


def _card(number: int) -> Row:
    return {"note_id": number + 1, "ord": 0, "set_id": number // A_SET + 1, "live": True}


def _memory(person_id: int, number: int, rng: Random, now: datetime) -> Row:
    row: Row = {"person_id": person_id, "card_id": number + 1, "note_id": number + 1, "lapses": 0}
    row |= {"suspended": False, "flagged": False, "step": None}
    if number % 10 == 9:
        return {
            **row,
            "state": "new",
            "reps": 0,
            "due": None,
            "stability": None,
            "difficulty": None,
            "last_review": None,
        }
    stability = rng.lognormvariate(4, 1)
    last = now - timedelta(days=rng.random() * stability, seconds=1)
    known = {"stability": stability, "difficulty": rng.uniform(1, 10), "last_review": last}
    return {**row, **known, "state": "review", "reps": 10, "due": last + timedelta(days=max(1, round(stability)))}


def _review(person_id: int, number: int, cards: int, rng: Random, now: datetime) -> Row:
    at = now - timedelta(days=rng.uniform(1, 700))
    told = {"rating": rng.choice((1, 3, 3, 3, 4)), "at": at, "took": 4000, "source": "review", "state": "review"}
    spans = {"last_interval": 864_000, "interval": 1_728_000, "difficulty": 5.0, "before": None}
    return {**told, **spans, "person_id": person_id, "memory_id": number % cards + 1, "request": f"r{number}"}


def processor(deed: Callable[[], Any]) -> float:
    """Milliseconds of processor time."""
    spent = []
    for _ in range(RUNS):
        begun = time.process_time()
        deed()
        spent.append((time.process_time() - begun) * 1000)
    return median(spent)


def main(cards: int, reviews: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(Path(folder), f"sqlite:///{folder}/bench.sqlite3"))
        now = clock.now()
        with app.app_context():
            session = db.session()
            guest = people.guest(session, None, now)
            with writing(session):
                fill(session, guest.person_id, cards, reviews, now)
            session.connection().exec_driver_sql("ANALYZE")
            told(session, guest.person_id, now, f"{cards:,} cards, {reviews:,} reviews", _page(app, guest.token))
            everything = update(MemoryRow).where(MemoryRow.state == "review").values(due=now - timedelta(days=3))
            session.execute(everything)
            session.commit()
            told(session, guest.person_id, now, "the same after a long break", _page(app, guest.token))


def _page(app: Any, token: str) -> Callable[[], Any]:
    client = app.test_client()
    client.set_cookie("quizapp_guest", token)

    def visit() -> None:
        assert client.get("/review").status_code == 200

    return visit


def told(session: Session, person_id: int, now: datetime, name: str, page: Callable[[], Any]) -> None:
    def ask() -> asking.Today:
        session.rollback()
        session.expire_all()
        return asking.today(session, person_id, now)

    shown = ask()
    counts = f"{shown.counts.new} new, {shown.counts.due} due, {shown.held_back} held back"
    print(f"{name}: queue {processor(ask):.1f} ms, page {processor(page):.1f} ms ({counts})")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:], *("100000", "1000000")[len(sys.argv) - 1 :])))
