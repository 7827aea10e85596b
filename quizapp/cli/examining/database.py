"""The database: reachable, of this version, sound; and this machine's clock beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from quizapp.cli.examining import Finding, Part
from quizapp.core.sentences import Refusal, say
from quizapp.settings import Settings
from quizapp.store import engine, examining
from quizapp.store.examining import State

_database, _schema, _clock = Part("database"), Part("schema"), Part("clock")
#: The oldest PostgreSQL that its makers still mend.
OLDEST_POSTGRESQL = 14
#: What Linux says is mounted where, and how it calls disks that several machines have at once.
_MOUNTS = Path("/proc/self/mountinfo")
_SHARED = ("nfs", "cifs", "smb", "fuse.sshfs", "fuse.glusterfs", "ceph", "fuse.ceph")
#: What clocks of machines may differ by.
LEEWAY = timedelta(seconds=10)


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        engine.check_url(settings.database_url)
    except Refusal as refusal:
        yield _database.problem(refusal.sentence, say("Look at QUIZAPP_DATABASE_URL."))
        return
    path = examining.file_of(settings.database_url)
    if path and not path.exists():
        yield _database.warning(
            say("%(path)s is not there yet.", path=path), say("`quizapp serve` makes it; or restore a backup.")
        )
        return
    yield from _of_disk(path) if path else []
    try:
        state = examining.state(settings.database_url)
    except examining.Away as away:
        yield _database.problem(
            say("It can't be read: %(reason)s.", reason=str(away).rstrip(".")),
            say("See that it runs, and that QUIZAPP_DATABASE_URL leads to it; of a damaged file restore a backup."),
        )
        return
    yield from _of_state(state, now)


def _of_disk(path: Path) -> Iterator[Finding]:
    kind = kind_of_disk(path, _MOUNTS.read_text()) if _MOUNTS.exists() else ""
    if kind.startswith(_SHARED):
        yield _database.problem(
            say(
                "%(path)s lies on a disk of the network (%(kind)s), whose locks can't be relied on.",
                path=path,
                kind=kind,
            ),
            say("Move it to a disk of this machine, or take PostgreSQL: docs/deployment.md."),
        )


def kind_of_disk(path: Path, mounts: str) -> str:
    """The file system that a file lies on, by the system's list of what is mounted where; empty where none fits."""
    found = [
        (fields[4], line.partition(" - ")[2].split()[0]) for line in mounts.splitlines() if (fields := line.split())
    ]
    around = {str(each) for each in (path.resolve(), *path.resolve().parents)}
    # Of two at one place the later one hides the earlier.
    return max(((len(place), number, kind) for number, (place, kind) in enumerate(found) if place in around),
               default=(0, 0, ""))[2]  # fmt: skip


def _of_state(state: State, now: datetime) -> Iterator[Finding]:
    if state.damage:
        yield _database.problem(
            say("It is damaged: %(damage)s.", damage="; ".join(state.damage)),
            say("Stop the site, put a copy of the file aside, and restore a backup."),
        )
        return
    yield from _of_server(state) if state.server else [_database.ok(say("It can be read and is sound."))]
    yield _of_schema(state)
    yield from _of_clock(state, now)


def _of_server(state: State) -> Iterator[Finding]:
    told = state.server
    version = told["server_version"].split()[0]
    if int(version.partition(".")[0]) < OLDEST_POSTGRESQL:
        yield _database.warning(
            say("PostgreSQL %(version)s is no longer mended by its makers.", version=version), say("Take a newer one.")
        )
    if told["transaction_read_only"] == "on":
        yield _database.problem(
            say("PostgreSQL only takes reads."),
            say("It stands by for another, or was told to: name the one that takes writes."),
        )
    if told["server_encoding"] != "UTF8":
        yield _database.problem(
            say("The database's encoding is %(encoding)s: it can't hold every text.", encoding=told["server_encoding"]),
            say("Make it anew with ENCODING 'UTF8'."),
        )
    if told["lock_timeout"] == "0":
        yield _database.problem(
            say("lock_timeout is 0: a writer would wait for ever."),
            say("Something between the site and PostgreSQL takes settings away; connect without it."),
        )
    if told["transaction_read_only"] == "off":
        yield _database.ok(say("PostgreSQL %(version)s answers.", version=version))


def _of_schema(state: State) -> Finding:
    if state.unknown:
        return _schema.problem(
            say("The database was made by a newer quizapp."),
            say("Install that version, or restore a backup from before."),
        )
    if not state.schema:
        return _schema.warning(say("The database has no tables yet."), say("`quizapp serve` makes them."))
    if not state.is_current:
        return _schema.warning(
            say("The database is of an older version."), say("Back it up; the next start brings it up to date.")
        )
    return _schema.ok(say("It is of this version."))


def _of_clock(state: State, now: datetime) -> Iterator[Finding]:
    remedy = say("Let the clock be set by the network: timedatectl set-ntp true")
    if state.newest and state.newest > now + LEEWAY:
        yield _clock.problem(
            say(
                "The clock of this machine is slow: by it the newest entry, of %(newest)s UTC, lies ahead.",
                newest=f"{state.newest:%Y-%m-%d %H:%M:%S}",
            ),
            remedy,
        )
    elif state.server_time and abs(state.server_time - now) > LEEWAY:
        seconds = round((now - state.server_time).total_seconds())
        yield _clock.problem(
            say("The clocks of this machine and of PostgreSQL differ by %(seconds)s seconds.", seconds=seconds), remedy
        )
    else:
        yield _clock.ok(say("It is %(now)s UTC.", now=f"{now:%Y-%m-%d %H:%M:%S}"))
