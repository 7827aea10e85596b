"""Several people at once: nobody's work is lost, and no edition is written twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author
from quizapp.store.tables import EditionRow, NoteRow, VersionRow
from quizapp.work.authoring import access, many, publishing, sets

from .conftest import NOW

Add = Callable[..., int]


def at_once(engine: Engine, *deeds: Callable[[Session], Any]) -> list[Any]:
    """What each of the deeds gives, begun together on sessions of their own."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[Session], Any]) -> Any:
        with Session(engine) as opened:
            barrier.wait()
            return deed(opened)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_four_who_publish_the_same_make_one_edition(
    session: Session, engine: Engine, author: Author, set_id: int, add: Add
) -> None:
    for number in range(5):
        add(f"Question {number}?")

    def publish(opened: Session) -> int:
        return publishing.publish(opened, author, set_id, NOW, "link").edition

    assert at_once(engine, *[publish] * 4) == [1] * 4
    session.rollback()
    assert session.scalars(select(EditionRow.number)).all() == [1]
    assert session.scalars(select(VersionRow.number)).all() == [1] * 5
    assert len(session.scalars(select(NoteRow.guid)).all()) == 5


def test_two_who_look_at_the_same_state_don_t_both_publish_what_one_of_them_has_not_seen(
    session: Session, engine: Engine, author: Author, set_id: int, add: Add
) -> None:
    one = add("One?")
    looked_at = publishing.state(access.opened(session, author, set_id, "view"))
    session.rollback()

    def tag(opened: Session) -> str:
        many.add_tag(opened, author, [one], "sea", NOW)
        return "tagged"

    def publish(opened: Session) -> str:
        try:
            publishing.publish(opened, author, set_id, NOW, "link", looked_at)
        except publishing.ChangedMeanwhile:
            return "told"
        return "published"

    outcome = at_once(engine, tag, publish)
    session.rollback()
    published = session.scalars(select(VersionRow.document)).all()
    assert outcome == ["tagged", "published" if published else "told"]
    assert all("tags" not in document for document in published)


def test_two_who_move_questions_to_each_other_both_come_through(
    session: Session, engine: Engine, author: Author, article_id: int, set_id: int, add: Add
) -> None:
    other = sets.create_set(session, author, article_id, {"title": "Other"}, NOW)
    there = [add(f"There {number}?") for number in range(4)]
    back = [add(f"Back {number}?") for number in range(4)]
    many.move(session, author, back, other, NOW)
    outcomes = at_once(
        engine,
        lambda opened: many.move(opened, author, there, other, NOW),
        lambda opened: many.move(opened, author, back, set_id, NOW),
    )
    assert [outcome.done for outcome in outcomes] == [tuple(there), tuple(back)]
    session.rollback()
    held = [[each.id for each in access.opened(session, author, which, "view").questions] for which in (set_id, other)]
    assert held == [back, there]
