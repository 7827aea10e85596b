"""A real server and a real Chromium for the journeys."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which asks nobody for anything."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": path, "args": [*quiet, "--disable-component-update"]}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """`quizapp serve` in a process of its own; it can be killed and started again on the same port."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"

    def start(self) -> None:
        words = ["-m", "quizapp", "serve", "--port", str(self.port), "--workers", "1", "--no-load"]
        environment = {**os.environ, "QUIZAPP_INSTANCE": str(self.instance)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, *words], env=environment, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def server(tmp_path: Path, loaded_database: Path) -> Iterator[Server]:
    """A server of this test's own, for tests that end or disturb it."""
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    running = Server(tmp_path)
    running.start()
    yield running
    running.stop()


@contextmanager
def serving(database: Path, folder: Path) -> Iterator[str]:
    shutil.copy(database, folder / "quizapp.sqlite3")
    running = Server(folder)
    running.start()
    yield running.url
    running.stop()


@pytest.fixture(scope="session")
def live_url(tmp_path_factory: pytest.TempPathFactory, loaded_database: Path) -> Iterator[str]:
    """The address of a server that all journeys share; each browser context is another guest."""
    with serving(loaded_database, tmp_path_factory.mktemp("live")) as url:
        yield url


@pytest.fixture(scope="session")
def library_url(tmp_path_factory: pytest.TempPathFactory, library_database: Path) -> Iterator[str]:
    """The address of a server with the articles of `tests/library`."""
    with serving(library_database, tmp_path_factory.mktemp("library")) as url:
        yield url
