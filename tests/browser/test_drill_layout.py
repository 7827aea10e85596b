"""Drills hold on any width, with text twice as large, from right to left, and with words that no line can hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .drilling import begin, go_on, sending
from .test_card_test import TYPED, save
from .test_layout import holds

Contexts = Callable[..., BrowserContext]
LONG = "lange-woerter"


@pytest.fixture
def page(new_context: Contexts) -> Page:
    return new_context(reduced_motion="reduce").new_page()


def test_no_offer_scrolls_sideways(page: Page, library_url: str) -> None:
    for way in ("learn", "match", "card-test"):
        page.goto(f"{library_url}/sets/{LONG}/{way}")
        holds(page)


def test_learn_mode_holds(page: Page, library_url: str) -> None:
    begin(page, library_url, "learn", LONG)
    for _ in range(7):
        holds(page)
        if page.locator(".drill-flip").count():
            page.get_by_text("Show the answer").click()
            holds(page)
            with sending(page):
                page.get_by_role("button", name="I knew it").click()
        else:
            with sending(page):
                page.get_by_role("button", name="I don’t know").click()
            holds(page)
            go_on(page)


def test_the_game_holds(page: Page, library_url: str) -> None:
    begin(page, library_url, "match")
    expect(page.locator(".match-board")).to_be_visible()
    holds(page)
    page.evaluate("document.querySelector('[data-game]').hidden = false")
    holds(page)


def test_a_test_and_its_result_hold(page: Page, library_url: str) -> None:
    begin(page, library_url, "card-test", LONG)
    while not page.get_by_role("heading", name="Check and finish").count():
        holds(page)
        assert any(save(page, typed) for typed in TYPED)
    holds(page)
    page.get_by_role("button", name="See the marks").click()
    expect(page.locator(".drill-mark").first).to_be_visible()
    holds(page)


def test_what_was_missed_holds(page: Page, library_url: str) -> None:
    page.goto(f"{library_url}/missed")
    holds(page)
    page.goto(f"{library_url}/sets/{LONG}")
    page.get_by_role("button", name="Start the test").click()
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.goto(f"{library_url}/missed")
    expect(page.locator(".missed-list > li").first).to_be_visible()
    holds(page)


def test_arabic_runs_from_the_right(page: Page, library_url: str) -> None:
    begin(page, library_url, "learn", "jisr")
    expect(page.locator("#front")).to_have_css("direction", "rtl")
    control, text = (page.locator(f".q-option {each}").first.bounding_box() for each in ("input", ".q-option-text"))
    assert control and text and control["x"] > text["x"]
    holds(page)
