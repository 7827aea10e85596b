"""Who sends or reads slowly, or never ends, keeps nobody else waiting."""

from __future__ import annotations

import re
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

MANY = 12
POST = b"POST /sets/wood/attempts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNFINISHED = {
    "a form that ends in the middle": POST + b"Content-Length: 1000\r\n\r\nmode=prac",
    "a form that does not say how long it is": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nmo",
    "a form that waits to be asked for": POST + b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
    "headers that do not end": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "pages that nobody reads": b"GET /sets/wood/answer-key HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50,
}


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    filled: Callable[[Path], Path],
    serving: Callable[[Path], AbstractContextManager[Any]],
) -> Iterator[Any]:
    with serving(filled(tmp_path_factory.mktemp("slow"))) as running:
        yield running


def send(server: Any, data: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    connection.sendall(data)
    return connection


def status_of(connection: socket.socket) -> int:
    found = re.match(rb"HTTP/1\.1 (\d+)", connection.recv(65536))
    assert found
    return int(found[1])


def test_nobody_waits_for_slow_clients(server: Any, visitor: Callable[[str], Any]) -> None:
    with ExitStack() as held:
        for data in UNFINISHED.values():
            for _ in range(MANY):
                held.enter_context(closing(send(server, data)))
        attempt = visitor(server.url).start("wood", "practice")
        assert re.fullmatch(r"/attempts/\d+", attempt)
    assert visitor(server.url).ask("/")[0] == 200
    assert "Traceback" not in server.log.read_text()


def test_a_slow_form_is_taken_once_it_is_there(server: Any) -> None:
    with closing(send(server, UNFINISHED["a form that ends in the middle"])) as connection:
        connection.sendall(b"t" * (1000 - len("mode=prac")))
        # It holds no token, which only a form that was read can lack.
        assert status_of(connection) == 400


def test_a_form_that_does_not_say_how_long_it_is_is_not_taken(server: Any) -> None:
    """Where its line breaks off, nothing tells it from a whole one."""
    chunks = b"6\r\nmode=p\r\n0\r\n\r\n"
    with closing(send(server, POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)) as connection:
        assert status_of(connection) == 411


@pytest.mark.parametrize(
    "length", [b"Content-Length: 5000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n4c4b40\r\n"]
)
def test_a_form_too_large_is_refused_before_it_has_come(server: Any, length: bytes) -> None:
    with closing(send(server, POST + length + b"x" * 1_100_000)) as connection:
        assert status_of(connection) == 413


def test_readers_are_answered_while_a_writer_waits_for_a_foreign_lock(
    server: Any, visitor: Callable[[str], Any]
) -> None:
    learner, reader = visitor(server.url), visitor(server.url)
    attempt = learner.start("wood", "practice")
    with ThreadPoolExecutor(1) as threads, closing(sqlite3.connect(server.instance / "quizapp.sqlite3")) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        answer = threads.submit(learner.ask, f"{attempt}/questions/1", {"answer": "larch", "try": "1"})
        time.sleep(0.2)
        assert reader.ask("/sets/wood")[0] == 200
        assert not answer.done()
        foreign.rollback()
        assert answer.result()[0] == 303
