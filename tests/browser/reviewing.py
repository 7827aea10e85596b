"""Review in a real browser: a learner takes a set up, and the log that their answers leave in the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

#: Has ten cards, and no two of them are of one note.
SET = "who-and-what"
#: Whether the page, its cards and the worker are all on the device.
IS_KEPT = """async () => {
  const [name] = (await caches.keys()).filter((each) => each.startsWith("quizapp-cards-"));
  const held = name ? await (await caches.open(name)).keys() : [];
  const paths = held.map(({ url }) => new URL(url).pathname);
  const whole = paths.includes("/review") && paths.includes("/review/cards.json");
  return whole && Boolean(navigator.serviceWorker.controller);
}"""


def take_up(page: Page, url: str, slug: str = SET) -> Page:
    """Begin to review a set; gives the page once its script is at work."""
    page.goto(f"{url}/sets/{slug}")
    page.get_by_role("button", name="Review these cards here").click()
    return ready(page)


def ready(page: Page) -> Page:
    expect(page.locator("[data-ready]")).to_be_attached()
    return page


def kept(page: Page) -> Page:
    """Once all that is needed without a connection is on the device."""
    for _ in range(200):
        if page.evaluate(IS_KEPT):
            return page
        page.wait_for_timeout(50)
    raise AssertionError("nothing was kept on the device")


def answer(page: Page, rating: int) -> int:
    """Show the answer and rate, by keys; gives the card."""
    card = current(page)
    page.keyboard.press("Space")
    expect(page.locator("[data-rate]")).to_be_visible()
    page.keyboard.press(str(rating))
    expect(page.locator("[data-rate]")).to_be_hidden()
    return card


def current(page: Page) -> int:
    return int(page.locator("[data-card]").get_attribute("data-card") or 0)


def waiting(page: Page) -> int:
    """How many deeds wait on the device."""
    script = "Object.keys(localStorage).filter((each) => each.startsWith('quizapp.review.')).length"
    return int(page.evaluate(script))


def all_sent(page: Page) -> None:
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((each) => each.startsWith('quizapp.review.'))", timeout=30_000
    )


def log_of(instance: Path, *cards: int) -> list[tuple[Any, ...]]:
    """Card, rating and whether it was undone, in the order in which the server heard of them; of these cards alone."""
    with closing(sqlite3.connect(instance / "quizapp.sqlite3", timeout=20)) as database:
        found = database.execute("SELECT memory_id, rating, undone_at IS NOT NULL FROM reviews ORDER BY id").fetchall()
    return [row for row in found if not cards or row[0] in cards]
