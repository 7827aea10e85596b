"""The key that signs the cookies: made once at the first start, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from quizapp.core.sentences import Refusal, say


def make_instance(instance: Path) -> None:
    try:
        # Everything about everyone is in it.
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(instance, error) from error


def secret_key(instance: Path) -> str:
    """The key of this instance. Of several first starts at once one makes it, and all read the same."""
    path = instance / "secret_key"
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(errors="replace").strip()
    except OSError as error:
        raise _not_writable(instance, error) from error
    if len(key) < 32:
        raise Refusal(
            say("%(path)s is damaged. Delete it and start again: everyone starts with new cookies.", path=path)
        )
    return key


def put_secret_key(instance: Path, key: str) -> None:
    """This key in place of the one that is there."""
    path = instance / "secret_key"
    try:
        with _draft(path, key) as draft:
            if os.geteuid() == 0:
                # Whoever the site runs as can read it.
                os.chown(draft, instance.stat().st_uid, instance.stat().st_gid)
            draft.replace(path)
    except OSError as error:
        raise _not_writable(instance, error) from error


def _make(path: Path) -> None:
    # Written whole elsewhere and then linked: no reader ever sees half a key, and the first link wins.
    with _draft(path, secrets.token_hex(32)) as draft, contextlib.suppress(FileExistsError):
        os.link(draft, path)


@contextlib.contextmanager
def _draft(path: Path, key: str) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _not_writable(instance: Path, error: OSError) -> Refusal:
    return Refusal(
        say(
            "The folder %(path)s can't be used: %(reason)s. Make it writable, or name another with QUIZAPP_INSTANCE.",
            path=instance,
            reason=error.strerror or str(error),
        )
    )
