"""What an attempt costs the server, beside a toy of the same shape: `python tests/bench/bench_attempts.py [ATTEMPTS]`.

Both run in one go, in turns, each as one process behind a real connection; processor time of the server's processes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from learners import Journey, Learner, one_by_one
from sites import Site, quizapp, toy

ROUNDS = 5


def attempts(site: Site, journey: Journey, times: int) -> float:
    """Seconds of processor time for one attempt."""
    began = site.cpu()
    for _ in range(times):
        for _ in journey(Learner(site)):
            pass
    return (site.cpu() - began) / times


def requests(site: Site, step: str, times: int) -> float:
    """Seconds of processor time of one step: what an attempt costs with it, less what it costs without."""
    learner = Learner(site)
    journey = one_by_one(learner)
    for _ in range(2 if step == "question" else 3):
        next(journey)
    path, fields = learner_path(learner), None
    began = site.cpu()
    for _ in range(times):
        learner.get(step, path)
    del fields
    return (site.cpu() - began) / times


def learner_path(learner: Learner) -> str:
    return learner.last


def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        ours, measure = running.enter_context(quizapp(folder)), running.enter_context(toy(folder))
        costs: dict[str, list[float]] = {"quizapp": [], "toy": []}
        counted = Counter[str]()
        for _ in range(ROUNDS):
            for site in (ours, measure):
                costs[site.name].append(attempts(site, one_by_one, times))
        print({name: round(median(found) * 1000, 1) for name, found in costs.items()}, ours.memory(), measure.memory())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
