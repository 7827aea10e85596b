"""How long a crowd waits, beside a toy of the same shape: `python tests/bench/bench_load.py [--seconds N]`.

200 learners take attempts one question at a time, with 2 and with 8 seconds of thought after each step, on two workers;
SQLite and PostgreSQL. The crowd runs on the same machine, and takes its share of it. What is asked for: at 2 seconds a
p99 of at most 3 times the toy's, at 8 seconds every step under 60 ms, and no error.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from crowd import Heard, at, crowd
from learners import one_by_one

from databases import postgresql
from sites import quizapp, toy

LEARNERS, WORKERS = 200, 2


def main(seconds: float, learners: int) -> None:
    print(f"{learners} learners, {WORKERS} workers, {seconds:.0f} s each; milliseconds")
    print(f"{'':<34}{'requests':>9}{'errors':>8}{'median':>8}{'p95':>8}{'p99':>8}{'longest':>9}{'CPU':>6}")
    with ExitStack() as running:
        new = running.enter_context(postgresql())
        for engine in ("SQLite", "PostgreSQL"):
            for site in (quizapp, toy):
                with tempfile.TemporaryDirectory() as folder:
                    address = new() if engine == "PostgreSQL" else None
                    with site(Path(folder), workers=WORKERS, database=address) as served:
                        for think in (2.0, 8.0):
                            began = served.cpu()
                            heard = crowd(served, one_by_one, learners, think, seconds)
                            spent = (served.cpu() - began) / seconds / 10
                            tell(f"{engine}, {served.name}, {think:.0f} s", heard, spent)


def tell(name: str, heard: Heard, spent: float) -> None:
    """`spent` is in hundredths of a core."""
    waits = heard.all
    numbers = "".join(f"{at(waits, percent):>8.0f}" for percent in (50, 95, 99))
    print(f"{name:<34}{len(waits):>9}{len(heard.errors):>8}{numbers}{max(waits) * 1000:>9.0f}{spent:>5.0f}%")
    for error in heard.errors[:3]:
        print(f"    {error}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    given = parser.parse_args()
    main(given.seconds, given.learners)
