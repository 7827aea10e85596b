"""File systems of the harness's own, which only root can mount."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def no_mounting() -> str:
    """Why no file system can be mounted here."""
    return "" if os.geteuid() == 0 else "only root can mount a file system"


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder))
    try:
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def remount(folder: Path, how: str) -> None:
    """`ro` or `rw`; waits until nobody has a file open for writing."""
    for _ in range(500):
        done = subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], capture_output=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.01)
    raise RuntimeError(done.stderr.decode())


def _run(*words: str) -> None:
    subprocess.run(words, capture_output=True, check=True)
