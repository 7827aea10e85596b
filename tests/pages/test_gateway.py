"""Between server and application: a request arrives as it was sent, and an answer leaves as it was made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from threading import Event, Semaphore
from types import SimpleNamespace
from typing import Any

import pytest

from quizapp.web import gateway


@dataclass
class Connection:
    """What granian hands over of a connection: the body piece by piece, and where the answer goes."""

    pieces: tuple[bytes, ...] = ()
    ends: bool = True
    answer: tuple[Any, ...] = field(default=())

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if not self.ends:
            await asyncio.sleep(60)

    def response_bytes(self, *answer: Any) -> None:
        self.answer = answer

    def response_str(self, *answer: Any) -> None:
        self.answer = answer

    def response_empty(self, *answer: Any) -> None:
        self.answer = answer


def scope(*headers: tuple[str, str], **fields: Any) -> Any:
    """A request as granian tells of it."""
    usual = {"method": "GET", "path": "/", "query_string": "", "scheme": "http", "http_version": "1.1"}
    addresses = {"server": "127.0.0.1:8000", "client": "127.0.0.1:40000", "authority": None}
    return SimpleNamespace(**usual | addresses | fields, headers=dict_of_many(headers))


def dict_of_many(pairs: Iterable[tuple[str, str]]) -> Any:
    found = list(pairs)
    return SimpleNamespace(items=lambda: found, get=dict(found).get)


def environ(connection: Connection, asked: Any) -> dict[str, Any]:
    """What the application is told of the request."""
    told: dict[str, Any] = {}

    def application(given: dict[str, Any], start: Any) -> list[bytes]:
        told.update(given, body=given["wsgi.input"].read())
        start("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return [b"one ", b"two"]

    asyncio.run(gateway.Gateway(application).__rsgi__(asked, connection))  # type: ignore[arg-type]
    return told


def test_the_parts_of_a_body_become_one_with_its_length() -> None:
    told = environ(Connection((b"mode=", b"test")), scope(("content-length", "9")))
    assert (told["body"], told["CONTENT_LENGTH"]) == (b"mode=test", "9")


@pytest.mark.parametrize(
    "headers",
    [
        [("content-length", "10")],
        [("content-length", "8")],
        [("content-length", "x")],
        [("transfer-encoding", "chunked")],
        [],
    ],
)
def test_what_was_cut_off_or_does_not_say_how_long_it_is_reaches_nobody(headers: list[tuple[str, str]]) -> None:
    connection = Connection((b"mode=", b"test"))
    assert environ(connection, scope(*headers, method="POST")) == {}
    assert connection.answer[0] == 411
    assert "send it again" in connection.answer[2]


def test_headers_of_one_name_are_joined_and_none_passes_for_another() -> None:
    told = environ(
        Connection(),
        scope(("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"), ("x_forwarded_for", "1.1.1.1")),
    )
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")
    assert "HTTP_X_FORWARDED_FOR" not in told


def test_addresses_keep_their_letters() -> None:
    told = environ(Connection(), scope(path="/sets/جسر", query_string="q=é"))
    assert told["PATH_INFO"].encode("latin-1").decode() == "/sets/جسر"
    assert told["QUERY_STRING"].encode("latin-1").decode() == "q=é"


def test_the_host_is_the_one_that_the_first_line_names() -> None:
    told = environ(Connection(), scope(("host", "other.example"), authority="site.example"))
    assert told["HTTP_HOST"] == "site.example"


def test_both_ends_may_have_addresses_of_either_kind() -> None:
    told = environ(Connection(), scope(server="[::1]:8000", client="[fe80::1]:40000"))
    assert (told["SERVER_NAME"], told["SERVER_PORT"], told["REMOTE_ADDR"]) == ("::1", "8000", "fe80::1")


def test_an_answer_leaves_whole_with_each_of_its_headers() -> None:
    connection = Connection()
    environ(connection, scope())
    status, headers, body = connection.answer
    assert (status, body) == (200, b"one two")
    assert [value for name, value in headers if name == "Set-Cookie"] == ["a=1", "b=2"]


def test_a_form_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "LONGEST_ARRIVAL", 0.01)
    connection = Connection((b"mode=",), ends=False)
    assert environ(connection, scope(method="POST")) == {}
    assert connection.answer[0] == 408


def test_of_a_form_too_large_only_so_much_is_read_as_shows_it() -> None:
    told = environ(Connection((b"x" * 600_000,) * 9), scope(method="POST"))
    assert len(told["body"]) == 1_200_000


def test_teachers_bring_more_and_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "LONGEST_ARRIVAL", 0.01)
    pieces = (b"x" * 600_000,) * 30
    told = environ(Connection(pieces), scope(method="POST", path="/teach/load"))
    assert len(told["body"]) == 12_600_000
    monkeypatch.setattr(gateway, "LONGEST_UPLOAD", 0.01)
    connection = Connection((b"x",), ends=False)
    assert environ(connection, scope(method="POST", path="/teach/load")) == {}
    assert connection.answer[0] == 408


def test_readers_are_answered_while_all_writers_wait() -> None:
    waiting, free = Semaphore(0), Event()

    def application(given: dict[str, Any], start: Any) -> list[bytes]:
        if given["REQUEST_METHOD"] == "POST":
            waiting.release()
            assert free.wait(30)
        start("200 OK", [])
        return [given["REQUEST_METHOD"].encode()]

    async def visit() -> list[Any]:
        made = gateway.Gateway(application)
        writers = [Connection() for _ in range(2 * gateway.WRITERS)]
        written = [asyncio.ensure_future(made.__rsgi__(scope(method="POST"), each)) for each in writers]  # type: ignore[arg-type]
        for _ in range(gateway.WRITERS):
            await asyncio.to_thread(waiting.acquire)
        reader = Connection()
        await made.__rsgi__(scope(), reader)  # type: ignore[arg-type]
        free.set()
        await asyncio.gather(*written)
        return [reader.answer[-1], *(each.answer[-1] for each in writers)]

    assert asyncio.run(visit()) == [b"GET"] + [b"POST"] * 2 * gateway.WRITERS
