"""The schedule measured on simulated learners: what is foretold against what happens, and what it costs to remember."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import fmean

from quizapp.core.memory import fitting
from quizapp.core.memory.learners import Learner, asked, chance, drawn, met
from quizapp.core.memory.measures import Judged, log_loss, rmse_bins
from quizapp.core.memory.memory import Rating, Review
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.schedulers import DAILY, Foreteller, Fsrs, Growing, Scattered, Scheduler, Sm2, Weekly
from quizapp.core.sentences import Refusal, say


@dataclass(frozen=True)
class Setting:
    """How much is simulated: each learner begins `cards` cards, evenly over the first half of the `days`."""

    learners: int = 20
    cards: int = 200
    days: int = 365
    seed: int = 1


@dataclass(frozen=True)
class Foretold:
    """How well one model foretold the same reviews, those of the second half of the days; means over learners, weighted
    by their reviews.
    """

    name: str
    reviews: int
    log_loss: float
    rmse_bins: float


@dataclass(frozen=True)
class Cost:
    """What one scheduler led to: `true_retention` is the share remembered of what was asked on a later day,
    `known` the mean chance to remember a card on the last day.
    """

    name: str
    reviews_a_day: float
    true_retention: float
    known: float


@dataclass(frozen=True)
class Measured:
    """`foretold` has the rows for each sort of log, by its name; own parameters are among them if SciPy is there."""

    setting: Setting
    foretold: Mapping[str, tuple[Foretold, ...]]
    costs: tuple[Cost, ...]


@dataclass(frozen=True)
class Answer:
    """`day` counts from the first meeting; `chance` is the true one, 1 for the first and those of the same day."""

    day: int
    rating: Rating
    chance: float


@dataclass(frozen=True)
class Studied:
    """One card's answers, the chance to remember it on the last day, and the learner's day on which it was met."""

    answers: tuple[Answer, ...]
    known: float
    begun: int = 0


#: All that one learner answered, a `Studied` for each card.
Log = Sequence[Studied]

#: Each makes the schedule of one card; what is drawn by chance comes from the argument.
Make = Callable[[Random], Scheduler]

_START = datetime(2000, 1, 1, tzinfo=UTC)

#: No scheduler of those compared has made the logs that they are judged on.
LOGS: Mapping[str, Make] = {"intervals drawn by chance": Scattered, "intervals that follow the answers": Growing}
SCHEDULERS: Mapping[str, Make] = {
    "FSRS-6 at 90%": lambda _: Fsrs(),
    "SM-2": lambda _: Sm2(),
    "every 7 days": lambda _: Weekly(),
}


def measure(setting: Setting, told: Callable[[int, int], None] | None = None) -> Measured:
    """The same setting always gives the same numbers; `told` hears how many learners are done, and of how many."""
    studied: dict[str, list[Log]] = {name: [] for name in SCHEDULERS}
    foretold: dict[str, list[Mapping[str, Sequence[Judged]]]] = {name: [] for name in LOGS}
    for number in range(setting.learners):
        learner = drawn(Random(f"{setting.seed}/{number}"))
        for name, make in SCHEDULERS.items():
            studied[name].append(_log(learner, number, setting, make))
        for name, make in LOGS.items():
            foretold[name].append(_by_all(_log(learner, number, setting, make), setting.days // 2))
        if told:
            told(number + 1, setting.learners)
    costs = tuple(_cost(name, logs, setting) for name, logs in studied.items())
    return Measured(setting, {name: _rows(learners) for name, learners in foretold.items()}, costs)


def _log(learner: Learner, number: int, setting: Setting, make: Make) -> Log:
    def chances(card: int, what: str) -> Random:
        return Random(f"{setting.seed}/{number}/{card}/{what}")

    return [
        replace(
            study(learner, make(chances(card, "interval")), chances(card, "answer"), left), begun=setting.days - left
        )
        for card, left in enumerate(_days_left(setting))
    ]


def _days_left(setting: Setting) -> Iterator[int]:
    """Of each card, the days from its first meeting to the end."""
    half = setting.days // 2
    return (setting.days - half * card // setting.cards for card in range(setting.cards))


def study(learner: Learner, scheduler: Scheduler, rng: Random, days: int) -> Studied:
    """One card over so many days, asked whenever the scheduler says."""
    trace, rating = met(learner, rng)
    answers = list(_answered(scheduler, Answer(0, rating, 1)))
    last, day = 0, scheduler.interval()
    while day < days:
        true = chance(learner, trace, day - last)
        trace, rating = asked(learner, trace, day - last, rng)
        answers += _answered(scheduler, Answer(day, rating, true))
        last, day = day, day + scheduler.interval()
    return Studied(tuple(answers), chance(learner, trace, days - last))


def _answered(scheduler: Scheduler, answer: Answer) -> Iterator[Answer]:
    """The answer, and after a miss another on the same day, remembered since the card was just looked at."""
    answers = [answer]
    if answer.rating == Rating.AGAIN:
        answers.append(replace(answer, rating=Rating.GOOD, chance=1))
    for each in answers:
        scheduler.answered(each.day, each.rating)
        yield each


def _by_all(log: Log, half: int) -> dict[str, Sequence[Judged]]:
    """What each model foretells of the same answers, those from the day `half` on; each has heard all before."""
    fsrs = {"FSRS-6, default parameters": DAILY}
    if fitting.installed():
        fsrs["FSRS-6, own parameters"] = own(log, half)
    made = {name: _judged(log, partial(Fsrs, plan), half) for name, plan in fsrs.items()}
    truth = _true(log, half)
    return {
        **made,
        "SM-2": _judged(log, Sm2, half),
        "constant: the learner's own average": _constant(truth),
        "the true chance": truth,
    }


def own(log: Log, half: int) -> Plan:
    """With parameters fitted to the answers before the day `half`: the defaults where `fit` would keep or refuse."""
    past = [
        [
            Review(answer.rating, _START + timedelta(days=studied.begun + answer.day))
            for answer in studied.answers
            if studied.begun + answer.day < half
        ]
        for studied in log
    ]
    if fitting.usable(past, DAILY) < fitting.LEAST:
        return DAILY
    return replace(DAILY, parameters=fitting.fit(past, DAILY).parameters)


def _rows(learners: Sequence[Mapping[str, Sequence[Judged]]]) -> tuple[Foretold, ...]:
    return tuple(_foretold(name, [each[name] for each in learners]) for name in learners[0])


def _foretold(name: str, judged: Sequence[Sequence[Judged]]) -> Foretold:
    some = [reviews for reviews in judged if reviews]
    total = sum(map(len, some))
    if not total:
        raise Refusal(say("No card came back in so short a time. Give more cards or more days."))
    loss = sum(len(reviews) * log_loss(reviews) for reviews in some) / total
    off = sum(len(reviews) * rmse_bins(reviews) for reviews in some) / total
    return Foretold(name, total, loss, off)


def _judged(log: Log, make: Callable[[], Foreteller], half: int) -> list[Judged]:
    return [review for _, review in _answers(log, make, half)]


def _answers(log: Log, make: Callable[[], Foreteller], half: int) -> Iterator[tuple[Answer, Judged]]:
    for studied in log:
        for answer, review in zip(_later(studied), followed(studied, make()), strict=True):
            if studied.begun + answer.day >= half:
                yield answer, review


def followed(studied: Studied, model: Foreteller) -> Iterator[Judged]:
    """What the model foretells of each answer on a later day, before it is told the answer."""
    last, number, lapses = 0, 1, 0
    for answer in studied.answers:
        if answer.day > last:
            number += 1
            right = answer.rating != Rating.AGAIN
            yield Judged(answer.day - last, number, lapses, right, model.expected(answer.day))
            lapses += not right
        model.answered(answer.day, answer.rating)
        last = answer.day


def _true(log: Log, half: int) -> list[Judged]:
    return [replace(review, foretold=answer.chance) for answer, review in _answers(log, Sm2, half)]


def _later(studied: Studied) -> list[Answer]:
    """The answers on a later day than the one before."""
    days = [0, *(answer.day for answer in studied.answers)]
    return [answer for answer, before in zip(studied.answers, days, strict=False) if answer.day > before]


def _constant(reviews: Sequence[Judged]) -> list[Judged]:
    """Known only afterwards, and so the hardest constant to beat."""
    share = fmean(review.remembered for review in reviews) if reviews else 0.0
    return [replace(review, foretold=share) for review in reviews]


def _cost(name: str, logs: Sequence[Log], setting: Setting) -> Cost:
    studied = [each for log in logs for each in log]
    later = [answer.rating != Rating.AGAIN for each in studied for answer in _later(each)]
    answers = sum(len(each.answers) for each in studied)
    return Cost(
        name,
        answers / setting.learners / setting.days,
        fmean(later) if later else 0.0,
        fmean(each.known for each in studied),
    )
