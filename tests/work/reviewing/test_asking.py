"""What is asked today: limits, siblings, a backlog, a choice of sets, what was put aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.core.memory.queue import Counts
from quizapp.work.loading import load
from quizapp.work.reviewing import asking, setting_aside, studying

from .conftest import CLOZE, Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]


def many(ask: Ask, number: int) -> list[dict[str, Any]]:
    return [ask(f"q{place:03}") for place in range(number)]


def known_since(desk: Desk, days: int, stability: float = 5) -> None:
    """All cards were learnt so many days ago and are due now."""
    for place, row in enumerate(desk.memories()):
        row.state, row.stability, row.difficulty, row.reps = "review", stability + place / 100, 5.0, 3
        row.last_review, row.due = desk.at - timedelta(days=days), desk.at - timedelta(days=1)
    desk.session.commit()


def test_a_day_brings_so_many_new_cards(study: Study, ask: Ask) -> None:
    desk = study(*many(ask, 30))
    desk.plan(new_a_day=3)
    assert desk.asked() == ["q000", "q001", "q002"]
    desk.rate(Rating.EASY)
    assert desk.asked() == ["q001", "q002"]
    desk.rate(Rating.EASY)
    desk.rate(Rating.EASY)
    assert desk.asked() == []
    desk.later(days=1)
    assert desk.asked()[-3:] == ["q003", "q004", "q005"]


def test_a_card_in_learning_comes_again_in_minutes(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    desk.rate(Rating.AGAIN, "cars")
    assert desk.asked() == ["bolts"]
    desk.later(minutes=2)
    assert desk.asked() == ["cars", "bolts"]


def test_when_nothing_is_left_the_next_time_is_told(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    desk.plan(learning_steps=[3600.0])
    desk.rate(Rating.AGAIN)
    shown = desk.today()
    assert (list(shown.cards), shown.next_at) == ([], desk.at + timedelta(hours=1))
    assert shown.counts == Counts(new=0, learning=1, due=0)


def test_the_most_endangered_come_first(study: Study, ask: Ask) -> None:
    desk = study(*many(ask, 5))
    known_since(desk, days=10)
    assert desk.asked() == ["q000", "q001", "q002", "q003", "q004"]
    last = desk.memories()[-1]
    last.stability = 1.0
    desk.session.commit()
    assert desk.asked()[0] == "q004"


def test_a_break_is_forgiven(study: Study, ask: Ask) -> None:
    desk = study(*many(ask, 120))
    desk.plan(reviews_a_day=10)
    known_since(desk, days=60)
    shown = desk.today()
    assert (len(shown.cards), shown.counts.due, shown.held_back) == (10, 10, 110)
    desk.rate()
    shown = desk.today()
    assert (len(shown.cards), shown.counts.due, shown.held_back) == (9, 9, 110)
    # Tomorrow takes ten of the others; none of what is known again comes back at once.
    desk.later(days=1)
    assert len(desk.today().cards) == 10


def test_after_the_days_limit_nothing_more_is_asked(study: Study, ask: Ask) -> None:
    desk = study(*many(ask, 12))
    desk.plan(reviews_a_day=2)
    known_since(desk, days=60)
    desk.rate()
    desk.rate()
    shown = desk.today()
    assert (list(shown.cards), shown.held_back, shown.answered) == ([], 10, 2)


def test_siblings_wait_for_another_day(study: Study, ask: Ask) -> None:
    desk = study(ask("wood", **CLOZE), ask("cars"))
    desk.rate(Rating.EASY, "wood1")
    assert desk.asked() == ["cars"]
    desk.later(days=1)
    assert "wood2" in desk.asked()


def test_only_the_chosen_sets_are_asked(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), more=[ask("bolts")])
    assert [each.card.note.question for each in desk.today("more").cards] == ["bolts"]
    assert len(desk.today("more", "people").cards) == 2
    assert list(desk.today("nothing").cards) == []
    assert [each.slug for each in desk.today("more").sets] == ["people", "more"]


def test_cards_of_other_sets_before_them_hide_nothing(study: Study, ask: Ask) -> None:
    """The quick look takes the first cards of all; where they are of other sets, all are looked through."""
    desk = study(*many(ask, 200), more=[ask("bolts"), ask("nuts")])
    desk.plan(new_a_day=5, reviews_a_day=5)
    assert [each.card.note.question for each in desk.today("more").cards] == ["bolts", "nuts"]
    known_since(desk, days=60)
    last = desk.memories()[-1]
    assert last.id in {each.card.id for each in desk.today("more").cards}


def test_what_is_buried_comes_tomorrow(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    card = desk.today().cards[0].card.id
    setting_aside.bury(session, desk.person_id, card, desk.at)
    assert desk.asked() == ["bolts"]
    setting_aside.bury(session, desk.person_id, card, desk.at, buried=False)
    assert desk.asked() == ["cars", "bolts"]
    setting_aside.bury(session, desk.person_id, card, desk.at)
    desk.later(days=1)
    assert desk.asked() == ["cars", "bolts"]


def test_what_is_suspended_is_not_asked_until_it_is_taken_up(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    card = desk.today().cards[0].card.id
    setting_aside.suspend(session, desk.person_id, card)
    desk.later(days=300)
    assert desk.asked() == ["bolts"]
    setting_aside.suspend(session, desk.person_id, card, suspended=False)
    assert desk.asked() == ["cars", "bolts"]


def test_a_card_that_can_not_come_first_leaves_its_place_to_the_next(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"), ask("bolts"))
    nobodys = 10**8
    day = asking.today(session, desk.person_id, desk.at, most=1, first=nobodys)
    assert [each.card.id for each in day.cards] == [desk.today().cards[0].card.id]
    bolts = desk.today().cards[1].card.id
    day = asking.today(session, desk.person_id, desk.at, most=1, first=bolts)
    assert [each.card.id for each in day.cards] == [bolts]


def test_a_flag_is_shown_with_the_card(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("cars"))
    card = desk.today().cards[0].card
    assert not card.flagged
    setting_aside.flag(session, desk.person_id, card.id, flagged=True)
    assert desk.today().cards[0].card.flagged


def test_the_day_is_the_learners_own(study: Study, ask: Ask) -> None:
    desk = study(*many(ask, 10))
    desk.plan(time_zone="Asia/Seoul", new_a_day=2)
    # 18:59 UTC is 3:59 in Seoul: still the same day there, which begins at four.
    desk.at = datetime(2024, 3, 1, 18, 58, tzinfo=UTC)
    desk.rate(Rating.EASY)
    desk.rate(Rating.EASY)
    assert desk.asked() == []
    desk.at = datetime(2024, 3, 1, 19, 0, tzinfo=UTC)
    assert desk.asked() == ["q002", "q003"]


def test_queries_do_not_grow_with_the_cards(
    study: Study, ask: Ask, folder: Callable[..., Any], session: Session, statements: list[str]
) -> None:
    desk = study(*many(ask, 5))
    few = counted(desk, statements)
    load(session, [folder({"people": many(ask, 5), "more": [ask(f"more{place}") for place in range(150)]})], desk.at)
    studying.study(session, desk.person_id, "more", desk.at)
    known_since(desk, days=9)
    for row in desk.memories()[::2]:
        row.state, row.due = "new", None
    session.commit()
    assert len(desk.today().cards) == 20
    assert counted(desk, statements) == few <= 6


def counted(desk: Desk, statements: list[str]) -> int:
    desk.session.rollback()
    desk.session.expire_all()
    statements.clear()
    assert desk.today().cards
    return len(statements)
