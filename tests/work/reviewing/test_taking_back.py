"""What was studied in Anki comes back: looked at, taken over once, and nothing of either side is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.scheduling import rated
from quizapp.core.schedule_export import CardSchedule
from quizapp.store.tables import ReviewRow
from quizapp.work.reviewing import rating, setting_aside

from .conftest import CLOZE, Desk
from .in_anki import Anki, bring, log, memory, names, take

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]


def learnt(desk: Desk, *questions: str) -> None:
    for question in questions:
        desk.rate(Rating.EASY, question)
    desk.later(days=20)


def test_a_card_that_went_on_in_anki_goes_on_here(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    learnt(desk, "cars")
    anki = Anki(desk).import_all()
    (name,) = (each for each, held in anki.memories.items() if held.state == "review")
    at = anki.study(name)
    desk.later(hours=1)
    found = take(desk, anki.export())
    assert (found.cards, found.reviews, found.taken, found.same) == (2, 1, 1, 1)
    assert [(source, rated_as) for source, rated_as, _ in log(desk)] == [("review", 4), ("anki", 3)]
    assert abs(log(desk)[-1][2] - at) < timedelta(milliseconds=2)
    there, here = anki.memories[name], memory(desk, name)
    assert (here.state, here.reps, here.lapses) == (there.state, there.reps, there.lapses)
    assert here.stability == pytest.approx(there.stability, abs=1e-4)
    assert here.due.date() == there.due.date()


def test_a_second_time_nothing_is_left_to_do(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    learnt(desk, "cars")
    anki = Anki(desk).import_all()
    for name in anki.memories:
        anki.study(name)
    package = anki.export()
    assert not take(desk, package).is_nothing_new
    before, rows = log(desk), [(row.due, row.stability) for row in desk.memories()]
    desk.later(hours=5)
    again = take(desk, package)
    assert again.is_nothing_new
    assert (again.same, again.reviews) == (2, 0)
    assert log(desk) == before
    assert [(row.due, row.stability) for row in desk.memories()] == rows


def test_looking_changes_nothing(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk).import_all()
    anki.study(names(desk)[0])
    assert bring(desk, anki.export()).reviews == 1
    assert log(desk) == []
    assert [row.state for row in desk.memories()] == ["new"]


def test_what_went_on_here_stays(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    learnt(desk, "cars")
    package = Anki(desk).import_all().export()
    desk.rate(Rating.GOOD, "cars")
    before = memory(desk, names(desk)[0])
    found = take(desk, package)
    assert (found.kept, found.reviews, found.is_nothing_new) == (1, 0, True)
    assert memory(desk, names(desk)[0]) == before


@pytest.mark.parametrize("anki_last", [True, False])
def test_what_went_on_on_both_sides_follows_from_all_answers(study: Study, ask: Ask, anki_last: bool) -> None:
    desk = study(ask("cars"))
    learnt(desk, "cars")
    anki = Anki(desk).import_all()
    (name,) = anki.memories
    expected = anki.memories[name]

    def here() -> None:
        nonlocal expected
        desk.rate(Rating.HARD, "cars")
        expected = rated(expected, Rating.HARD, desk.at, anki.plan)

    def there() -> None:
        nonlocal expected
        expected = rated(expected, Rating.GOOD, anki.study(name, Rating.GOOD), anki.plan)

    for step in (here, there) if anki_last else (there, here):
        step()
        desk.later(days=60)
    found = take(desk, anki.export())
    assert (found.joined, found.reviews) == (1, 1)
    joined = memory(desk, name)
    assert joined.stability == pytest.approx(expected.stability, rel=1e-6)
    assert (joined.reps, joined.due.date()) == (3, expected.due.date())
    assert len(log(desk)) == 3
    assert take(desk, anki.export()).is_nothing_new


def test_a_deck_imported_without_the_schedule_loses_nothing_here(study: Study, ask: Ask) -> None:
    """All cards began anew in Anki: the answers of both count."""
    desk = study(ask("cars"))
    learnt(desk, "cars")
    anki = Anki(desk)
    (name,) = names(desk)
    anki.study(name, Rating.AGAIN)
    found = take(desk, anki.export())
    assert (found.joined, found.reviews) == (1, 1)
    assert (memory(desk, name).state, memory(desk, name).reps) == ("relearning", 2)


def test_answers_from_a_time_before_fsrs_are_replayed_and_keep_their_day(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    (name,) = names(desk)
    for _ in range(3):
        anki.study(name)
        desk.later(days=5)
    due = (desk.at + timedelta(days=33)).date()
    old = CardSchedule("review", due_day=due, interval=33, reps=3)
    assert take(desk, anki.export({name: old})).taken == 1
    here = memory(desk, name)
    assert (here.state, here.due.date(), here.reps) == ("review", due, 3)
    assert here.stability == pytest.approx(anki.memories[name].stability, rel=1e-6)
    assert here.difficulty == pytest.approx(anki.memories[name].difficulty, rel=1e-6)


def test_a_schedule_without_any_answer_is_known_as_long_as_its_interval(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    (name,) = names(desk)
    due = (desk.at + timedelta(days=10)).date()
    package = Anki(desk).export({name: CardSchedule("review", due_day=due, interval=33, reps=3)})
    assert take(desk, package).taken == 1
    here = memory(desk, name)
    assert (here.stability, here.due.date(), here.state) == (33.0, due, "review")
    assert here.last_review
    assert here.last_review.date() == due - timedelta(days=33)
    assert [each.card.id for each in desk.today().cards] == []


def test_set_aside_on_either_side_is_set_aside(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"), ask("rails"))
    learnt(desk, "rails")
    there, here, both = names(desk)
    setting_aside.suspend(desk.session, desk.person_id, desk.memories()[1].id)
    anki = Anki(desk).import_all()
    assert anki.suspended == {here}
    anki.suspended = {there, both}
    found = take(desk, anki.export())
    assert (found.aside, found.same, found.is_nothing_new) == (2, 3, False)
    assert [row.suspended for row in desk.memories()] == [True, True, True]
    anki.suspended = set()
    anki.study(both)
    take(desk, anki.export())
    assert [row.suspended for row in desk.memories()] == [True, True, False]


def test_a_card_in_learning_by_day_comes_on_its_day(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    (name,) = names(desk)
    anki.study(name, Rating.AGAIN)
    day = desk.at.date() + timedelta(days=3)
    step = CardSchedule("learning", due_day=day, stability=1.5, difficulty=6.0, steps_left=1, reps=1)
    take(desk, anki.export({name: step}))
    here = memory(desk, name)
    assert (here.state, here.step, here.due.isoformat()[:13]) == ("learning", 1, f"{day}T04")
    desk.later(days=3)
    assert desk.asked() == ["cars"]


def test_each_gap_of_a_cloze_is_met_by_its_own_card(study: Study, ask: Ask) -> None:
    desk = study(ask("made", **CLOZE))
    anki = Anki(desk)
    guid = names(desk)[0][0]
    anki.study((guid, 1))
    take(desk, anki.export())
    assert [(name[1], memory(desk, name).state) for name in names(desk)] == [(0, "new"), (1, "learning")]


def test_what_was_undone_here_does_not_come_back(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    learnt(desk, "cars")
    desk.rate(Rating.AGAIN, "cars")
    anki = Anki(desk).import_all()
    mistaken = max(row.id for row in desk.session.scalars(select(ReviewRow)))
    rating.undo(desk.session, desk.person_id, mistaken, desk.at)
    before = memory(desk, names(desk)[0])
    found = take(desk, anki.export())
    assert found.is_nothing_new
    assert memory(desk, names(desk)[0]) == before
    assert len(log(desk)) == 2


def test_a_clock_that_was_years_ahead_stops_no_card(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), ask("bolts"))
    anki = Anki(desk)
    wrong, right = names(desk)
    desk.later(days=900)
    anki.study(wrong)
    desk.later(days=-900)
    anki.study(right)
    found = take(desk, anki.export())
    assert (found.unusable, found.taken, found.reviews) == (1, 1, 1)
    assert memory(desk, wrong) == Memory()


@pytest.mark.parametrize("days", [-80_000, 80_000])
def test_a_day_that_no_learner_sees_is_not_taken(study: Study, ask: Ask, days: int) -> None:
    desk = study(ask("cars"))
    (name,) = names(desk)
    odd = CardSchedule("review", due_day=desk.at.date() + timedelta(days=days), interval=5, stability=5, difficulty=5)
    found = take(desk, Anki(desk).export({name: odd}))
    assert (found.unusable, found.cards) == (1, 0)
    assert memory(desk, name) == Memory()
