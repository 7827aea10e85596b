"""A run of one class of faults on one site: learners answer, faults strike, and the books are compared."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from .database import Database
from .learners import Learner, Reader
from .ledger import Differences, Ledger
from .site import Site
from .tally import LONGEST_RECOVERY, Tally

LEARNERS = 6
#: Acknowledged answers of a short run, at least.
SHORT = 60
#: Seconds after which a load that makes no progress is given up.
STUCK = 120.0

Strike = Callable[[Site, int], AbstractContextManager[None]]


@dataclass(frozen=True)
class Fault:
    """A class of faults; `strike(site, n)` is the nth one, which lasts `lasting` seconds before its context ends."""

    name: str
    told: str
    strike: Strike
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    times: int = 20
    short: int = 1
    lasting: float = 0.0
    #: The same in the short run.
    lasting_short: float = 0.5
    #: The databases of the short run.
    databases_short: tuple[str, ...] | None = None
    workers: int = 2
    #: What runs in the place of `quizapp`.
    module: str = "quizapp"
    #: Gives a folder of its own kind for the instance, where an ordinary one does not do.
    place: Callable[[Path], AbstractContextManager[None]] | None = None
    #: Whether it can be made to happen here; the reason why not.
    impossible: Callable[[], str] = lambda: ""

    @property
    def is_special(self) -> bool:
        """Whether it needs a site of its own."""
        return bool(self.place) or self.module != "quizapp"


@dataclass(frozen=True)
class Result:
    fault: Fault
    database: str
    load: float
    tally: Tally
    differences: Differences

    def breaches(self) -> list[str]:
        return [*self.tally.broken, *[repr(self.differences)] * bool(self.differences)]

    def slow(self) -> list[str]:
        firsts = [moment.first() for moment in self.tally.moments if moment.back]
        return [f"answered again only after {seconds:.1f} s" for seconds in firsts if seconds > LONGEST_RECOVERY]


class Load:
    """Learners at work."""

    def __init__(self, site: Site, ledger: Ledger) -> None:
        self.tally, self.enough = Tally(LEARNERS), threading.Event()
        self.reader = Reader(site.port, self.tally, self.enough)
        self.learners = [Learner(number, site.port, ledger, self.tally, self.enough) for number in range(LEARNERS)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with ThreadPoolExecutor(LEARNERS + 1) as threads:
            done = [threads.submit(each.run) for each in (*self.learners, self.reader)]
            try:
                yield
            finally:
                self.enough.set()
        # A learner who met what must never be has told the tally.
        wait(done)

    def attempts(self) -> set[int]:
        return {attempt for learner in self.learners for attempt in learner.attempts}


def run(fault: Fault, site: Site, ledger: Ledger, *, times: int, answers: int, lasting: float) -> Result:
    """Strike `times` times under load, until at least so many answers are acknowledged."""
    load = Load(site, ledger)
    with load.at_work():
        for number in range(times):
            enough = load.tally.wait_for(answers * number // times, STUCK)
            if not enough or not _strike(fault, site, load.tally, number, lasting):
                break
        load.tally.wait_for(answers, STUCK)
    ledger.close()
    differences = ledger.differences(site.stored(load.attempts()))
    return Result(fault, site.database.name, os.getloadavg()[1], load.tally, differences)


def _strike(fault: Fault, site: Site, tally: Tally, number: int, lasting: float) -> bool:
    """Whether everyone was answered again afterwards."""
    tally.wait_for(tally.acknowledged + LEARNERS, STUCK)
    moment = tally.begin()
    try:
        with fault.strike(site, number):
            time.sleep(lasting)
            tally.end(moment)
    except AssertionError as error:
        tally.breach(str(error))
        return False
    if tally.wait_until_back(moment, STUCK):
        return True
    tally.breach(f"after the {number + 1}. time not everyone was answered again")
    return False


@contextmanager
def site_for(fault: Fault, folder: Path, database: Database) -> Iterator[Site]:
    """A running site with content for this class."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(fault.place(folder) if fault.place else nullcontext())
        site = Site(folder, database, fault.workers, fault.module)
        site.fill()
        site.start()
        stack.callback(site.stop)
        yield site
