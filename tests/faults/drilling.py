"""The drill: a site is backed up while learners answer; each backup is restored, and holds what it must and no more."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from quizapp.work.copying import restoring

from .database import Database, PostgreSQL, Sqlite
from .ledger import Answer, Ledger
from .running import STUCK, Load
from .site import ROOT, Site


@dataclass(frozen=True)
class Made:
    """A backup, what was acknowledged before it began, and how long it took."""

    path: Path
    before: Sequence[Answer]
    seconds: float


@dataclass(frozen=True)
class Drilled:
    """What came of it: `wrong` tells, a sentence each, of backups that held too little, too much or the wrong thing."""

    backups: int
    answers: int
    acknowledged: int
    longest: float
    typical: float
    slowest_page: float
    wrong: Sequence[str]


def drill(database: Database, folder: Path, times: int) -> Drilled:
    """`folder` is where the SQLite database is, or would be."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(folder.parent / "ledger")
    with _running(folder, database) as site, closing(ledger):
        load = Load(site, ledger)
        with load.at_work():
            made = [_back_up(site, load, ledger, folder.parent / f"{number}.zip") for number in range(times)]
        acknowledged = ledger.acknowledged()
        wrong = [*load.tally.broken]
        answers = 0
        for each in made:
            restored = _restored(each.path, load.attempts())
            answers += len(restored)
            wrong += [f"{each.path.name}: {sentence}" for sentence in faults(restored, each.before, acknowledged)]
    seconds = [each.seconds for each in made]
    longest, typical = max(seconds), median(seconds)
    return Drilled(len(made), answers, len(acknowledged), longest, typical, load.tally.slowest, wrong)


@contextmanager
def _running(folder: Path, database: Database) -> Iterator[Site]:
    site = Site(folder, database)
    site.fill()
    site.start()
    try:
        yield site
    finally:
        site.stop()


def _back_up(site: Site, load: Load, ledger: Ledger, path: Path) -> Made:
    """With some answers more than the last one."""
    load.tally.wait_for(load.tally.acknowledged + 10, STUCK)
    before, began = ledger.acknowledged(), time.monotonic()
    own = {"QUIZAPP_INSTANCE": str(site.folder), "QUIZAPP_DATABASE_URL": site.database.url}
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "backup", str(path)],
        cwd=ROOT,
        env={**os.environ, **own, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Made(path, before, time.monotonic() - began)


def _restored(path: Path, attempts: set[int]) -> list[Answer]:
    with tempfile.TemporaryDirectory() as name, restoring.checked(path) as backup:
        folder = Path(name)
        into = Sqlite(folder)
        restoring.restore(into.url, backup, lambda *_: None, replace=False)
        return Site(folder, into).stored(attempts)


def faults(restored: Sequence[Answer], before: Sequence[Answer], acknowledged: Sequence[Answer]) -> Iterator[str]:
    """A learner sends one answer after another: of each attempt a backup holds the first so many, as they then stood.

    At least those acknowledged before it began.
    """
    found, sent = defaultdict(set), defaultdict(list)
    for answer in restored:
        found[answer.attempt].add(answer)
    for answer in acknowledged:
        sent[answer.attempt].append(answer)
    least = defaultdict(int)
    for answer in before:
        least[answer.attempt] += 1
    for attempt, held in found.items():
        if not any(_standing(sent[attempt], many) == held for many in range(1, len(sent[attempt]) + 1)):
            yield f"attempt {attempt} is of no one moment: {sorted(held)}"
    for attempt, many in least.items():
        if not any(_standing(sent[attempt], more) == found[attempt] for more in range(many, len(sent[attempt]) + 1)):
            yield f"attempt {attempt} lacks some of {many} acknowledged answers"


def _standing(sent: Sequence[Answer], many: int) -> set[Answer]:
    """Of the first so many; in a test the later answer to a question replaces the earlier one."""
    return set({answer.place: answer for answer in sent[:many]}.values())


def told(name: str, done: Drilled) -> str:
    return (
        f"{name}: {done.backups} backups restored, {done.acknowledged:,} answers acknowledged meanwhile, "
        f"{done.answers:,} compared; a backup took {done.typical:.1f} s, {done.longest:.1f} s at most; "
        f"the slowest page {done.slowest_page:.2f} s; {len(done.wrong)} wrong."
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=100, help="how many backups on each database")
    asked.add_argument("--database", choices=("sqlite", "postgresql"), help="only on this one")
    given, wrong = asked.parse_args(), 0
    for name in [given.database] if given.database else ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quizapp-drill-"))) / "instance"
            database: Database = Sqlite(folder)
            if name == "postgresql":
                database = stack.enter_context(closing(PostgreSQL())).fresh()
            done = drill(database, folder, given.times)
            print(told(name, done), *done.wrong, sep="\n", flush=True)
            wrong += len(done.wrong)
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
