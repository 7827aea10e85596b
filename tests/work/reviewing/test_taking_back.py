"""What was studied in Anki comes back: looked at, taken over once, and nothing of either side is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import rated
from quizapp.core.memory.travelling import schedule_of
from quizapp.core.schedule_export import CardName, CardSchedule, LoggedReview
from quizapp.core.sentences import NotFound, Refusal, Unreadable
from quizapp.formats.apkg import write_scheduled_decks
from quizapp.store import decks, uploads
from quizapp.store.reviewing import plans, travelling
from quizapp.store.tables import ReviewRow, SetRow
from quizapp.work import people
from quizapp.work.loading import load
from quizapp.work.reviewing import continuing, rating, setting_aside, studying, taking_back
from quizapp.work.reviewing.taking_back import Look

from .conftest import CLOZE, Desk

Study = Callable[..., Desk]
Ask = Callable[..., dict[str, Any]]
_MILLISECONDS = count(1)


class Anki:
    """A collection with the learner's decks, as the file that was taken along left it; days pass at the desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.session = desk, desk.session
        self.set_ids = list(self.session.scalars(select(SetRow.id)))
        self.memories: dict[CardName, Memory] = {}
        self.suspended: set[CardName] = set()
        self.log: list[LoggedReview] = []

    def import_all(self) -> Anki:
        """With the schedule and the log."""
        for name, memory, suspended in travelling.memories(self.session, self.desk.person_id, self.set_ids):
            self.memories[name] = memory
            if suspended:
                self.suspended.add(name)
        self.log = travelling.standing_log(self.session, self.desk.person_id, self.set_ids)
        return self

    def study(self, name: CardName, how: Rating = Rating.GOOD) -> datetime:
        before, at = self.memories.get(name, Memory()), self.desk.at + timedelta(milliseconds=next(_MILLISECONDS))
        after = self.memories[name] = rated(before, how, at, self.plan)
        self.log.append(LoggedReview(*name, int(how), at, before.state, after.due - at, milliseconds=1_500))
        return at

    @property
    def plan(self) -> Plan:
        return plans.plan(self.session, self.desk.person_id)

    def schedules(self) -> dict[CardName, CardSchedule]:
        found = {
            name: schedule_of(memory, self.plan, suspended=name in self.suspended)
            for name, memory in self.memories.items()
        }
        return {name: schedule for name, schedule in found.items() if schedule}

    def export(self, schedules: dict[CardName, CardSchedule] | None = None) -> bytes:
        exports = decks.set_decks(self.session, self.set_ids)
        return write_scheduled_decks(exports, schedules or self.schedules(), self.log).data


def bring(desk: Desk, package: bytes) -> Look:
    read = taking_back.read(desk.session, desk.person_id, package)
    taking_back.keep(desk.session, desk.person_id, "deck.apkg", read, desk.at)
    found = taking_back.look(desk.session, desk.person_id, desk.at)
    assert found
    return found


def take(desk: Desk, package: bytes, *slugs: str) -> Look:
    return taking_back.take(desk.session, desk.person_id, bring(desk, package).stamp, slugs, desk.at)


def log(desk: Desk) -> list[tuple[str, int, datetime]]:
    desk.session.expire_all()
    rows = desk.session.scalars(select(ReviewRow).order_by(ReviewRow.at))
    return [(row.source, row.rating, row.at) for row in rows]


def names(desk: Desk) -> list[CardName]:
    """The cards by their names, in the order of the memories."""
    found = travelling.memories(desk.session, desk.person_id, list(desk.session.scalars(select(SetRow.id))))
    desk.session.expire_all()
    return [name for name, _, _ in found]


def memory(desk: Desk, name: CardName) -> Memory:
    found = travelling.memories(desk.session, desk.person_id, list(desk.session.scalars(select(SetRow.id))))
    return {each: held for each, held, _ in found}[name]


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


def test_sets_that_are_not_reviewed_here_are_offered_and_begun_in_the_same_go(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), things=[ask("rails"), ask("nails")])
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    desk.person_id = people.guest(session, None, desk.at).person_id
    studying.study(session, desk.person_id, "people", desk.at)
    found = bring(desk, package)
    assert [(each.slug, each.cards, each.reviews) for each in found.offered] == [("things", 2, 2)]
    assert (found.cards, found.reviews) == (1, 1)
    done = taking_back.take(session, desk.person_id, found.stamp, ["things", "elsewhere"], desk.at)
    assert (done.cards, done.reviews, done.taken, done.offered) == (3, 3, 3, ())
    assert len(log(desk)) == 3


def test_a_set_that_was_taken_away_is_not_offered(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), things=[ask("rails")])
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    load(session, [folder({"people": [ask("cars")]})], desk.at + timedelta(days=1))
    desk.person_id = people.guest(session, None, desk.at).person_id
    found = bring(desk, package)
    assert ([each.slug for each in found.offered], found.gone) == (["people"], 1)


def test_a_withdrawn_question_keeps_what_was_answered_in_anki(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"), ask("bolts"))
    anki = Anki(desk)
    for name in names(desk):
        anki.study(name)
    package = anki.export()
    load(session, [folder({"people": [ask("cars")]})], desk.at + timedelta(days=1))
    assert take(desk, package).reviews == 2
    assert len(log(desk)) == 2


def test_another_file_in_another_tab_is_not_taken_unseen(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    anki.study(names(desk)[0])
    first = bring(desk, anki.export())
    anki.study(names(desk)[0])
    bring(desk, anki.export())
    with pytest.raises(Refusal, match="another file"):
        taking_back.take(desk.session, desk.person_id, first.stamp, (), desk.at)
    assert log(desk) == []


def test_a_file_that_was_thrown_away_has_to_be_chosen_again(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"))
    anki = Anki(desk)
    anki.study(names(desk)[0])
    found = bring(desk, anki.export())
    uploads.drop(desk.session, desk.person_id, "return")
    desk.session.commit()
    assert taking_back.look(desk.session, desk.person_id, desk.at) is None
    with pytest.raises(NotFound, match="no longer here"):
        taking_back.take(desk.session, desk.person_id, found.stamp, (), desk.at)


def test_files_that_tell_nothing_are_refused_with_what_to_do(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    untouched = Anki(desk).export({("elsewhere", 0): CardSchedule("new", suspended=True)})
    with pytest.raises(Unreadable, match="Include scheduling information"):
        bring(desk, untouched)
    with pytest.raises(Unreadable):
        bring(desk, b"no package at all")
    assert taking_back.look(session, desk.person_id, desk.at) is None


def test_a_deck_of_another_site_is_not_ours(
    session: Session, study: Study, ask: Ask, folder: Callable[..., Any]
) -> None:
    desk = study(ask("cars"))
    package = Anki(desk).import_all().export({names(desk)[0]: CardSchedule("new", suspended=True)})
    for name in ("guid",):
        session.execute(decks.NoteRow.__table__.update().values({name: "elsewhere"}))
    session.commit()
    with pytest.raises(Unreadable, match="from this site"):
        bring(desk, package)


def test_the_file_for_anki_holds_the_decks_that_were_asked_for(study: Study, ask: Ask) -> None:
    desk = study(ask("cars"), things=[ask("rails")])
    everything = continuing.file_for_anki(desk.session, desk.person_id)
    assert everything.slugs == ("people", "things")
    assert continuing.file_for_anki(desk.session, desk.person_id, ["things", "nothing"]).slugs == ("things",)
    with pytest.raises(NotFound):
        continuing.file_for_anki(desk.session, desk.person_id, ["nothing"])
    with pytest.raises(NotFound):
        continuing.file_for_anki(desk.session, desk.person_id + 1)


def test_the_number_of_queries_does_not_grow_with_the_cards(study: Study, ask: Ask, statements: list[str]) -> None:
    desk = study(*(ask(f"q{number}") for number in range(40)))
    anki = Anki(desk)
    counts = []
    for some in (names(desk)[:1], names(desk)):
        for name in some:
            anki.study(name)
        found = bring(desk, anki.export())
        desk.session.rollback()
        statements.clear()
        taking_back.take(desk.session, desk.person_id, found.stamp, (), desk.at)
        counts.append(len(statements))
        statements.clear()
        continuing.file_for_anki(desk.session, desk.person_id)
        counts.append(len(statements))
    assert counts[:2] == counts[2:]
