"""What a learner is told of their progress is what they did; the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.core.memory.scheduling import retrievability
from quizapp.store import library
from quizapp.store.reviewing import memories
from quizapp.store.tables import MemoryRow, ReviewRow, SetRow
from quizapp.work import people
from quizapp.work.loading import load
from quizapp.work.reviewing import looking_back, rating, setting_aside, studying
from quizapp.work.reviewing.looking_back import Mapped, Progress

Ask = Callable[..., dict[str, Any]]
Study = Callable[..., Any]
_NUMBERS = count(1)


def look(desk: Any, at: datetime | None = None) -> Progress:
    desk.session.expire_all()
    return looking_back.progress(desk.session, desk.person_id, at or desk.at)


def logged(desk: Any, at: datetime, how: Rating = Rating.GOOD, **fields: Any) -> None:
    """A line of the log of somebody's first card, whatever happened to the card."""
    memory_id = desk.session.scalar(select(MemoryRow.id).where(MemoryRow.person_id == desk.person_id).limit(1))
    told = {"source": "review", "state": "review", "last_interval": 86_400, **fields}
    row = ReviewRow(
        desk.person_id, memory_id, f"log{next(_NUMBERS)}", told["source"], int(how), at, 900, told["state"],
        told["last_interval"], 864_000, 5.0,
    )  # fmt: skip
    row.undone_at = fields.get("undone_at")
    desk.session.add(row)
    desk.session.commit()


def map_of(desk: Any, article: str = "bridge") -> Mapped:
    desk.session.expire_all()
    found = library.article(desk.session, article)
    assert found
    return looking_back.remembered(desk.session, desk.person_id, article, found, desk.at)


def test_who_has_not_begun_is_told_nothing(session: Session, now: datetime) -> None:
    for person_id in (None, people.guest(session, None, now).person_id):
        found = looking_back.progress(session, person_id, now)
        assert (found.sets, found.total.total, found.forecast.total, found.calendar.months) == ([], 0, 0, ())
        assert found.ever.all.share is None


def test_cards_are_counted_by_where_they_stand(study: Study, ask: Ask) -> None:
    desk = study(*(ask(name) for name in "abcd"))
    desk.rate(Rating.EASY, "a")
    desk.rate(Rating.AGAIN, "b")
    aside = desk.rate(Rating.EASY, "c")
    setting_aside.suspend(desk.session, desk.person_id, aside)
    (each,) = look(desk).sets
    found = each.strength
    assert (found.new, found.learning, found.young, found.mature, found.suspended) == (1, 1, 1, 0, 1)
    while desk.memory(1).due - desk.memory(1).last_review < timedelta(days=21):
        desk.at = desk.memory(1).due
        desk.rate(Rating.EASY, "a")
    assert look(desk).total.mature == 1


def test_the_chance_of_a_set_is_the_mean_of_its_cards(study: Study, ask: Ask) -> None:
    desk = study(*(ask(name) for name in "abcdef"))
    for name, how in zip("abcde", (Rating.EASY, Rating.GOOD, Rating.HARD, Rating.EASY, Rating.AGAIN), strict=True):
        desk.rate(how, name)
    for days in (1, 2, 9, 40, 700):
        at = desk.at + timedelta(days=days)
        rows = [row for row in desk.memories() if row.state != "new"]
        chances = [retrievability(memories.memory_of(row), at, look(desk).plan) for row in rows]
        assert look(desk, at).total.chance == pytest.approx(sum(chances) / 5, abs=0.002)


def test_on_the_day_itself_the_chance_is_that_of_tomorrow(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    desk.rate(Rating.GOOD)
    found = look(desk)
    assert found.total.chance == pytest.approx(look(desk, desk.at + timedelta(days=1)).total.chance)
    assert found.total.chance == pytest.approx(map_of(desk).chance, abs=0.002)


def test_the_forecast_counts_each_card_on_its_day(study: Study, ask: Ask) -> None:
    desk = study(*(ask(name) for name in "abcd"))
    desk.rate(Rating.EASY, "a")
    desk.rate(Rating.EASY, "b")
    desk.rate(Rating.GOOD, "c")
    due = desk.memory(1).due.date()
    found = look(desk).forecast
    assert (found.today.learning, found.today.reviews, found.learning) == (1, 0, 1)
    assert {day.day: day.reviews for day in found.days if day.reviews} == {due: 2}
    late = look(desk, desk.memory(1).due + timedelta(days=3)).forecast
    assert (late.today.overdue, late.today.reviews, late.today.learning, late.total) == (2, 2, 1, 3)
    setting_aside.suspend(desk.session, desk.person_id, 1)
    assert look(desk).forecast.total == 2


def test_a_card_due_after_thirty_days_is_later(study: Study, ask: Ask) -> None:
    desk = study(ask("a"), ask("b"))
    desk.rate(Rating.EASY, "a")
    row = desk.memory(1)
    row.due = desk.at + timedelta(days=30)
    desk.session.commit()
    assert (look(desk).forecast.total, look(desk).forecast.later) == (0, 1)
    desk.memory(1).due = desk.at + timedelta(days=29)
    desk.session.commit()
    assert (look(desk).forecast.days[-1].reviews, look(desk).forecast.later) == (1, 0)


def test_days_are_those_of_the_learners_own_clock(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    desk.plan(time_zone="Asia/Seoul")
    # In Seoul it is three o'clock in the morning of the 2nd, and still the day of the 1st; an hour later it is the 2nd.
    for hour in (18, 19):
        logged(desk, datetime(2024, 2, 1, hour, 30, tzinfo=UTC))
    logged(desk, datetime(2024, 2, 29, 18, 59, tzinfo=UTC))
    found = look(desk).calendar
    assert {square.day: square.reviews for square in found.busy} == {
        date(2024, 2, 1): 1, date(2024, 2, 2): 1, date(2024, 2, 29): 1,
    }  # fmt: skip


def test_the_day_on_which_clocks_go_back_has_all_its_reviews(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    desk.plan(time_zone="Europe/Berlin", day_begins_at=0)
    begins = datetime(2023, 10, 28, 22, 0, tzinfo=UTC)
    for hours in range(26):
        logged(desk, begins + timedelta(hours=hours))
    assert {each.day.day: each.reviews for each in look(desk).calendar.busy} == {29: 25, 30: 1}


def test_the_calendar_counts_what_was_answered_here_and_in_anki(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    yesterday = desk.at - timedelta(days=1)
    logged(desk, yesterday)
    logged(desk, yesterday, source="anki", state="new")
    logged(desk, yesterday, source="quiz")
    logged(desk, yesterday, undone_at=desk.at)
    logged(desk, desk.at - timedelta(days=500))
    found = look(desk).calendar
    assert (found.reviews, found.days, found.streak) == (2, 1, 1)


def test_true_retention_is_that_of_cards_in_review(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    month = desk.at - timedelta(days=29)
    for how in (Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY):
        logged(desk, month, how, last_interval=20 * 86_400)
    # Three weeks, less an hour that the clocks took.
    logged(desk, month, Rating.GOOD, last_interval=21 * 86_400 - 3600)
    logged(desk, month - timedelta(days=1), Rating.AGAIN, last_interval=90 * 86_400)
    for left_out in ({"state": "learning"}, {"state": "new"}, {"source": "quiz"}, {"undone_at": desk.at}):
        logged(desk, month, Rating.AGAIN, **left_out)
    found = look(desk)
    assert (found.recent.young.share, found.recent.mature.asked) == (Fraction(3, 4), 1)
    assert (found.ever.mature.share, found.ever.all.share) == (Fraction(1, 2), Fraction(4, 6))


def test_what_others_do_is_not_mine(study: Study, ask: Ask, session: Session) -> None:
    desk = study(ask("a"), ask("b"))
    other = people.guest(session, None, desk.at).person_id
    studying.study(session, other, "people", desk.at)
    theirs = session.scalar(select(MemoryRow.id).where(MemoryRow.person_id == other).limit(1))
    rating.rate(session, other, rating.Answer(theirs or 0, Rating.EASY, desk.at, "r"), desk.at)
    found = look(desk)
    assert (found.total.asked, found.total.new, found.calendar.reviews, found.forecast.total) == (0, 2, 0, 0)
    assert map_of(desk).asked == 0


def test_a_set_that_is_no_longer_reviewed_leaves_its_log(study: Study, ask: Ask) -> None:
    desk = study(ask("a"))
    desk.rate(Rating.EASY)
    studying.stop(desk.session, desk.person_id, "people")
    found = look(desk)
    assert (found.sets, found.forecast.total, found.calendar.reviews) == ([], 0, 1)
    assert map_of(desk).asked == 1


def test_a_card_that_is_withdrawn_is_counted_no_more(study: Study, ask: Ask, folder: Callable[..., Any]) -> None:
    desk = study(ask("a"), ask("b"))
    desk.rate(Rating.EASY, "a")
    load(desk.session, [folder({"people": [ask("b")]})], desk.at)
    found = look(desk)
    assert (found.total.total, found.forecast.total, found.calendar.reviews) == (1, 0, 1)
    assert [question.text for passage in map_of(desk).map.passages for question in passage.questions] == ["About b."]


@pytest.mark.parametrize("gone", ["draft", "withdrawn"])
def test_a_set_that_nobody_may_take_is_not_told_of(study: Study, ask: Ask, gone: str) -> None:
    desk = study(ask("a"), more=[ask("b")])
    row = desk.session.scalars(select(SetRow).where(SetRow.slug == "people")).one()
    row.visibility, row.withdrawn_at = ("draft", None) if gone == "draft" else ("public", desk.at)
    desk.session.commit()
    assert [each.studied.slug for each in look(desk).sets] == ["more"]
    assert map_of(desk).cards == 1


def test_a_map_tells_each_question_with_its_day(study: Study, ask: Ask) -> None:
    desk = study(ask("a"), ask("b", evidence=[{"exact": "of larch"}]), ask("c", evidence=[{"exact": "of larch"}]))
    desk.rate(Rating.EASY, "b")
    found = map_of(desk)
    assert (found.cards, found.asked) == (3, 1)
    assert [(each.text, [question.text for question in each.questions]) for each in found.map.passages] == [
        ("It is made of larch", ["About a."]),
        ("of larch", ["About b.", "About c."]),
    ]
    _, known, unknown = [question for each in found.map.passages for question in each.questions]
    assert (known.due, unknown.due) == (desk.memory(2).due.date(), None)
    assert [(shade.html, bool(shade.step)) for shade in found.map.shades if shade.step is not None] == [
        ("It is made ", False),
        ("of larch", True),
    ]


def test_a_cloze_is_told_with_its_gaps_open(study: Study, ask: Ask) -> None:
    gaps = {1: {"kind": "short_text", "answer": "larch"}, 2: {"kind": "short_text", "answer": "oak"}}
    desk = study(ask("wood", kind="cloze", text="Made of [[1]] and [[2]].", gaps=gaps))
    desk.rate(Rating.EASY)
    ((question,),) = [each.questions for each in map_of(desk).map.passages]
    assert question.text == "About wood. Made of … and …."
    assert [card.chance is None for card in question.cards] == [False, True]


def test_looking_back_costs_as_many_statements_with_any_number_of_cards(
    study: Study, ask: Ask, folder: Callable[..., Any], statements: list[str]
) -> None:
    desk = study(*(ask(f"q{number}") for number in range(3)), more=[ask("b")])
    counts = [_cost(desk, statements)]
    sets = {name: [ask(f"{name}{number}") for number in range(3)] for name in "xyz"}
    load(desk.session, [folder(sets, slug="other")], desk.at)
    for name in sets:
        studying.study(desk.session, desk.person_id, name, desk.at)
    for _ in range(4):
        desk.rate(Rating.EASY)
    counts.append(_cost(desk, statements))
    assert counts == [(5, 2), (5, 2)]


def _cost(desk: Any, statements: list[str]) -> tuple[int, int]:
    """Of the progress, and of the map beside its article."""
    desk.session.expire_all()
    statements.clear()
    looking_back.progress(desk.session, desk.person_id, desk.at)
    progress = len(statements)
    article = library.article(desk.session, "bridge")
    assert article
    desk.session.expire_all()
    statements.clear()
    looking_back.remembered(desk.session, desk.person_id, "bridge", article, desk.at)
    return progress, len(statements)
