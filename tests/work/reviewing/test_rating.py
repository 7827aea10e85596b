"""Rating: what it makes of a memory and of the log; once each, in any clock; and taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory, Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import replayed
from quizapp.core.sentences import NotFound, Refusal
from quizapp.store.reviewing.memories import memory_of
from quizapp.store.tables import ReviewRow
from quizapp.work import people
from quizapp.work.reviewing import rating, setting_aside
from quizapp.work.reviewing.rating import LONGEST_SPAN, Answer

from .conftest import Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]


def log(session: Session) -> list[ReviewRow]:
    session.expire_all()
    return list(session.scalars(select(ReviewRow).order_by(ReviewRow.id)))


def test_the_memory_is_what_the_log_leads_to(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    for how, days in ((Rating.GOOD, 0.01), (Rating.GOOD, 4), (Rating.AGAIN, 0.01), (Rating.GOOD, 9), (Rating.HARD, 1)):
        known = desk.rate(how)
        desk.later(days=days)
        while not desk.asked():
            desk.later(days=1)
    lines = log(session)
    written = replayed([Review(Rating(line.rating), line.at) for line in lines], Plan())
    assert memory_of(desk.memory(known)) == written
    assert (written.reps, written.lapses) == (5, 1)


def test_a_line_of_the_log_tells_before_and_after(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    desk.rate(Rating.EASY, took=timedelta(seconds=4.5))
    first = desk.at
    desk.later(days=10)
    desk.rate(Rating.AGAIN, took=timedelta(hours=3))
    easy, again = log(session)
    assert (easy.state, easy.last_interval, easy.took, easy.at, easy.before) == ("new", 0, 4500, first, None)
    assert easy.interval % 86_400 == 0 < easy.interval
    # Who left the card open for hours did not think for hours.
    assert (again.state, again.interval, again.took) == ("review", 600, 600_000)
    assert again.last_interval == easy.interval
    assert again.before and again.before["stability"] > 1


def test_the_same_request_counts_once(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    known = desk.rate(request="one")
    rating.rate(session, desk.person_id, Answer(known, Rating.EASY, desk.at, "one"), desk.at)
    assert [line.rating for line in log(session)] == [Rating.GOOD]
    assert desk.memory(known).reps == 1


def test_two_at_once_count_once(study: Study, ask: Ask, session: Session, engine: Engine) -> None:
    desk = study(ask("cars"))
    card = desk.today().cards[0].card.id
    session.rollback()
    begin = threading.Barrier(4)

    def send(_: int) -> None:
        with Session(engine) as own:
            begin.wait()
            rating.rate(own, desk.person_id, Answer(card, Rating.GOOD, desk.at, "one"), desk.at)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert session.scalar(select(func.count()).select_from(ReviewRow)) == 1
    assert desk.memory(card).reps == 1


def test_a_card_of_somebody_else_is_not_there(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    card = desk.today().cards[0].card.id
    other = people.guest(session, None, desk.at).person_id
    for deed in (
        lambda: rating.rate(session, other, Answer(card, Rating.GOOD, desk.at, "x"), desk.at),
        lambda: setting_aside.bury(session, other, card, desk.at),
        lambda: setting_aside.suspend(session, other, card),
        lambda: setting_aside.flag(session, other, card, flagged=True),
    ):
        with pytest.raises(NotFound):
            deed()
    assert memory_of(desk.memory(card)) == Memory()


def test_a_clock_that_is_wrong_spoils_nothing(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    known = desk.rate(Rating.EASY, "cars", at=desk.at + timedelta(days=400))
    assert desk.memory(known).last_review == desk.at
    ancient = desk.rate(Rating.EASY, "bolts", at=desk.at - timedelta(days=4000))
    assert desk.memory(ancient).last_review == desk.at - rating.LONGEST_OFFLINE
    desk.later(days=30)
    back = desk.at - timedelta(days=29, hours=30)
    desk.rate(Rating.GOOD, "cars", at=back)
    # Not before the review that came before it.
    assert log(session)[-1].at == log(session)[0].at


def test_a_rating_ends_the_days_rest(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    card = desk.today().cards[0].card.id
    setting_aside.bury(session, desk.person_id, card, desk.at)
    rating.rate(session, desk.person_id, Answer(card, Rating.AGAIN, desk.at, "x"), desk.at)
    desk.later(minutes=2)
    assert desk.asked() == ["cars"]


def test_an_undone_rating_leaves_the_memory_as_it_was(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    known = desk.rate(Rating.EASY, "cars")
    desk.later(days=20)
    before = memory_of(desk.memory(known))
    desk.rate(Rating.AGAIN, "cars")
    shown = desk.today()
    assert shown.undoable == log(session)[-1].id
    assert rating.undo(session, desk.person_id, shown.undoable, desk.at) == known
    assert memory_of(desk.memory(known)) == before
    assert "cars" in desk.asked()
    # The log keeps what happened, and the day no longer counts it.
    assert [line.undone_at for line in log(session)] == [None, desk.at]
    assert desk.today().answered == 0


def test_a_first_rating_that_is_undone_makes_the_card_new_again(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    known = desk.rate()
    rating.undo(session, desk.person_id, log(session)[0].id, desk.at)
    assert memory_of(desk.memory(known)) == Memory()
    assert (desk.asked(), desk.today().counts.new) == (["cars"], 1)


def test_ratings_are_undone_one_after_the_other(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    desk.rate(name="cars")
    desk.rate(name="bolts")
    for left in (1, 0):
        undoable = desk.today().undoable
        assert undoable
        rating.undo(session, desk.person_id, undoable, desk.at)
        assert desk.today().answered == left
    assert desk.today().undoable is None


def test_an_undo_sent_twice_undoes_once(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    desk.rate(Rating.AGAIN)
    desk.later(minutes=2)
    known = desk.rate(Rating.GOOD)
    last = log(session)[-1].id
    rating.undo(session, desk.person_id, last, desk.at)
    rating.undo(session, desk.person_id, last, desk.at)
    assert desk.memory(known).reps == 1


def test_what_was_answered_again_can_not_be_undone_below(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    desk.rate(Rating.AGAIN)
    desk.later(minutes=2)
    desk.rate(Rating.GOOD)
    with pytest.raises(Refusal, match="answered again since"):
        rating.undo(session, desk.person_id, log(session)[0].id, desk.at)


def test_a_review_of_somebody_else_can_not_be_undone(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    desk.rate()
    other = people.guest(session, None, desk.at).person_id
    with pytest.raises(NotFound):
        rating.undo(session, other, log(session)[0].id, desk.at)
    assert log(session)[0].undone_at is None


def test_an_interval_of_a_hundred_years_fits_into_the_log(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    (row,) = desk.memories()
    row.state, row.stability, row.difficulty, row.reps = "review", 36_500.0, 1.0, 9
    row.last_review, row.due = desk.at - timedelta(days=36_000), desk.at
    session.commit()
    desk.rate(Rating.EASY)
    line = log(session)[-1]
    assert (line.interval, line.last_interval) == (LONGEST_SPAN, LONGEST_SPAN)
    assert desk.memory(row.id).due == desk.at + timedelta(days=36_500)
