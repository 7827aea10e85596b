"""Many clicks at once begin one drill, count one answer, and lose no pair and no answer of a test."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from quizapp.store.tables import DrillRow
from quizapp.work.drilling import beginning, learning, matching, testing
from quizapp.work.drilling.learning import Given
from quizapp.work.drilling.matching import Played

R = TypeVar("R")
MANY = 8


def at_once(engine: Engine, deed: Callable[[Session, int], R]) -> list[R]:
    def one(number: int) -> R:
        with Session(engine) as session:
            return deed(session, number)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


def test_one_form_begins_one_drill(engine: Engine, bench: Any) -> None:
    def begin(session: Session, number: int) -> int:
        return beginning.learn(session, bench.person_id, "trees", "once", bench.at, Random(number))

    assert len({*at_once(engine, begin)}) == 1
    assert bench.session.scalar(select(func.count()).select_from(DrillRow)) == 1


def test_one_page_takes_one_answer(engine: Engine, bench: Any) -> None:
    drill_id = bench.begin()
    key = bench.key(bench.look(drill_id))

    def answer(session: Session, number: int) -> None:
        learning.answer(session, bench.person_id, drill_id, 1, key if number % 2 else Given(passed=True), bench.at)

    at_once(engine, answer)
    assert bench.row(drill_id).revision == 2
    assert len(bench.look(drill_id).learning.given) == 1


def test_no_pair_is_lost(engine: Engine, bench: Any) -> None:
    game = beginning.match(bench.session, bench.person_id, "trees", "m", bench.at, Random(1))
    order = matching.opened(bench.session, bench.person_id, game, bench.at).record.order

    def put(session: Session, number: int) -> None:
        pair = number % 3
        matching.put_together(session, bench.person_id, game, 1, Played({pair: order.index(pair)}, 0), bench.at)

    at_once(engine, put)
    bench.session.rollback()
    assert matching.opened(bench.session, bench.person_id, game, bench.at).record.solved == (0, 1, 2)


def test_no_answer_of_a_test_is_lost(engine: Engine, bench: Any) -> None:
    test = beginning.card_test(bench.session, bench.person_id, "trees", "t", bench.at, Random(1))
    items = testing.opened(bench.session, bench.person_id, test).items
    given = {item.number: {"type": "larch", "truth": "true"}.get(item.item.form, "0") for item in items}

    def save(session: Session, number: int) -> None:
        place = number % len(items) + 1
        testing.save(session, bench.person_id, test, place, [given[place]], bench.at)

    at_once(engine, save)
    bench.session.rollback()
    assert {item.number: item.given[0] for item in testing.opened(bench.session, bench.person_id, test).items} == given
