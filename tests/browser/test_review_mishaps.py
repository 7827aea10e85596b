"""Review in haste: taps that fall twice, a card open in two tabs, a connection that comes back at the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .reviewing import all_sent, answer, current, kept, log_of, ready, take_up

Serving = Callable[[Path], Any]
Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def review_server(tmp_path_factory: pytest.TempPathFactory, library_database: Path, serving: Serving) -> Iterator[Any]:
    """The articles of `tests/library`."""
    folder = tmp_path_factory.mktemp("mishaps")
    shutil.copy(library_database, folder / "quizapp.sqlite3")
    with serving(folder) as running:
        yield running


def tap_twice(page: Page, selector: str, height: float) -> None:
    """Where the buttons of both faces of a card lie over one another; `height` is from the top of this one."""
    box = page.locator(selector).bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + box["width"] * 0.7, box["y"] + height)


@pytest.mark.parametrize("slug", ["who-and-what", "jisr"])
def test_a_double_tap_rates_no_card_and_shows_no_second_answer(
    slug: str, new_context: Contexts, review_server: Any
) -> None:
    page = take_up(new_context(viewport={"width": 360, "height": 640}).new_page(), review_server.url, slug)
    card = current(page)
    tap_twice(page, ".review-show", 44)
    expect(page.locator("[data-rate]")).to_be_visible()
    assert current(page) == card
    all_sent(page)
    assert log_of(review_server.instance, card) == []


def test_a_double_tap_on_a_rating_shows_no_answer_of_the_next_card(new_context: Contexts, review_server: Any) -> None:
    page = take_up(new_context(viewport={"width": 360, "height": 640}).new_page(), review_server.url)
    card = current(page)
    page.keyboard.press("Enter")
    tap_twice(page, ".review-rating-3", 12)
    expect(page.locator("[data-rate]")).to_be_hidden()
    assert current(page) != card
    all_sent(page)
    assert log_of(review_server.instance, card) == [(card, 3, 0)]


def test_a_card_that_was_answered_in_one_tab_is_asked_no_more_in_the_other(
    new_context: Contexts, review_server: Any
) -> None:
    context = new_context()
    one = take_up(context.new_page(), review_server.url)
    other = context.new_page()
    other.goto(f"{review_server.url}/review")
    card = current(ready(other))
    assert answer(one, 4) == card
    expect(other.locator(f"[data-card='{card}']")).to_have_count(0)
    later = [answer(other, 4) for _ in range(3)]
    assert card not in later
    expect(one.locator(f"[data-card='{later[-1]}']")).to_have_count(0)
    assert current(one) not in later
    all_sent(one)
    assert log_of(review_server.instance, card, *later) == [(each, 4, 0) for each in (card, *later)]


def test_who_reached_the_end_offline_goes_on_once_there_is_a_connection(
    new_context: Contexts, review_server: Any
) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), review_server.url, "money-and-law"))
    context.set_offline(True)
    while page.locator("[data-over]").is_hidden():
        answer(page, 4)
    page.reload()
    expect(page.get_by_role("heading", name="That is all for now")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    all_sent(page)


def test_the_end_is_told_anew_where_reviews_waited_for_a_connection(new_context: Contexts, review_server: Any) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), review_server.url, "money-and-law"))
    context.set_offline(True)
    while page.locator("[data-over]").is_hidden():
        answer(page, 4)
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
