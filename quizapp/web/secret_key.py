"""The key that signs the cookies: made once at the first start, readable by its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from quizapp.core.sentences import Refusal, say


def secret_key(instance: Path) -> str:
    """The key of this instance. Of several first starts at once one makes it, and all read the same."""
    path = instance / "secret_key"
    if not path.exists():
        _make(path)
    key = path.read_text().strip()
    if len(key) < 32:
        raise Refusal(
            say("%(path)s is damaged. Delete it and start again: everyone starts with new cookies.", path=path)
        )
    return key


def _make(path: Path) -> None:
    # Written whole elsewhere and then linked: no reader ever sees half a key, and the first link wins.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
