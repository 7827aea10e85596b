"""What an attempt costs the server, beside a toy of the same shape.

`python tests/bench/bench_attempts.py [--postgresql] [--times N]`. Both sites run in one go and take turns, each as one
process behind a real connection. What counts is the processor time of the server's processes, and of PostgreSQL's where
that holds the rows.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from learners import JOURNEYS, Learner, answers, opened

from databases import postgresql
from sites import Site, quizapp, toy

ROUNDS = 5
#: What is asked for: at most so many times the toy's cost, or so many milliseconds on SQLite and on PostgreSQL.
RATIOS = {"question page": 1.5, "answer": 1.5}
LIMITS = {"one by one": (80, 120), "on one page": (35, 35)}


def pages(site: Site, times: int) -> Iterator[float]:
    """Milliseconds of a question page."""
    learner = Learner(site)
    path = opened(learner)
    learner.get("question", path)
    began = site.cpu()
    for _ in range(times * 10):
        learner.get("question", path)
    yield (site.cpu() - began) / times / 10


def posted(site: Site, times: int) -> Iterator[float]:
    """Milliseconds of an answer, with what the page's script shows after it."""
    spent = count = 0.0
    for _ in range(times):
        for send in answers(Learner(site)):
            began = site.cpu()
            send()
            spent, count = spent + site.cpu() - began, count + 1
    yield spent / count


def taken(journey: str) -> Callable[[Site, int], Iterator[float]]:
    """Milliseconds of a whole attempt."""

    def take(site: Site, times: int) -> Iterator[float]:
        began = site.cpu()
        for _ in range(times):
            for _ in JOURNEYS[journey](Learner(site)):
                pass
        yield (site.cpu() - began) / times

    return take


MEASURED = {"question page": pages, "answer": posted, **{name: taken(name) for name in JOURNEYS}}


def main(times: int, on_postgresql: bool) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        new = running.enter_context(postgresql()) if on_postgresql else None
        sites = [running.enter_context(site(folder, database=new and new())) for site in (quizapp, toy)]
        print(
            f"{'PostgreSQL' if new else 'SQLite'}, ms of processor time{'quizapp':>16}{'toy':>8}{'ratio':>8}  asked for"
        )
        for what, measure in MEASURED.items():
            costs: dict[str, list[float]] = {site.name: [] for site in sites}
            for site in sites * ROUNDS:
                costs[site.name] += measure(site, times)
            _tell(what, median(costs["quizapp"]), median(costs["toy"]), bool(new))
        print(f"memory of a worker: {sites[0].memory():.0f} MB, the toy's {sites[1].memory():.0f} MB")


def _tell(what: str, ours: float, measure: float, on_postgresql: bool) -> None:
    asked = f"{RATIOS[what]} times" if what in RATIOS else f"{LIMITS[what][on_postgresql]} ms"
    print(f"{what:<40}{ours:>10.2f}{measure:>8.2f}{ours / measure:>8.2f}  at most {asked}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    main(given.times, given.postgresql)
