"""The score is an exact sum; the best one of a set counts whole, finished attempts alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.attempt import Mode
from quizapp.core.sentences import NotFound, Refusal
from quizapp.formats import LoadedFolder
from quizapp.store import attempts
from quizapp.store.attempts import Score
from quizapp.work import answering, finishing, people, starting
from quizapp.work.loading import load

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]
Begin = Callable[..., int]
Take = Callable[..., int]

OPTIONS = [{"text": "A", "correct": True}, {"text": "B", "weight": "1/3"}, "C"]


@pytest.fixture
def take(session: Session, learner: int, now: datetime) -> Take:
    """`take(mode, True, False, ...)`: start the set `people`, answer so (None: not at all), and finish it."""
    numbers = iter(range(100))

    def go(mode: Mode, *answers: bool | None) -> int:
        attempt_id = starting.start(session, learner, "people", mode, f"start {next(numbers)}", now, Random(1))
        for position, answer in enumerate(answers, start=1):
            if answer is not None:
                answering.submit(session, learner, attempt_id, position, {"answer": [str(answer).lower()]}, now)
        finishing.finish(session, learner, attempt_id, now)
        return attempt_id

    return go


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_the_score_is_the_exact_sum_of_the_points(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, mode: str
) -> None:
    choices = [
        ask(name, kind="choice", options=OPTIONS, shuffle=False, points=points)
        for name, points in (("a", "1/7"), ("b", "2"), ("c", "0.1"))
    ]
    attempt_id = begin(mode, *choices, ask("open", points=5))
    for position, option in enumerate(("1", "0", "2"), start=1):
        answering.submit(session, learner, attempt_id, position, {"answer": [option]}, now)
    finished = finishing.finish(session, learner, attempt_id, now)
    assert finished.score == Fraction(1, 7) / 3 + 2
    assert finished.out_of == Fraction(1, 7) + 2 + Fraction(1, 10) + 5


def test_exact_scores_of_any_length_are_kept(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    odd = [10**29 + number for number in range(1, 200, 2)]
    attempt_id = begin("test", *(ask(f"q{number}", points=f"1/{number}") for number in odd))
    answering.submit(session, learner, attempt_id, 1, {"answer": ["true"]}, now)
    finished = finishing.finish(session, learner, attempt_id, now)
    assert finished.score == Fraction(1, odd[0])
    assert finished.out_of == sum(Fraction(1, number) for number in odd)


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_finishing_again_changes_nothing(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime, mode: str
) -> None:
    attempt_id = begin(mode, ask("a"))
    answering.submit(session, learner, attempt_id, 1, {"answer": ["true"]}, now)
    first = finishing.finish(session, learner, attempt_id, now + timedelta(minutes=1))
    assert first.finished_at == now + timedelta(minutes=1)
    assert finishing.finish(session, learner, attempt_id, now + timedelta(days=1)) == first


def test_the_best_score_is_that_of_the_best_whole_finished_attempt(
    session: Session, learner: int, ask: Ask, folder: Folder, take: Take, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a", points=2), ask("b")], "money": [ask("c")]})], now)
    assert attempts.best_scores(session, learner) == {}
    take("test", False, True)
    missed_in = take("practice", True, False)
    take("test", None, None)
    best = {"people": Score(Fraction(2), Fraction(3))}
    assert attempts.best_scores(session, learner) == best
    unfinished = starting.start(session, learner, "people", "practice", "unfinished", now, Random(1))
    for position in (1, 2):
        answering.submit(session, learner, unfinished, position, {"answer": ["true"]}, now)
    part = starting.start_missed(session, learner, missed_in, "part", now, Random(1))
    answering.submit(session, learner, part, 1, {"answer": ["true"]}, now)
    finishing.finish(session, learner, part, now)
    assert attempts.best_scores(session, learner) == best
    stranger = people.guest(session, None, now).person_id
    assert attempts.best_scores(session, stranger) == {}


def test_the_better_share_is_better_than_more_points(
    session: Session, learner: int, ask: Ask, folder: Folder, take: Take, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a", points=10), ask("b", points=10)]})], now)
    take("test", True, False)
    load(session, [folder({"people": [ask("a")]})], now)
    take("test", True)
    assert attempts.best_scores(session, learner) == {"people": Score(Fraction(1), Fraction(1))}


def test_of_scores_that_are_as_good_the_newest_is_told(
    session: Session, learner: int, ask: Ask, folder: Folder, take: Take, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a"), ask("b")]})], now)
    take("test", True, True)
    load(session, [folder({"people": [ask("a", points=5), ask("b", points=5)]})], now)
    take("test", True, True)
    assert attempts.best_scores(session, learner) == {"people": Score(Fraction(10), Fraction(10))}


def test_what_was_missed_is_all_that_was_not_fully_right(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    kinds = [ask(name, kind="choice", options=OPTIONS, shuffle=False) for name in ("right", "partly", "wrong", "open")]
    attempt_id = begin("test", *kinds)
    for position, option in enumerate(("0", "1", "2"), start=1):
        answering.submit(session, learner, attempt_id, position, {"answer": [option]}, now)
    finishing.finish(session, learner, attempt_id, now)
    again = starting.start_missed(session, learner, attempt_id, "again", now, Random(1))
    found = answering.open_attempt(session, learner, again)
    assert [slot.question.id for slot in found.slots] == ["partly", "wrong", "open"]
    assert (found.mode, found.whole, found.deadline) == ("practice", False, None)
    assert starting.start_missed(session, learner, attempt_id, "again", now, Random(1)) == again


def test_right_with_a_penalty_is_not_missed(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("practice", ask("a", tries=2, penalty=1))
    for answer in ("false", "true"):
        answering.submit(session, learner, attempt_id, 1, {"answer": [answer]}, now)
    assert finishing.finish(session, learner, attempt_id, now).score == 0
    with pytest.raises(Refusal, match="You got everything right"):
        starting.start_missed(session, learner, attempt_id, "again", now, Random(1))


def test_what_was_missed_comes_in_todays_versions_without_the_withdrawn(
    session: Session, learner: int, ask: Ask, folder: Folder, take: Take, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a", stem="Old?"), ask("b"), ask("c")]})], now)
    attempt_id = take("test", False, False, True)
    load(session, [folder({"people": [ask("a", stem="New?"), ask("c", answer=False)]})], now)
    again = starting.start_missed(session, learner, attempt_id, "again", now, Random(1))
    found = answering.open_attempt(session, learner, again)
    assert [slot.question.stem for slot in found.slots] == ["New?"]


@pytest.mark.parametrize("left", [{"people": ["c"]}, {"money": ["d"]}])
def test_what_was_missed_and_taken_away_is_told_so(
    session: Session, learner: int, ask: Ask, folder: Folder, take: Take, now: datetime, left: dict[str, list[str]]
) -> None:
    load(session, [folder({"people": [ask("a"), ask("c")]})], now)
    attempt_id = take("test", False, True)
    load(session, [folder({slug: [ask(name) for name in names] for slug, names in left.items()})], now)
    with pytest.raises(Refusal, match="What you missed has been taken away since"):
        starting.start_missed(session, learner, attempt_id, "again", now, Random(1))


def test_only_a_finished_attempt_of_ones_own_can_be_practised_again(
    session: Session, learner: int, begin: Begin, ask: Ask, now: datetime
) -> None:
    attempt_id = begin("test", ask("a"))
    stranger = people.guest(session, None, now).person_id
    with pytest.raises(Refusal, match="Finish this attempt first"):
        starting.start_missed(session, learner, attempt_id, "again", now, Random(1))
    for person_id, attempt in ((stranger, attempt_id), (learner, 2**31 - 1)):
        with pytest.raises(NotFound):
            starting.start_missed(session, person_id, attempt, "again", now, Random(1))
