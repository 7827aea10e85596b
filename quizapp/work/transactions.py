"""One write, whole or not at all. On SQLite writers queue fairly and lock at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError
from sqlalchemy.orm import Session

from quizapp.core.sentences import Busy, say
from quizapp.work import turns

#: How long a writer waits for its turn within the process, in seconds.
LONGEST_WAIT = 10.0
#: Before a write that the database broke off is tried again, in seconds.
PAUSES = (0.05, 0.2)
#: PostgreSQL's words for two transactions that can't both be: one was rolled back, and may be tried again.
_OVERTAKEN = {"40001", "40P01"}

P = ParamSpec("P")
R = TypeVar("R")


class Interrupted(Busy):
    """The database broke the write off before its commit was sent: nothing of it is there."""


#: Each is told how many seconds a writer waited for its turn and the lock; nobody where nothing is measured.
watchers: list[Callable[[float], None]] = []


@contextmanager
def writing(session: Session) -> Iterator[None]:
    """Everything inside is committed at the end, or rolled back when anything is raised.

    Rows read before are forgotten first, so that decisions rest on what is true under the lock. Raises `Busy` when
    the lock can't be had.
    """
    session.rollback()
    bind = session.get_bind()
    if bind.dialect.name == "sqlite":
        asked = time.perf_counter()
        with _turn(str(bind.engine.url.database)):
            yield from _written(session, "BEGIN IMMEDIATE", asked)
    else:
        yield from _written(session)


@contextmanager
def _turn(database: str) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(turns.turn(database, LONGEST_WAIT))
        except TimeoutError as waited:
            raise busy() from waited
        yield


def _written(session: Session, begin: str | None = None, asked: float = 0.0) -> Iterator[None]:
    committing = False
    try:
        if begin:
            session.connection().exec_driver_sql(begin)
            for told in watchers:
                told(time.perf_counter() - asked)
        yield
        session.flush()
        committing = True
        session.commit()
    except DatabaseError as error:
        session.rollback()
        if not _may_pass(error):
            raise
        # Whether a commit that was sent has come to pass, nobody knows.
        raise (_refused(error) if committing else _interrupted(error) or _refused(error)) from error
    except BaseException:
        session.rollback()
        raise


def repeated(deed: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A deed that is one write: it is tried again where the database broke it off before the commit."""

    @wraps(deed)
    def insist(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        for pause in PAUSES:
            try:
                return deed(session, *args, **kwargs)
            except Interrupted:
                time.sleep(pause)
        return deed(session, *args, **kwargs)

    return insist


def _may_pass(error: DatabaseError) -> bool:
    """Whether it lies with the database as it is now, and not with what it was told."""
    if isinstance(error, InternalError):
        return _takes_reads_alone(error)
    return isinstance(error, OperationalError) or is_damage(error)


def is_damage(error: DatabaseError) -> bool:
    """A file in which SQLite finds nonsense; it says so by the class from which all its errors descend."""
    return type(error) is DatabaseError


def _interrupted(error: DatabaseError) -> Interrupted | None:
    overtaken = getattr(error.orig, "sqlstate", None) in _OVERTAKEN
    return Interrupted(_refused(error).sentence) if overtaken or error.connection_invalidated else None


def _refused(error: DatabaseError) -> Busy:
    return busy() if _is_lock(error) else not_saved()


def _is_lock(error: DBAPIError) -> bool:
    told = str(error.orig)
    return "locked" in told or "deadlock" in told or "lock timeout" in told


def _takes_reads_alone(error: InternalError) -> bool:
    """A PostgreSQL that stands by for another, or has been told to."""
    return getattr(error.orig, "sqlstate", None) == "25006"


def busy() -> Busy:
    return Busy(say("Many people are saving right now. Nothing is lost: wait a moment and send it again."))


def not_saved() -> Busy:
    """The disk is full, say, or the server is away: what, is for those who run the site, and stands in the cause."""
    return Busy(say("Nothing can be saved at the moment. Wait a little and send it again."))
