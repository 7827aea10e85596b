"""What was done on a device comes in order, each deed once, and none holds up the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.core.sentences import Busy
from quizapp.store.tables import ReviewRow
from quizapp.work.reviewing import sending
from quizapp.work.reviewing.sending import Deed, Sort

from .conftest import Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]
_IDS = count(1)


def made(desk: Desk, sort: Sort = "rate", **told: Any) -> Deed:
    usual = {"id": f"d{next(_IDS)}", "at": desk.at, "rating": Rating.EASY}
    return Deed(**{**usual, "sort": sort, **told})


def send(desk: Desk, *deeds: Deed) -> list[str | None]:
    """Gives what was refused, in order."""
    outcomes = sending.send(desk.session, desk.person_id, deeds, desk.at)
    assert [each.id for each in outcomes] == [deed.id for deed in deeds]
    return [str(each.refused) if each.refused else None for each in outcomes]


def lines(desk: Desk) -> list[ReviewRow]:
    desk.session.expire_all()
    return list(desk.session.scalars(select(ReviewRow).order_by(ReviewRow.id)))


def cards(desk: Desk) -> list[int]:
    return [each.card.id for each in desk.today().cards]


def test_reviews_count_in_the_order_in_which_they_were_done(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    first, second = cards(desk)
    early = desk.at - timedelta(hours=3)
    sent = [
        made(desk, memory_id=first, rating=Rating.AGAIN, at=early),
        made(desk, memory_id=second, rating=Rating.GOOD, at=early + timedelta(minutes=1)),
        made(desk, memory_id=first, rating=Rating.GOOD, at=early + timedelta(minutes=2), took=timedelta(seconds=4)),
    ]
    assert send(desk, *sent) == [None, None, None]
    found = [(line.request, line.memory_id, line.rating, line.at, line.took) for line in lines(desk)]
    assert found == [
        (deed.id, deed.memory_id, deed.rating, deed.at, deed.took / timedelta(milliseconds=1)) for deed in sent
    ]
    assert desk.memory(first).reps == 2


def test_what_is_sent_again_changes_nothing(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    sent = [made(desk, memory_id=card) for card in cards(desk)]
    sent += [made(desk, "undo", of=sent[1].id), made(desk, "flag", memory_id=sent[0].memory_id)]
    send(desk, *sent)
    before = [(row.state, row.reps, row.flagged) for row in desk.memories()]
    assert send(desk, *sent) == [None] * 4
    assert [(row.state, row.reps, row.flagged) for row in desk.memories()] == before
    assert [bool(line.undone_at) for line in lines(desk)] == [False, True]


@pytest.mark.parametrize("bad", range(3))
def test_one_that_cant_be_taken_holds_up_no_other(study: Study, ask: Ask, bad: int) -> None:
    desk = study(ask("cars"), ask("bolts"))
    sent = [made(desk, memory_id=card) for card in cards(desk)]
    sent.insert(bad, made(desk, memory_id=999))
    refused = send(desk, *sent)
    assert [each is not None for each in refused] == [place == bad for place in range(3)]
    assert refused[bad] == "There is no such card among yours."
    assert [line.memory_id for line in lines(desk)] == [deed.memory_id for deed in sent if deed.memory_id != 999]


def test_an_undo_goes_after_the_review_that_it_takes_back(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    card = cards(desk)[0]
    review = made(desk, memory_id=card)
    assert send(desk, review, made(desk, "undo", of=review.id)) == [None, None]
    assert (desk.memory(card).state, cards(desk)) == ("new", [card])


def test_an_undo_may_name_a_review_of_another_day_by_its_number(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    card = desk.rate(Rating.EASY)
    assert send(desk, made(desk, "undo", review_id=lines(desk)[0].id)) == [None]
    assert desk.memory(card).state == "new"


def test_an_undo_without_its_review_is_told(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    assert send(desk, made(desk, "undo", of="nothing")) == ["There is no such review."]


def test_nothing_of_another_person_is_undone(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    review = made(desk, memory_id=cards(desk)[0])
    send(desk, review)
    outcomes = sending.send(session, desk.person_id + 1, [made(desk, "undo", of=review.id)], desk.at)
    assert outcomes[0].refused
    assert lines(desk)[0].undone_at is None


def test_a_card_is_put_aside_for_the_day_on_which_it_was_done(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    first, second = cards(desk)
    yesterday = desk.at - timedelta(days=1)
    send(desk, made(desk, "bury", memory_id=first, at=yesterday), made(desk, "bury", memory_id=second))
    assert cards(desk) == [first]


def test_what_is_put_aside_can_be_asked_again(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    both = cards(desk)
    send(desk, made(desk, "bury", memory_id=both[0]), made(desk, "suspend", memory_id=both[1]))
    assert cards(desk) == []
    send(desk, made(desk, "bury", memory_id=both[0], on=False), made(desk, "suspend", memory_id=both[1], on=False))
    assert cards(desk) == both


def test_a_flag_is_put_on_and_taken_off(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    card = cards(desk)[0]
    send(desk, made(desk, "flag", memory_id=card))
    assert desk.memory(card).flagged
    send(desk, made(desk, "flag", memory_id=card, on=False))
    assert not desk.memory(card).flagged


@pytest.fixture
def on_one_connection(session: Session) -> Iterator[Session]:
    """A session that always speaks over the same connection, so that what is set there holds."""
    with session.get_bind().connect() as connection, Session(connection) as opened:  # type: ignore[union-attr]
        yield opened
        only_reads(opened, really=False)


def test_where_the_database_is_busy_the_rest_is_left_for_later(
    study: Study, ask: Ask, on_one_connection: Session
) -> None:
    desk = study(ask("cars"), ask("bolts"))
    first, second = cards(desk)
    found = iter([made(desk, memory_id=first), made(desk, memory_id=second)])
    desk.session.rollback()

    def deeds() -> Iterable[Deed]:
        yield next(found)
        only_reads(on_one_connection)
        yield next(found)

    outcomes = sending.send(on_one_connection, desk.person_id, deeds(), desk.at)
    with pytest.raises(Busy):
        sending.send(on_one_connection, desk.person_id, [made(desk, memory_id=second)], desk.at)
    assert len(outcomes) == 1
    assert [line.memory_id for line in lines(desk)] == [first]


def only_reads(session: Session, *, really: bool = True) -> None:
    """From here on the connection takes reads alone."""
    statements = {
        "sqlite": f"PRAGMA query_only = {int(really)}",
        "postgresql": f"SET default_transaction_read_only = {int(really)}",
    }
    session.rollback()
    session.connection().exec_driver_sql(statements[session.get_bind().dialect.name])
    session.commit()
