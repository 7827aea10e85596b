"""A short run of every class of faults; `make faults` is the long one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from .command import all_faults
from .database import Database, PostgreSQL, Sqlite
from .first_start import first_start
from .ledger import Answer, Ledger
from .running import SHORT, Fault, run, site_for
from .site import Site

#: What can be made to happen with the rights of whoever runs the tests.
POSSIBLE = [
    pytest.param(fault, database, id=f"{name}-{database}")
    for name, fault in all_faults().items()
    for database in (fault.databases_short or fault.databases)
    if not fault.impossible()
]
NewDatabase = Callable[[str, Path], Database]
SiteOf = Callable[[Fault, str], Site]


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    with ExitStack() as stack:

        @cache
        def server() -> PostgreSQL:
            return stack.enter_context(closing(PostgreSQL(tmp_path_factory.getbasetemp().parent)))

        yield lambda name, folder: Sqlite(folder) if name == "sqlite" else server().fresh()


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[SiteOf]:
    """A site for this class of faults, on this database: classes that need nothing of their own share one."""
    with ExitStack() as stack:

        @cache
        def made(fault: Fault, database: str) -> Site:
            folder = tmp_path_factory.mktemp("site") / "instance"
            return stack.enter_context(site_for(fault, folder, new_database(database, folder)))

        plain = all_faults()["kill-worker"]
        yield lambda fault, database: made(fault if fault.is_special else plain, database)


@pytest.mark.parametrize(("fault", "database"), POSSIBLE)
def test_no_acknowledged_answer_is_lost_or_doubled(
    fault: Fault, database: str, site_of: SiteOf, tmp_path: Path
) -> None:
    site, ledger = site_of(fault, database), Ledger(tmp_path / "ledger")
    result = run(fault, site, ledger, times=fault.short, answers=SHORT, lasting=fault.lasting_short)
    assert result.breaches() == []
    assert len(ledger.acknowledged()) >= SHORT
    assert len(result.tally.moments) == fault.short


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_four_first_starts_at_once_make_one_key_and_one_schema(
    name: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    started = first_start(tmp_path, new_database(name, tmp_path))
    assert started.breaches() == []
    assert len(started.told) == 4


def test_the_ledger_finds_what_is_lost_doubled_or_made_up(tmp_path: Path) -> None:
    numbers, ledger = count(1), Ledger(tmp_path / "ledger")
    first, second, third = (Answer(next(numbers), 1, 1, f"text {number}") for number in range(3))
    changed = Answer(3, 1, 1, "text changed")
    for answer in (first, second, third, changed):
        ledger.note(answer)
    ledger.close()
    assert not ledger.differences([first, second, changed])
    assert ledger.differences([first, changed]).lost == (second,)
    assert ledger.differences([first, second, third]).lost == (changed,)
    again = Answer(1, 1, 2, first.text)
    assert ledger.differences([first, again, second, changed]).twice == (first, again)
    assert ledger.differences([first, again, second, changed]).never_acknowledged == (again,)
