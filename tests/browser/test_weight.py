"""What an old phone on a bad line must fetch: little the first time, next to nothing after that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

#: Bytes on the wire, headers and all.
FIRST_VISIT = 55_000
FIRST_REQUESTS = 6
FIRST_QUESTION = 30_000
NEXT_QUESTION = 6_000


class Line:
    """What went over the line, by address; what came out of the browser's memory did not."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self.fetched: dict[str, int] = {}

    def asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["response"]["url"]

    def finished(self, event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            self.fetched[self.addresses[event["requestId"]]] = int(event["encodedDataLength"])


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def line(page: Page) -> Callable[[], Any]:
    return line_of(page)


def line_of(page: Page) -> Callable[[], Any]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    @contextmanager
    def measured() -> Iterator[Line]:
        heard = Line()
        session.on("Network.responseReceived", heard.asked)
        session.on("Network.loadingFinished", heard.finished)
        yield heard
        page.wait_for_load_state("networkidle")
        session.remove_listener("Network.responseReceived", heard.asked)
        session.remove_listener("Network.loadingFinished", heard.finished)

    return measured


def files(line: Line, kind: str) -> list[str]:
    return [address for address in line.fetched if address.split("?")[0].endswith(kind)]


def test_each_page_fetches_little_and_each_file_once(page: Page, live_url: str, line: Callable[[], Any]) -> None:
    with line() as first:
        page.goto(live_url)
    assert sum(first.fetched.values()) < FIRST_VISIT, first.fetched
    assert files(first, ".js") == []
    page.goto(f"{live_url}/sets/dates-and-deadlines")
    with line() as question:
        page.get_by_role("button", name="Start practice").click()
        expect(page.locator(".keys-open")).to_be_attached()
    assert sum(question.fetched.values()) < FIRST_QUESTION, question.fetched
    assert not set(first.fetched) & set(question.fetched)
    with line() as following:
        page.get_by_role("link", name="Skip", exact=True).click()
        expect(page.get_by_role("heading", name="Question 2 of")).to_be_visible()
    assert sum(following.fetched.values()) < NEXT_QUESTION, following.fetched
    assert list(following.fetched) == [page.url]


def test_a_question_comes_in_six_requests_and_the_next_in_one(
    page: Page, new_context: Callable[..., BrowserContext], live_url: str
) -> None:
    page.goto(f"{live_url}/sets/dates-and-deadlines")
    page.get_by_role("button", name="Start practice").click()
    expect(page.locator(".keys-open")).to_be_attached()
    # The same learner in a browser that has never been here.
    fresh = new_context(storage_state=page.context.storage_state()).new_page()
    line = line_of(fresh)
    with line() as first:
        fresh.goto(page.url)
        expect(fresh.locator(".keys-open")).to_be_attached()
    assert len(first.fetched) <= FIRST_REQUESTS, sorted(first.fetched)
    assert sum(first.fetched.values()) < FIRST_VISIT, first.fetched
    with line() as following:
        fresh.get_by_role("link", name="Skip", exact=True).click()
        expect(fresh.get_by_role("heading", name="Question 2 of")).to_be_visible()
    assert list(following.fetched) == [fresh.url]


def test_practice_fetches_no_script_of_a_test_and_none_of_another_kind(
    page: Page, library_url: str, line: Callable[[], Any]
) -> None:
    page.goto(f"{library_url}/sets/money-and-law")
    with line() as question:
        page.get_by_role("button", name="Start practice").click()
        expect(page.locator(".keys-open")).to_be_attached()
    scripts = {address.rsplit("/", 1)[1] for address in files(question, ".js")}
    assert "practice.js" in scripts
    assert scripts.isdisjoint({"test.js", "saving.js", "outbox.js", "timer.js", "ordering.js", "matching.js"})
