"""The match game as it is kept: pairs once, mistakes, and the time."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.sentences import NotFound, Refusal
from quizapp.store import drills
from quizapp.work import people
from quizapp.work.drilling import beginning, matching
from quizapp.work.drilling.matching import MatchGame, Played


class Table:
    """A game over the four trees."""

    def __init__(self, bench: Any) -> None:
        self.bench = bench
        self.begin()

    def begin(self) -> None:
        bench = self.bench
        self.id = beginning.match(bench.session, bench.person_id, "trees", f"m{bench.at}", bench.at, Random(3))
        self.order = self.look().record.order

    def look(self) -> MatchGame:
        self.bench.session.rollback()
        return matching.opened(self.bench.session, self.bench.person_id, self.id, self.bench.at)

    def play(self, *right: int, wrong: tuple[int, ...] = (), shown: int | None = None, **script: int) -> MatchGame:
        chosen = {pair: self.order.index(pair) for pair in right}
        chosen |= {pair: (self.order.index(pair) + 1) % len(self.order) for pair in wrong}
        bench, revision = self.bench, self.look().revision if shown is None else shown
        matching.put_together(bench.session, bench.person_id, self.id, revision, Played(chosen, **script), bench.at)
        return self.look()


@pytest.fixture
def table(bench: Any) -> Table:
    return Table(bench)


def test_a_form_puts_pairs_together_until_all_fit(table: Table) -> None:
    first = table.play(0, 1, wrong=(2,))
    assert (first.record.solved, first.record.mistakes, first.finished) == ((0, 1), 1, False)
    assert list(first.record.wrong) == [2]
    table.bench.later(seconds=83.25)
    last = table.play(2, 3)
    assert (last.record.solved, last.record.took, last.finished) == ((0, 1, 2, 3), 83_250, True)
    assert last.best == 83_250


def test_a_form_sent_twice_makes_one_mistake(table: Table) -> None:
    for _ in range(2):
        assert table.play(wrong=(2, 3), shown=1).record.mistakes == 2


def test_a_script_tells_of_pairs_in_any_order_and_more_than_once(table: Table) -> None:
    table.play(1, mistakes=0, shown=1)
    table.play(0, 1, mistakes=2, shown=1)
    assert table.play(1, mistakes=1, shown=1).record.mistakes == 2
    table.bench.later(seconds=30)
    last = table.play(0, 1, 2, 3, mistakes=2, took=29_600, shown=1)
    assert (last.record.took, last.finished) == (29_600, True)


def test_no_time_is_longer_than_the_servers_and_none_is_nothing(table: Table) -> None:
    table.bench.later(seconds=5)
    assert table.play(0, 1, 2, 3, mistakes=0, took=10**8).record.took == 5_000
    table.bench.later(seconds=1)
    table.begin()
    assert table.play(0, 1, 2, 3, mistakes=0, took=0).record.took == 1


def test_the_best_time_is_kept(table: Table) -> None:
    for seconds, best in ((9, 9_000), (12, 9_000), (4, 4_000)):
        table.bench.later(seconds=seconds)
        found = table.play(0, 1, 2, 3)
        assert (found.record.took, found.best) == (seconds * 1000, best)
        table.begin()
    assert drills.best_match(table.bench.session, table.bench.person_id, table.look().set_id, 6) is None


def test_a_game_that_is_over_stays_as_it_is(table: Table) -> None:
    table.bench.later(seconds=9)
    before = table.play(0, 1, 2, 3).record
    assert table.play(wrong=(0,), mistakes=5, took=1).record == before


def test_what_is_no_tile_is_passed_over(table: Table) -> None:
    bench = table.bench
    played = Played({99: 0, 0: 99, 1: table.order.index(1)}, 0)
    matching.put_together(bench.session, bench.person_id, table.id, 1, played, bench.at)
    assert table.look().record.solved == (1,)


def test_too_few_short_cards_are_refused(bench: Any) -> None:
    with pytest.raises(Refusal, match="Too few cards"):
        beginning.match(bench.session, bench.person_id, "stones", "r", bench.at, Random(1))


def test_anothers_game_is_not_there(table: Table, session: Session) -> None:
    stranger = people.guest(session, None, table.bench.at).person_id
    for deed in (
        lambda: matching.opened(session, stranger, table.id, table.bench.at),
        lambda: matching.put_together(session, stranger, table.id, 1, Played({0: 0}), table.bench.at),
    ):
        with pytest.raises(NotFound):
            _called(deed)


def _called(deed: Callable[[], object]) -> None:
    deed()
