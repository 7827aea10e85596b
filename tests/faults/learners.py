"""Learners who know nothing but HTTP: they answer as fast as they can, and send again what was not acknowledged."""

from __future__ import annotations

import html
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

from .ledger import Answer, Ledger
from .tally import Tally

SET, QUESTIONS, TRIES = "wood", 6, 3
#: Nobody waits longer for an answer than this, in seconds; then it is sent again.
PATIENCE = 30.0
#: Between two sendings of the same answer. Real browsers are in less of a hurry.
PAUSE = 0.05
LOST = (OSError, HTTPException)


class Broken(Exception):
    """The server did what it must never do."""


def token_of(reply: Reply) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf_token"\s+value="([^"]*)"', reply.text)
    return html.unescape(found[1]) if found else ""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Browser:
    """A connection that is kept open, its cookies, and the token of its visit."""

    port: int
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    connection: HTTPConnection | None = None

    def ask(self, address: str, fields: dict[str, str] | None = None, *, by_script: bool = False) -> Reply:
        """Lost connections are raised as `LOST`."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            body, headers = self.form(fields, by_script=by_script)
            self.connection.request("GET" if fields is None else "POST", address, body, headers)
            return self._read(self.connection.getresponse())
        except LOST:
            self.close()
            raise

    def form(self, fields: dict[str, str] | None, *, by_script: bool) -> tuple[str | None, dict[str, str]]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if by_script:
            headers["Accept"] = "application/json"
        if fields is None:
            return None, headers
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return urlencode({**fields, "csrf_token": self.token}), headers

    def _read(self, answer: HTTPResponse) -> Reply:
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, text)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def attempt_of(reply: Reply) -> int:
    """The attempt that a start leads to."""
    return int(reply.headers["location"].split("/")[2])


class Reader:
    """Someone who only reads: whoever writes must never keep them waiting."""

    def __init__(self, port: int, tally: Tally, enough: threading.Event) -> None:
        self.browser, self.tally, self.enough = Browser(port), tally, enough

    def run(self) -> None:
        while not self.enough.wait(2 * PAUSE):
            began = time.monotonic()
            try:
                reply = self.browser.ask(f"/sets/{SET}")
            except LOST as lost:
                self.tally.lost(lost)
                continue
            if reply.status not in {200, 503}:
                self.tally.breach(f"the reader got {reply.status}: {reply.text[:2000]}")
            self.tally.read(time.monotonic() - began)
        self.browser.close()


class Learner:
    """Odd ones take tests by script, where a later answer replaces the earlier; even ones practise by forms."""

    def __init__(self, number: int, port: int, ledger: Ledger, tally: Tally, enough: threading.Event) -> None:
        self.number, self.ledger, self.tally, self.enough = number, ledger, tally, enough
        self.browser = Browser(port)
        self.mode = "test" if number % 2 else "practice"
        self.attempts: list[int] = []

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self._attempt(self._start())
        except Exception as error:
            # Whoever waits for this learner must hear of it.
            self.tally.breach(f"learner {self.number}: {error!r}")
            raise
        finally:
            self.browser.close()

    def _start(self) -> int:
        if not self.browser.token:
            self._insist(lambda: self.browser.ask(f"/sets/{SET}"), self._takes_token)
        fields = {"mode": self.mode, "request": secrets.token_urlsafe(12)}
        reply = self._insist(
            lambda: self.browser.ask(f"/sets/{SET}/attempts", fields), lambda reply: reply.status == 303
        )
        self.attempts.append(attempt_of(reply))
        return self.attempts[-1]

    def _takes_token(self, reply: Reply) -> bool:
        self.browser.token = token_of(reply)
        return reply.status == 200 and bool(self.browser.token)

    def _attempt(self, attempt: int) -> None:
        for position in range(1, QUESTIONS + 1):
            for number in range(1, TRIES + 1):
                if self.enough.is_set():
                    return
                text = f"attempt {attempt} question {position} time {number}"
                self._answer(Answer(attempt, position, 1 if self.mode == "test" else number, text))

    def _answer(self, answer: Answer) -> None:
        address = f"/attempts/{answer.attempt}/questions/{answer.position}"
        fields = {"answer": answer.text, "try": str(answer.number)}
        self._insist(lambda: self.browser.ask(address, fields, by_script=self.mode == "test"), self._acknowledges)
        self.ledger.note(answer)
        self.tally.answered(self.number)

    def _acknowledges(self, reply: Reply) -> bool:
        if self.mode == "test":
            return reply.status == 200 and json.loads(reply.text)["saved"] is True
        return reply.status == 303 and "/questions/" in reply.headers["location"]

    def _insist(self, deed: Callable[[], Reply], done: Callable[[Reply], bool]) -> Reply:
        began = time.monotonic()
        for sending in count():
            if sending:
                time.sleep(PAUSE)
            if time.monotonic() - began > 3 * PATIENCE:
                raise Broken("was not answered any more")
            try:
                reply = deed()
            except LOST as lost:
                self.tally.lost(lost)
                continue
            if done(reply):
                return reply
            self._heed(reply)
        raise AssertionError("nobody counts to the end")

    def _heed(self, reply: Reply) -> None:
        """What was not taken may be sent again; anything else is a fault of ours."""
        self.tally.count(str(reply.status))
        if reply.status == 503:
            self._is_told(reply)
        elif reply.status == 400 and self._takes_new_token(reply):
            self.tally.count("visit opened anew")
        else:
            raise Broken(f"{reply.status}: {reply.text[:2000]}")

    def _is_told(self, reply: Reply) -> None:
        if not reply.headers.get("retry-after", "").isdigit():
            raise Broken("503 without Retry-After")
        if not re.search(r"[Ww]ait a (moment|little)", reply.text):
            raise Broken(f"503 without a sentence: {reply.text[:2000]}")

    def _takes_new_token(self, reply: Reply) -> bool:
        if reply.headers.get("content-type", "").startswith("application/json"):
            self.browser.token = json.loads(reply.text).get("token", "")
            return bool(self.browser.token)
        self.browser.token = token_of(reply)
        return bool(self.browser.token)
