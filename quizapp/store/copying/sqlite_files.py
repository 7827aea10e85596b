"""The file of a SQLite database as a whole: held so that nobody opens it, made beside, put in its place."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizapp.core.sentences import Refusal, say

#: Where SQLite locks its files: whoever has one open in WAL mode holds some byte of these.
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
#: What SQLite keeps beside a database.
_BESIDE = ("", "-wal", "-shm", "-journal")


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Nobody else has the database open, nor opens it meanwhile; gives whether it can be read.

    What waited in its log is in the file from here on. Raises `Refusal` while a site runs on it.
    """
    if not path.exists():
        yield True
        return
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        yield _held_by(connection, path)


def _held_by(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Only who is alone gets a database out of WAL.
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise in_use(path) from error
        raise Refusal(say("%(path)s can't be opened: %(reason)s.", path=path, reason=error)) from error
    except sqlite3.DatabaseError:
        refuse_open(path)
        return False
    return True


def refuse_open(path: Path) -> None:
    """Raise a `Refusal` where anybody has this database open; it is not touched.

    Not while this process has it open itself: the system then forgets the locks that it has on it.
    """
    with path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError as error:
            raise in_use(path) from error


def in_use(path: Path) -> Refusal:
    return Refusal(say("A site runs on %(path)s. Stop it, then try again.", path=path))


def begin(draft: Path, like: Path) -> None:
    """An empty file with the rights and the owner of another, or of its folder."""
    remove(draft)
    draft.touch()
    if like.exists():
        shutil.copymode(like, draft)
    if os.geteuid() == 0:
        owner = (like if like.exists() else like.parent).stat()
        os.chown(draft, owner.st_uid, owner.st_gid)


def remove(path: Path) -> None:
    for ending in _BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def put_aside(path: Path) -> Path:
    """A database that can't be read is not thrown away: somebody may still save something from it."""
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.replace(path.with_name(f"{path.name}.damaged{ending}"))
    return path.with_name(f"{path.name}.damaged")


def put_in_place(draft: Path, path: Path) -> None:
    """From one moment to the next, and so that it lasts through a power cut."""
    synced(draft)
    draft.replace(path)
    synced(path.parent)


def synced(path: Path) -> None:
    """All that was written to this file, or renamed in this folder, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
