"""What a learner sees of their progress; nothing is changed here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from quizapp.core.evidence import reading
from quizapp.core.library import Article
from quizapp.core.memory.days import ONE_DAY, beginning, day_of
from quizapp.core.memory.plan import Plan
from quizapp.core.memory.scheduling import chance
from quizapp.core.progress.calendar import Calendar, calendar, first_day
from quizapp.core.progress.days import stretches
from quizapp.core.progress.forecast import DAYS, Forecast, forecast
from quizapp.core.progress.memory_map import Known, MemoryMap, Resting, memory_map
from quizapp.core.progress.retention import Recall, Retention
from quizapp.core.progress.strength import Strength, by_set
from quizapp.core.prose import plain
from quizapp.store.reviewing import mapping, plans, studies
from quizapp.store.reviewing import progress as counted
from quizapp.store.reviewing.mapping import MappedCard
from quizapp.store.reviewing.progress import ReviewCount, Since
from quizapp.store.reviewing.studies import Studied

_GAP = re.compile(r"\[\[\d+\]\]")


@dataclass(frozen=True)
class SetProgress:
    """A set that is reviewed, and how well its cards are remembered."""

    studied: Studied
    strength: Strength


@dataclass(frozen=True)
class Progress:
    """`recent` is the retention of the last 30 days, `ever` that of all time."""

    plan: Plan
    today: date
    sets: Sequence[SetProgress]
    total: Strength
    forecast: Forecast
    recent: Retention
    ever: Retention
    calendar: Calendar


def progress(session: Session, person_id: int | None, at: datetime) -> Progress:
    """Of no person: that of somebody who has not begun."""
    plan = plans.plan(session, person_id)
    today = day_of(at, plan)
    sets = studies.studied(session, person_id) if person_id else []
    found = _strengths(session, person_id, sets, beginning(today + ONE_DAY, plan), plan)
    log = _log(session, person_id, today, plan)
    per_day: Counter[date] = Counter()
    for line in log:
        if line.day:
            per_day[line.day] += line.reviews
    return Progress(
        plan,
        today,
        [SetProgress(each, found.get(each.id, Strength())) for each in sets],
        sum(found.values(), Strength()),
        _forecast(session, person_id, sets, today, plan),
        _retention([line for line in log if line.recent]),
        _retention(log),
        calendar(per_day, today),
    )


def _strengths(
    session: Session, person_id: int | None, sets: Sequence[Studied], tomorrow: datetime, plan: Plan
) -> Mapping[int, Strength]:
    if not person_id or not sets:
        return {}
    return by_set(counted.strengths(session, person_id, [each.id for each in sets], tomorrow), plan)


def _forecast(session: Session, person_id: int | None, sets: Sequence[Studied], today: date, plan: Plan) -> Forecast:
    by_state: dict[str, dict[date, int]] = {"review": {}, "learning": {}}
    if person_id and sets:
        end = today + DAYS * ONE_DAY
        days, until = stretches(today, end, plan), beginning(end, plan)
        for line in counted.due(session, person_id, [each.id for each in sets], days, until):
            by_state[line.state][line.day] = line.cards
    return forecast(by_state["review"], by_state["learning"], today)


def _log(session: Session, person_id: int | None, today: date, plan: Plan) -> Sequence[ReviewCount]:
    if not person_id:
        return []
    days = stretches(first_day(today), today, plan)
    return counted.reviews(session, person_id, Since(days, beginning(today - 29 * ONE_DAY, plan)))


def _retention(log: Sequence[ReviewCount]) -> Retention:
    found = {False: Recall(), True: Recall()}
    for line in log:
        if line.mature is not None:
            found[line.mature] += Recall(line.reviews, line.reviews if line.remembered else 0)
    return Retention(found[False], found[True])


@dataclass(frozen=True)
class Mapped:
    """An article as somebody remembers it. `cards` counts those that they review of it."""

    map: MemoryMap
    cards: int
    asked: int
    chance: float | None


def remembered(session: Session, person_id: int | None, slug: str, article: Article, at: datetime) -> Mapped:
    """The passages that prove answers to the person's own cards. Of no person: none."""
    plan = plans.plan(session, person_id)
    cards = mapping.cards(session, person_id, slug) if person_id else []
    by_question: dict[int, list[MappedCard]] = defaultdict(list)
    for card in cards:
        by_question[card.question_id].append(card)
    questions = [_resting(each, at, plan) for each in by_question.values()]
    known = [card.chance for question in questions for card in question.cards if card.chance is not None]
    mean = sum(known) / len(known) if known else None
    return Mapped(memory_map(reading(article.body), questions), len(cards), len(known), mean)


def _resting(cards: Sequence[MappedCard], at: datetime, plan: Plan) -> Resting:
    first = cards[0]
    # Several notes of one question ask for parts of it; one note asks all of it, the text of a cloze included.
    fronts = {card.front for card in cards}
    asked = fronts.pop() if len(fronts) == 1 else first.stem
    text = plain(_GAP.sub("…", asked))
    return Resting(text, first.language, first.evidence, tuple(_known(card, at, plan) for card in cards))


def _known(card: MappedCard, at: datetime, plan: Plan) -> Known:
    memory = card.memory
    if memory.state == "new" or not memory.stability or not memory.last_review:
        return Known(None, None, card.suspended)
    days = (day_of(at, plan) - day_of(memory.last_review, plan)).days
    # At least one: within a day nothing is forgotten in FSRS.
    return Known(chance(memory.stability, max(1, days), plan), day_of(memory.due, plan), card.suspended)
