"""Learn mode in a browser: by keyboard, without a connection, after a reload, without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .drilling import answer, begin, go_on, pass_over, right_options, sending, to_the_end

Contexts = Callable[..., BrowserContext]
Audit = Callable[[Page], None]


@pytest.fixture
def page(new_context: Contexts, library_url: str) -> Page:
    return begin(new_context(reduced_motion="reduce").new_page(), library_url, "learn")


@pytest.mark.parametrize("script", [True, False])
def test_a_set_is_learnt_to_the_end(new_context: Contexts, library_url: str, script: bool) -> None:
    page = begin(new_context(java_script_enabled=script, reduced_motion="reduce").new_page(), library_url, "learn")
    to_the_end(page)
    expect(page.get_by_role("heading", name="You know them all")).to_be_visible()
    expect(page.locator(".drill-known")).to_have_text("10 of 10 known")
    page.get_by_role("link", name="Back to the set").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who did what")


def test_all_of_it_goes_by_keyboard(page: Page) -> None:
    for _ in range(3):
        if page.locator(".drill-flip").count():
            expect(page.locator(".drill-flip > summary")).to_be_focused()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            expect(page.get_by_role("button", name="I knew it")).to_be_focused()
            with sending(page):
                page.keyboard.press("Enter")
        else:
            for control in right_options(page):
                control.focus()
                page.keyboard.press("Space")
            with sending(page):
                page.keyboard.press("Enter")
            expect(page.locator("#verdict")).to_be_focused()
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page.locator("[data-send]")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Round 1")


def typed(page: Page, library_url: str) -> Page:
    """The card of a set on which something is typed."""
    begin(page, library_url, "learn", "lange-woerter")
    for _ in range(30):
        if page.locator("#typed").count():
            return page
        if page.locator("[data-send]").count():
            pass_over(page)
        else:
            go_on(page)
    raise AssertionError("no card is typed")


def test_what_was_typed_is_told_letter_by_letter_and_survives_a_lost_connection(
    new_context: Contexts, library_url: str
) -> None:
    context = new_context(reduced_motion="reduce")
    page = typed(context.new_page(), library_url)
    expect(page.locator("#typed")).to_be_focused()
    page.keyboard.type("zzz 1")
    context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("the site can’t be reached")
    expect(page.locator("#typed")).to_have_value("zzz 1")
    context.set_offline(False)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict, #trouble:not([hidden])").first).to_be_visible()


def test_a_reload_counts_nothing_twice_and_the_drill_waits(page: Page, library_url: str) -> None:
    known = page.locator(".drill-known")
    address = page.url
    answer(page)
    page.goto(address)
    page.reload()
    expect(known).to_have_text("0 of 10 known")
    page.goto(f"{library_url}/sets/who-and-what/learn")
    page.get_by_role("link", name="Go on where you were").click()
    assert page.url.partition("?")[0] == address.partition("?")[0]


def test_every_page_is_free_of_violations(page: Page, library_url: str, audit: Audit) -> None:
    address = page.url
    page.goto(f"{library_url}/sets/who-and-what/learn")
    audit(page)
    page.goto(address)
    seen: set[str] = set()
    while page.locator("[data-send]").count():
        sort = "flip" if page.locator(".drill-flip").count() else "choose"
        if sort in seen:
            answer(page)
        else:
            audit(page)
            seen.add(sort)
            told(page, sort, audit)
    assert seen == {"flip", "choose"}
    audit(page)
    to_the_end(page)
    audit(page)


def told(page: Page, sort: str, audit: Audit) -> None:
    """After the answer is shown."""
    if sort == "flip":
        page.get_by_text("Show the answer").click()
        audit(page)
        with sending(page):
            page.get_by_role("button", name="I didn’t").click()
    else:
        with sending(page):
            page.get_by_role("button", name="I don’t know").click()
        expect(page.locator("#verdict")).to_contain_text("Wrong")
        audit(page)
        go_on(page)
