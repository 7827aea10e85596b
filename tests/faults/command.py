"""The long run of all classes of faults, and its table."""

from __future__ import annotations

import argparse
import pkgutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from importlib import import_module
from pathlib import Path

from . import classes
from .database import PostgreSQL, Sqlite
from .first_start import AT_ONCE, first_start
from .ledger import Ledger
from .running import Fault, Result, run, site_for
from .tally import Moment

HEADINGS = ("class", "database", "times", "acknowledged", "lost", "twice", "cut off", "503")
HEADINGS += ("first back", "all back", "slowest page", "load")
NewServer = Callable[[], PostgreSQL]
FIRST_START, FIRST_STARTS = "first-start", 50


def all_faults() -> dict[str, Fault]:
    found = (import_module(f"{classes.__name__}.{each.name}") for each in pkgutil.iter_modules(classes.__path__))
    return {module.FAULT.name: module.FAULT for module in found}


def strike(fault: Fault, name: str, server: NewServer, times: int, answers: int) -> Result:
    with tempfile.TemporaryDirectory(prefix="quizapp-faults-") as folder:
        place, ledger = Path(folder) / "instance", Ledger(Path(folder) / "ledger")
        database = server().fresh() if name == "postgresql" else Sqlite(place)
        with site_for(fault, place, database) as site:
            return run(fault, site, ledger, times=times, answers=answers, lasting=fault.lasting)


def row(result: Result) -> tuple[str, ...]:
    tally = result.tally
    moments = [moment for moment in tally.moments if len(moment.back) == tally.learners]
    longest = [f"{max(map(back, moments), default=0.0):.2f} s" for back in (Moment.first, Moment.everyone)]
    return (
        result.fault.name,
        result.database,
        str(len(moments)),
        f"{tally.acknowledged:,}",
        str(len(result.differences.lost)),
        str(len(result.differences.twice)),
        str(tally.ends["connection lost"] + tally.ends["no reply"]),
        str(tally.ends["503"]),
        *longest,
        f"{tally.slowest:.2f} s",
        f"{result.load:.0f}",
    )


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)) for each in rows]
    return "\n".join(f"| {line} |" for line in [lines[0], "-|-".join("-" * width for width in widths), *lines[1:]])


def wanted() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--class", dest="names", action="append", choices=[*sorted(all_faults()), FIRST_START], help="only this class"
    )
    asked.add_argument("--database", choices=("sqlite", "postgresql"), help="only on this database")
    asked.add_argument("--answers", type=int, default=10_000, help="acknowledged answers for each row, at least")
    asked.add_argument("--times", type=int, help="how often each fault strikes; usually as each class says")
    return asked.parse_args()


def rows_wanted(asked: argparse.Namespace) -> Iterator[tuple[Fault, str]]:
    for name, fault in all_faults().items():
        if fault.impossible():
            print(f"{name}: left out: {fault.impossible()}", flush=True)
            continue
        for database in fault.databases:
            if name in (asked.names or [name]) and database == (asked.database or database):
                yield fault, database


def strike_all(asked: argparse.Namespace, server: NewServer) -> int:
    """Print a line for each class as it is done, and all of them at the end; the number of breaches."""
    rows, breaches = [HEADINGS], 0
    for fault, database in rows_wanted(asked):
        result = strike(fault, database, server, asked.times or fault.times, asked.answers)
        found = [*result.breaches(), *result.slow()]
        rows.append(row(result))
        print("  ".join(rows[-1]), *found, dict(result.tally.ends), sep="\n", flush=True)
        breaches += len(found)
    print(table(rows))
    return breaches


def start_all(asked: argparse.Namespace, server: NewServer) -> int:
    """First starts, on each database; the number of breaches."""
    breaches, times = 0, asked.times or FIRST_STARTS
    for name in ("sqlite", "postgresql"):
        for _ in range(times if name == (asked.database or name) else 0):
            with tempfile.TemporaryDirectory(prefix="quizapp-faults-") as folder:
                database = server().fresh() if name == "postgresql" else Sqlite(Path(folder))
                found = first_start(Path(folder), database).breaches()
            print(*found, sep="\n", end="\n" if found else "", flush=True)
            breaches += len(found)
        print(f"first-start  {name}: {times} times {AT_ONCE} at once, {breaches} breaches so far", flush=True)
    return breaches


def main() -> int:
    asked, breaches = wanted(), 0
    with ExitStack() as stack:
        # Once, and only where it is needed.
        server = cache(lambda: stack.enter_context(closing(PostgreSQL())))
        if asked.names != [FIRST_START]:
            breaches += strike_all(asked, server)
        if FIRST_START in (asked.names or [FIRST_START]):
            breaches += start_all(asked, server)
    return bool(breaches)


if __name__ == "__main__":
    raise SystemExit(main())
