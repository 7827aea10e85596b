"""Journeys through drills: what is right is read from the page, or from who has written the set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

SET = "who-and-what"
#: What is right for the cards of that set that are not turned over.
CHOSEN = {"Who opened the bridge?": {"Ida Holm"}, "Which of these": {"larch", "oak"}, "Cars may": {"False"}}


def begin(page: Page, url: str, way: str, slug: str = SET) -> Page:
    """Begin a drill from the set's page."""
    page.goto(f"{url}/sets/{slug}")
    page.locator(f'main a[href$="/{way}"]').click()
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/(learn|match|card-test)/\d+"))
    return page


def right_options(page: Page) -> list[Locator]:
    """The controls that are to be ticked for the card on the page."""
    front = page.locator(".review-face").inner_text()
    right = next(right for begins, right in CHOSEN.items() if begins in front)
    return [page.locator(".q-option", has_text=text).locator("input") for text in sorted(right)]


@contextmanager
def sending(page: Page) -> Iterator[None]:
    """Until what the page sends is taken and the next page is there: a script changes the address before."""
    shown = page.locator("[name=revision]").get_attribute("value")
    yield
    expect(page.locator(f'[name=revision][value="{shown}"]')).to_have_count(0)
    expect(page.locator("[data-send], .drill-done, #verdict").first).to_be_visible()


def answer(page: Page) -> None:
    """Answer the card on the page rightly, and go on."""
    if page.locator(".drill-flip").count():
        page.get_by_text("Show the answer").click()
        with sending(page):
            page.get_by_role("button", name="I knew it").click()
        return
    for control in right_options(page):
        control.check()
    with sending(page):
        page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("Right")
    go_on(page)


def pass_over(page: Page) -> None:
    """Say that one does not know the card on the page, and go on."""
    if page.locator(".drill-flip").count():
        page.get_by_text("Show the answer").click()
        with sending(page):
            page.get_by_role("button", name="I didn’t").click()
        return
    with sending(page):
        page.get_by_role("button", name="I don’t know").click()
    go_on(page)


def go_on(page: Page) -> None:
    """To the next card, the summary, or the next round."""
    with page.expect_navigation():
        page.locator("[data-primary]").click()


def to_the_end(page: Page) -> None:
    """Learn all cards there are."""
    for _ in range(60):
        if page.locator("[data-send]").count():
            answer(page)
        elif page.get_by_role("button", name="Next round").count():
            go_on(page)
        else:
            return
    raise AssertionError("there is no end")


def play(page: Page) -> None:
    """Put all pairs of the game together."""
    for pair in [tile.get_attribute("data-pair") for tile in page.locator(".match-question").all()]:
        if page.locator(f'.match-question[data-pair="{pair}"]').get_attribute("aria-disabled"):
            continue
        for side in ("question", "answer"):
            page.locator(f'.match-{side}[data-pair="{pair}"]').click()
    expect(page.locator(".match-took")).to_be_visible()
