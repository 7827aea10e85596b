"""Many learners at once, each in a thread with a connection of their own, and what they had to wait for."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from statistics import quantiles

from learners import Journey, Learner

from sites import Site


@dataclass
class Heard:
    """Seconds that each request took, by step; what went wrong; how many journeys were gone to the end."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    ended: int = 0

    @property
    def all(self) -> list[float]:
        return [taken for each in self.steps.values() for taken in each]


def at(waits: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many in a hundred were served."""
    return (quantiles(waits, n=100)[percent - 1] if len(waits) > 1 else max(waits, default=0.0)) * 1000


def crowd(
    site: Site, journey: Journey, learners: int, think: float, seconds: float, *, arrive: float | None = None
) -> Heard:
    """So many learners go journeys for so long, thinking `think` seconds on average after each step.

    They come within `arrive` seconds, or where none are given as they would have come long ago.
    """
    heard, lock = Heard(), threading.Lock()
    end = time.monotonic() + seconds

    def go(number: int) -> None:
        rng = Random(number)
        time.sleep(rng.uniform(0, think if arrive is None else arrive))
        _journeys(site, journey, rng, think, end, lock, heard)

    threading.stack_size(512 * 1024)
    running = [threading.Thread(target=go, args=(number,)) for number in range(learners)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    return heard


def _journeys(
    site: Site,
    journey: Journey,
    rng: Random,
    think: float,
    end: float,
    lock: threading.Lock,
    heard: Heard,
) -> None:
    while time.monotonic() < end:
        learner, error, ended = Learner(site), "", False
        try:
            for _ in journey(learner):
                if time.monotonic() >= end:
                    break
                time.sleep(rng.uniform(0.5, 1.5) * think)
            else:
                ended = True
        except (OSError, HTTPException, RuntimeError) as failed:
            error = f"{type(failed).__name__}: {failed}"
        finally:
            learner.close()
        with lock:
            heard.ended += ended
            for step, taken in learner.steps:
                heard.steps[step].append(taken)
            if error:
                heard.errors.append(error)
