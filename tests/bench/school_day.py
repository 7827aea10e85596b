"""A school's morning: the bell at eight, and thirty classes that start at once.

`python tests/bench/school_day.py [--classes N] [--pupils N] [--minutes N] [--postgresql] [--on-one-page]`. All pupils
press Start within twenty seconds and then work through ten questions. Printed are the waits of each step, and what an
attempt and a stored answer cost in processor time and in the database.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg
from crowd import at, crowd
from learners import JOURNEYS, QUESTIONS, Learner

from databases import postgresql
from sites import Site, quizapp

#: Seconds between the bell and the last pupil's first click.
BELL = 20.0


def main(pupils: int, minutes: float, on_postgresql: bool, journey: str) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        address = running.enter_context(postgresql())() if on_postgresql else None
        site = running.enter_context(quizapp(Path(name), workers=2, database=address))
        steps = len(_steps(site, journey))
        before, began = stored(site, Path(name)), site.cpu()
        # So that the last one is through in time.
        think = max(0.1, (minutes * 60 - BELL) / steps / 1.5)
        heard = crowd(site, JOURNEYS[journey], pupils, think, minutes * 60, arrive=BELL)
        spent, grown = site.cpu() - began, stored(site, Path(name)) - before
        print(f"{pupils} pupils, {journey}, {'PostgreSQL' if address else 'SQLite'}, two workers, {minutes:g} minutes")
        print(f"attempts to the end: {heard.ended}; errors: {len(heard.errors)}; requests: {len(heard.all)}")
        print(f"{'step':<12}{'requests':>10}{'median':>10}{'p95':>10}{'p99':>10}{'longest':>10}   milliseconds")
        for step, waits in heard.steps.items():
            numbers = "".join(f"{at(waits, percent):>10.0f}" for percent in (50, 95, 99))
            print(f"{step:<12}{len(waits):>10}{numbers}{max(waits) * 1000:>10.0f}")
        share = len(heard.steps["answer"]) / QUESTIONS if journey == "one by one" else heard.ended
        print(f"processor time: {spent / share:.0f} ms an attempt, {spent / share / QUESTIONS:.1f} ms a stored answer")
        print(f"database: {grown / share:.0f} bytes an attempt, {grown / share / QUESTIONS:.0f} a stored answer")
        print(f"of one core: {spent / minutes / 600:.0f}%")


def _steps(site: Site, journey: str) -> list[None]:
    learner = Learner(site)
    found = list(JOURNEYS[journey](learner))
    learner.close()
    return found


def stored(site: Site, folder: Path) -> int:
    """Bytes in the database, with its log."""
    if not site.database:
        return sum(path.stat().st_size for path in (folder / "instance").glob("quizapp.sqlite3*"))
    with psycopg.connect(site.database) as connection:
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert found
        return int(found[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--classes", type=int, default=30)
    parser.add_argument("--pupils", type=int, default=30, help="in each class")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--on-one-page", action="store_true")
    given = parser.parse_args()
    chosen = "on one page" if given.on_one_page else "one by one"
    main(given.classes * given.pupils, given.minutes, given.postgresql, chosen)
