"""A learner as a browser is one: a connection that stays, cookies, and the requests that the pages' scripts make."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import brotli

from sites import Site, token_of

QUESTIONS = 10
Fields = list[tuple[str, str]]


@dataclass
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Learner:
    """`steps` holds what each request was for and how many seconds it took."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[str, float]] = field(default_factory=list)
    bytes: int = 0

    def __post_init__(self) -> None:
        self._line = HTTPConnection("127.0.0.1", self.site.port, timeout=60)

    def close(self) -> None:
        self._line.close()

    def get(self, step: str, path: str, accept: str = "text/html") -> Answer:
        return self._ask(step, "GET", path, None, accept)

    def post(self, step: str, path: str, fields: Fields, accept: str = "text/html") -> Answer:
        return self._ask(step, "POST", path, urlencode(fields), accept)

    def _ask(self, step: str, method: str, path: str, body: str | None, accept: str) -> Answer:
        headers = {"Accept": accept, "Accept-Encoding": "br"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self._line.request(method, path, body, headers)
        response = self._line.getresponse()
        content = response.read()
        self.steps.append((step, time.perf_counter() - began))
        self.bytes += len(content)
        self._keep_cookies(response)
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status}")
        if response.headers.get("Content-Encoding") == "br":
            content = brotli.decompress(content)
        return Answer(response.status, response.headers.get("Location", ""), content.decode())

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value


Steps = Iterator[None]
Journey = Callable[[Learner], Steps]


def opened(learner: Learner) -> str:
    """Start an attempt; gives the address of its first question."""
    page = learner.get("set", f"/sets/{learner.site.slug}")
    found = learner.post("start", *_start(learner, page.text, mode="practice")).location
    return found if "/questions/" in found else learner.get("start", found).location


def answers(learner: Learner) -> Iterator[Callable[[], Answer]]:
    """Each answer of a new attempt, ready to be sent; what it needs was asked for before."""
    first, page = opened(learner), ""
    for number in range(1, QUESTIONS + 1):
        path = f"{first.rsplit('/', 1)[0]}/{number}"
        page = page or learner.get("question", path).text
        sent: list[Answer] = []
        yield partial(_send, learner, path, filled(page, "answer"), sent)
        # Where the next question came with the answer, the script shows that.
        page = _following(sent[0].text) if sent else ""


def _send(learner: Learner, path: str, fields: Fields, sent: list[Answer]) -> Answer:
    sent.append(learner.post("answer", path, fields, "application/json"))
    return sent[-1]


def _following(answer: str) -> str:
    told = json.loads(answer) if answer.startswith("{") else {}
    return str(told["next"]["page"]) if "next" in told else ""


def one_by_one(learner: Learner) -> Steps:
    """Practice, a question a page: each is read, answered and marked, then the result; a pause after each."""
    send: Callable[[], Answer] | None = None
    for send in answers(learner):
        yield
        send()
        yield
    assert send is not None
    _, path, fields, _ = send.args  # type: ignore[attr-defined]
    attempt = path.split("/questions")[0]
    learner.post("finish", f"{attempt}/finish", [pair for pair in fields if pair[0] == "csrf_token"])
    learner.get("result", f"{attempt}/result")
    yield


def on_one_page(learner: Learner) -> Steps:
    """A test with all its questions on one page: read, filled in and handed in with one form; a pause after each."""
    page = learner.get("set", f"/sets/{learner.site.slug}")
    begun = learner.post("start", *_start(learner, page.text, mode="test", layout="page"))
    sheet = learner.get("page", begun.location)
    yield
    form = re.search(r'<form\b[^>]*\baction="(/attempts/[^"]+)"', sheet.text)
    assert form, sheet.text
    fields = [*filled(sheet.text, "q"), *_asked(sheet.text), ("go", "finish")]
    ended = learner.post("finish", form[1], fields)
    assert ended.location.endswith("/result"), ended.location
    learner.get("result", ended.location)
    yield


def _asked(page: str) -> Fields:
    return [("asked", value) for value in re.findall(r'name="asked" value="([^"]+)"', page)]


def _start(learner: Learner, page: str, **fields: str) -> tuple[str, Fields]:
    fields["csrf_token"] = token_of(page)
    request = re.search(r'name="request" value="([^"]+)"', page)
    if request:
        fields["request"] = request[1]
    return f"/sets/{learner.site.slug}/attempts", list(fields.items())


JOURNEYS: dict[str, Journey] = {"one by one": one_by_one, "on one page": on_one_page}


def filled(page: str, prefix: str) -> Fields:
    """A form as a learner sends it: the first of each group, and a word where one is typed."""
    fields: dict[str, str] = {"csrf_token": token_of(page)}
    for tag in re.findall(r"<input\b[^>]*>", page):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if named.get("type") == "hidden" and named.get("name") in {"try", "hints"}:
            fields[named["name"]] = named["value"]
        elif named.get("name", "").startswith(prefix):
            fields.setdefault(named["name"], "larch" if named.get("type") == "text" else named.get("value", ""))
    return list(fields.items())
