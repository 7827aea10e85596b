"""`quizapp.wsgi:app` is the site for whatever speaks WSGI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from .conftest import free_port

WSGIREF = """
from wsgiref.simple_server import make_server
from quizapp.wsgi import app
make_server("127.0.0.1", {port}, app).serve_forever()
"""
SERVERS = {
    "wsgiref": ["-c", WSGIREF],
    "granian": [
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2"),
        *("--blocking-threads", "2", "--workers-kill-timeout", "5", "quizapp.wsgi:app"),
    ],
}


@contextmanager
def running(words: list[str], instance: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(instance)}
    words = [word.replace("{port}", str(port)) for word in words]
    with (instance / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *words], env=environment, stdout=log, stderr=log, cwd=instance)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def fetched(url: str, process: subprocess.Popen[bytes]) -> str:
    for _ in range(200):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                body: bytes = answer.read()
                return body.decode()
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.mark.parametrize("name", SERVERS)
def test_a_wsgi_server_serves_the_site(tmp_path: Path, loaded_database: Path, name: str) -> None:
    shutil.copy(loaded_database, tmp_path / "quizapp.sqlite3")
    port = free_port()
    with running(SERVERS[name], tmp_path, port) as process:
        assert "Dates and deadlines" in fetched(f"http://127.0.0.1:{port}/", process)
        assert fetched(f"http://127.0.0.1:{port}/readyz", process) == '{"ready":true,"reasons":[]}\n'
        style = (
            f"http://127.0.0.1:{port}"
            + fetched(f"http://127.0.0.1:{port}/", process).split('rel="stylesheet" href="')[1].partition('"')[0]
        )
        assert "{" in fetched(style, process)
    assert "Traceback" not in (tmp_path / "log").read_text()
