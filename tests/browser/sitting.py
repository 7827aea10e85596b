"""A test with all its questions on one page, by hand: find, choose, save."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Request, expect


def ready(page: Page) -> Page:
    page.wait_for_load_state("networkidle")
    return page


def question(page: Page, position: int) -> Locator:
    return page.locator(f"#question-{position}")


def listed(page: Page, position: int) -> Locator:
    return page.get_by_role("navigation", name="Go to a question").get_by_role("link").nth(position - 1)


def told(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile(words))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(told(page, r"^Saved \d+:\d\d")).to_be_visible()


def choose(page: Page, name: str, value: str) -> None:
    """In a list beside this name; in the fourth question by the choice's words, in the fifth by the place."""
    row = page.locator(".q-match, .q-order").filter(has=page.get_by_text(name, exact=True)).locator("select")
    row.select_option(row.locator("option", has_text=value).get_attribute("value"))


def answer_all(page: Page) -> None:
    page.get_by_label("Ida Holm").first.check()
    for right in ("oak", "larch", "False"):
        page.get_by_label(right).check()
    for name, choice in (("Ida Holm", "mayor"), ("Tove Lind", "designer"), ("Per Aas", "captain")):
        choose(page, name, choice)
    items = ["The first plan is drawn", "The second plan is approved", "Work begins", "The bridge is opened"]
    for place, item in enumerate(items, start=1):
        choose(page, item, str(place))


def posts(page: Page) -> list[str]:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url.split("/attempts/")[1].split("/", 1)[1])

    page.on("request", note)
    return sent
