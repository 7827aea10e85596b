"""A thousand guesses against running servers, and a class that wants in at the same time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from quizapp.store import engine as opening
from quizapp.web import clock
from quizapp.work.accounts import passwords, signing_up
from quizapp.work.transactions import writing

Serving = Callable[..., AbstractContextManager[Any]]

PASSWORD = "seven larch bridges"
GUESSES, AT_ONCE = 1000, 8


@pytest.fixture
def pupils(instance: Path) -> list[str]:
    """The addresses of 40 pupils who all have the same password, to make them quickly."""
    engine = create_engine(f"sqlite:///{instance / 'quizapp.sqlite3'}")
    opening.prepare(engine)
    kept, found = passwords.hashed(PASSWORD), [f"pupil-{number}@school.example" for number in range(40)]
    with Session(engine) as session, writing(session):
        for email in found:
            signing_up.make(session, email, email[:8], kept, "learner", clock.now())
    engine.dispose()
    return found


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands behind a proxy that says where each request comes from."""
    monkeypatch.setenv("QUIZAPP_PROXIES", "1")


class Guesser:
    """A connection that sends one form again and again."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/sign-in")
        answer = self.connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert token
        self.token, self.cookie = token[1], str(answer.headers["Set-Cookie"]).partition(";")[0]

    def send(self, email: str, password: str, network: str = "192.0.2.1") -> int:
        fields = urlencode({"csrf_token": self.token, "email": email, "password": password})
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": network,
        }
        self.connection.request("POST", "/sign-in", fields, headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status == 429:
            assert int(answer.headers["Retry-After"]) > 0
        return answer.status


def guess(port: int, attempts: list[tuple[str, str, str]]) -> Counter[int]:
    """How often each status came, when eight send these at once: address, password, network."""

    def work(number: int) -> Counter[int]:
        guesser = Guesser(port)
        found = Counter(guesser.send(*each) for each in attempts[number::AT_ONCE])
        guesser.connection.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(work, range(AT_ONCE)), Counter())


@pytest.mark.usefixtures("proxied")
def test_of_a_thousand_guesses_from_a_thousand_networks_at_one_account_few_are_tried(
    instance: Path, serving: Serving, pupils: list[str]
) -> None:
    attempts = [(pupils[0], f"guess {number}", f"198.51.{number // 250}.{number % 250}") for number in range(GUESSES)]
    with serving(instance, workers=2) as server:
        assert guess(server.port, attempts) == {422: 10, 429: GUESSES - 10}


@pytest.mark.usefixtures("proxied")
def test_of_a_thousand_guesses_from_one_network_at_all_accounts_few_are_tried(
    instance: Path, serving: Serving, pupils: list[str]
) -> None:
    """An IPv6 network is a household's: each guess comes from another address of it."""
    attempts = [
        (pupils[number % 40] if number % 2 else f"nobody-{number}@school.example", "sunshine", f"2001:db8::{number:x}")
        for number in range(GUESSES)
    ]
    with serving(instance, workers=2) as server:
        assert guess(server.port, attempts) == {422: 20, 429: GUESSES - 20}


def test_forty_pupils_behind_one_address_get_in_at_once_and_some_mistype(
    instance: Path, serving: Serving, pupils: list[str]
) -> None:
    def come_in(number: int) -> list[int]:
        pupil = Guesser(server.port)
        mistyped = [pupil.send(pupils[number], "sevn larch bridges")] if number % 4 == 0 else []
        found = [*mistyped, pupil.send(pupils[number], PASSWORD)]
        pupil.connection.close()
        return found

    with serving(instance, workers=2) as server, ThreadPoolExecutor(40) as threads:
        told = list(threads.map(come_in, range(40)))
    assert told == [[422, 303] if number % 4 == 0 else [303] for number in range(40)]


def look(port: int, addresses: list[tuple[str, str]]) -> Counter[int]:
    """How often each status came, when eight open these at once: address, network."""

    def work(number: int) -> Counter[int]:
        connection, found = HTTPConnection("127.0.0.1", port, timeout=60), Counter[int]()
        for address, network in addresses[number::AT_ONCE]:
            connection.request("GET", address, headers={"X-Forwarded-For": network})
            answer = connection.getresponse()
            answer.read()
            found[answer.status] += 1
            assert answer.status != 429 or 0 < int(answer.headers["Retry-After"]) <= 60
        connection.close()
        return found

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(work, range(AT_ONCE)), Counter())


PLACES = ("/s/{:09d}", "/reset/{}", "/invitations/{}", "/first-start/{}")


@pytest.mark.usefixtures("proxied")
def test_of_a_thousand_guesses_at_codes_and_links_few_are_looked_up(instance: Path, serving: Serving) -> None:
    addresses = [(PLACES[number % 4].format(number), f"2001:db8::{number:x}") for number in range(GUESSES)]
    with serving(instance, workers=2) as server:
        found = look(server.port, addresses)
    assert set(found) == {404, 429}
    assert found[404] <= 20


@pytest.fixture
def code(instance: Path) -> str:
    """The code of the one set."""
    engine = create_engine(f"sqlite:///{instance / 'quizapp.sqlite3'}")
    opening.prepare(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sets SET share_code = 'k7mw3xpqr', visibility = 'link'")
    engine.dispose()
    return "k7mw3xpqr"


def test_forty_pupils_behind_one_address_open_a_set_by_its_code_and_some_mistype(
    instance: Path, serving: Serving, code: str
) -> None:
    """Eight at once, as browsers on one line are, and a third of them is mistaken first."""
    wrong = [("/s/k7mw3xpq", "")] * 8
    right = [(f"/s/{code}", "")] * 40
    with serving(instance, workers=2) as server:
        assert look(server.port, [*wrong, *right]) == {404: 8, 302: 40}
