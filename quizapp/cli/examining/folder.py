"""The instance folder: whether it can be written, who may read what is in it, and how full its disk is."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from quizapp.cli.examining import Finding, Part, or_ok
from quizapp.core.sentences import say
from quizapp.settings import Settings
from quizapp.store.readiness import LEAST_SPACE

_folder, _disk, _key = Part("folder"), Part("disk"), Part("secret key")
#: Below it there is time to do something, in bytes.
LITTLE_SPACE = 500_000_000
#: How many files of another owner are named.
_NAMED = 3


def findings(settings: Settings) -> Iterator[Finding]:
    if not settings.instance.is_dir():
        yield _folder.problem(
            say("%(path)s is not there.", path=settings.instance),
            say("`quizapp serve` makes it; or name another with QUIZAPP_INSTANCE."),
        )
        return
    yield from or_ok(
        _of_folder(settings.instance),
        _folder.ok(say("%(path)s can be written, and all of it has one owner.", path=settings.instance)),
    )
    yield from _of_key(settings)
    yield _of_disk(settings.instance)


def _of_folder(instance: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=instance):
            pass
    except OSError as error:
        yield _folder.problem(
            say("%(path)s can't be written: %(reason)s.", path=instance, reason=error.strerror or str(error)),
            say("Run this as the user that the site runs as, and give that one the folder."),
        )
    owner = instance.stat().st_uid
    others = [path.name for path in sorted(instance.iterdir()) if path.lstat().st_uid != owner]
    if others:
        yield _folder.problem(
            say("Not of the folder's owner: %(names)s.", names=", ".join(others[:_NAMED])),
            say("chown -R --reference=%(path)s %(path)s", path=instance),
        )
    if instance.stat().st_mode & stat.S_IXOTH and any(map(_is_open, instance.glob("*.sqlite3"))):
        yield _folder.warning(
            say("Everyone on this machine may read the database in it."), say("chmod 700 %(path)s", path=instance)
        )


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IROTH)


def _of_key(settings: Settings) -> Iterator[Finding]:
    path = settings.instance / "secret_key"
    if settings.secret_key:
        yield _key.ok(say("It comes from the environment."))
    elif not path.exists():
        yield _key.ok(say("There is none yet; the first start makes it."))
    elif not os.access(path, os.R_OK):
        yield _key.problem(
            say("%(path)s can't be read.", path=path), say("Run this as the user that the site runs as.")
        )
    elif len(path.read_text(errors="replace").strip()) < 32:
        yield _key.problem(
            say("%(path)s is damaged.", path=path), say("Restore it, or delete it: everyone starts with new cookies.")
        )
    elif path.stat().st_mode & 0o077:
        yield _key.problem(
            say("Others than its owner may use %(path)s.", path=path),
            say("chmod 600 %(path)s, and if anybody has read it, delete it and start again.", path=path),
        )
    else:
        yield _key.ok(say("Its owner alone can read it."))


def _of_disk(instance: Path) -> Finding:
    free = shutil.disk_usage(instance).free
    told = say("%(free)s MB are free.", free=f"{free // 1_000_000:,}")
    if free < LEAST_SPACE:
        return _disk.problem(told, say("Make room: nothing can be saved soon."))
    if free < LITTLE_SPACE:
        return _disk.warning(told, say("Make room before nothing can be saved."))
    return _disk.ok(told)
