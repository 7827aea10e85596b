"""The match game: by mouse, by touch, by keyboard alone, for those who hear it, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .drilling import begin, play

Contexts = Callable[..., BrowserContext]
Audit = Callable[[Page], None]
FOCUSED = "() => document.activeElement?.dataset?.pair !== undefined"


@pytest.fixture
def page(new_context: Contexts, library_url: str) -> Page:
    page = begin(new_context(reduced_motion="reduce").new_page(), library_url, "match")
    expect(page.locator(".match-board")).to_be_visible()
    return page


def tile(page: Page, side: str, pair: str | int) -> Locator:
    return page.locator(f'.match-{side}[data-pair="{pair}"]')


def pairs(page: Page) -> list[str]:
    return [str(each.get_attribute("data-pair")) for each in page.locator(".match-question").all()]


def test_a_game_ends_with_its_time_and_the_best_is_kept(page: Page, library_url: str) -> None:
    play(page)
    expect(page.locator(".match-took")).to_have_text(re.compile(r"\d+\.\d seconds"))
    expect(page.locator(".match-took")).to_be_focused()
    expect(page.get_by_text("Your best time so far!")).to_be_visible()
    page.goto(f"{library_url}/sets/who-and-what/match")
    expect(page.get_by_text("Your best time:")).to_be_visible()


def test_mistakes_are_said_and_counted(page: Page) -> None:
    first, second, *_ = pairs(page)
    tile(page, "question", first).click()
    expect(tile(page, "question", first)).to_have_attribute("aria-pressed", "true")
    tile(page, "answer", second).click()
    said = page.locator("[data-said]")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_have_text("That does not fit.")
    expect(tile(page, "question", first)).to_have_attribute("aria-pressed", "false")
    tile(page, "question", first).click()
    tile(page, "question", second).click()
    expect(tile(page, "question", second)).to_have_attribute("aria-pressed", "true")
    tile(page, "answer", second).click()
    expect(said).to_contain_text("1 of")
    play(page)
    expect(page.locator(".lead")).to_contain_text("1 mistake")


def test_a_game_goes_by_keyboard_alone(page: Page) -> None:
    page.locator("body").press("Tab")
    for _ in range(30):
        if page.evaluate(FOCUSED):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)
    left = pairs(page)
    for pair in left:
        for side, key in (("question", "Enter"), ("answer", "Space")):
            go_to(page, side, pair)
            page.keyboard.press(key)
    expect(page.locator(".match-took")).to_be_visible()
    expect(page.locator(".lead")).to_contain_text("no mistake")


def go_to(page: Page, side: str, pair: str) -> None:
    """By arrows alone."""
    wanted = tile(page, side, pair)
    for _ in range(12):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrows do not lead to {side} {pair}")


def test_arrows_go_through_all_tiles_and_up_and_down(page: Page) -> None:
    tiles = page.locator(".match-tile")
    tiles.first.focus()
    page.keyboard.press("ArrowLeft")
    expect(tiles.last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tiles.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    # Four stand in a row.
    expect(tiles.nth(4)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(tiles.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(tiles.first).to_be_focused()


def test_one_tile_of_all_is_in_the_order_of_tabs(page: Page) -> None:
    at = page.locator(".match-tile")
    stops = [each.get_attribute("tabindex") for each in at.all()]
    assert stops.count("0") == 1
    assert set(stops) == {"0", "-1"}
    at.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('.match-tile[tabindex="0"]')).to_be_focused()
    assert at.first.get_attribute("tabindex") == "-1"


def test_after_a_pair_the_focus_stays_on_the_board(page: Page) -> None:
    first, *_ = pairs(page)
    for side in ("question", "answer"):
        tile(page, side, first).focus()
        page.keyboard.press("Enter")
    expect(page.locator('.match-tile[tabindex="0"]:not([aria-disabled])')).to_be_focused()


def test_each_tile_says_what_it_is(page: Page) -> None:
    first, *_ = pairs(page)
    expect(tile(page, "question", first)).to_have_accessible_name(re.compile("^Question: ."))
    expect(tile(page, "answer", first)).to_have_accessible_name(re.compile("^Answer: ."))
    expect(page.locator(".match-board")).to_have_accessible_name("Tiles")


def test_a_game_goes_by_touch_on_a_phone(new_context: Contexts, library_url: str) -> None:
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 360, "height": 740}}
    page = begin(new_context(**phone).new_page(), library_url, "match")
    expect(page.locator(".match-board")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") == 360
    for pair in pairs(page):
        for side in ("question", "answer"):
            tile(page, side, pair).tap()
    expect(page.locator(".match-took")).to_be_visible()


def test_what_was_found_survives_a_closed_page(page: Page) -> None:
    first, second, *_ = pairs(page)
    tile(page, "question", first).click()
    with page.expect_response(lambda sent: sent.request.method == "POST"):
        tile(page, "answer", first).click()
    page.reload()
    expect(page.locator(".match-board")).to_be_visible()
    assert first not in pairs(page)
    assert second in pairs(page)
    play(page)
    expect(page.locator(".lead")).to_contain_text("no mistake")


def test_a_time_that_could_not_be_sent_is_sent_again(new_context: Contexts, library_url: str) -> None:
    context = new_context(reduced_motion="reduce")
    page = begin(context.new_page(), library_url, "match")
    expect(page.locator(".match-board")).to_be_visible()
    context.set_offline(True)
    for pair in pairs(page):
        for side in ("question", "answer"):
            tile(page, side, pair).click()
    expect(page.locator("[data-said]")).to_contain_text("not saved yet")
    context.set_offline(False)
    expect(page.get_by_role("button", name="Save my time")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".match-took")).to_be_visible()


def test_whoever_wants_no_motion_sees_whole_seconds(page: Page, new_context: Contexts, library_url: str) -> None:
    expect(page.locator("[data-time]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    moving = begin(new_context(reduced_motion="no-preference").new_page(), library_url, "match")
    expect(moving.locator("[data-time]")).to_have_text(re.compile(r"^\d+:\d\d\.\d$"))


def test_without_a_script_lists_do_the_same(new_context: Contexts, library_url: str) -> None:
    page = begin(new_context(java_script_enabled=False).new_page(), library_url, "match")
    expect(page.locator(".match-board")).to_be_hidden()
    rows = page.locator("[data-pair]")
    fits = [str(row.get_attribute("data-fits")) for row in rows.all()]
    for row, fit in zip(rows.all(), [*fits[:-2], fits[-1], fits[-2]], strict=True):
        row.locator("select").select_option(fit)
    page.get_by_role("button", name="Check the pairs").click()
    expect(page.get_by_role("alert")).to_contain_text("2 pairs do not fit")
    for row in rows.all():
        row.locator("select").select_option(str(row.get_attribute("data-fits")))
    page.get_by_role("button", name="Check the pairs").click()
    expect(page.locator(".lead")).to_contain_text("2 mistakes")


def test_every_page_is_free_of_violations(page: Page, library_url: str, audit: Audit) -> None:
    first, second, *_ = pairs(page)
    tile(page, "question", first).click()
    audit(page)
    tile(page, "answer", second).click()
    audit(page)
    for side in ("question", "answer"):
        tile(page, side, first).click()
    audit(page)
    play(page)
    audit(page)
    page.goto(f"{library_url}/sets/who-and-what/match")
    audit(page)
    page.goto(f"{library_url}/sets/money-and-law/match")
    expect(page.get_by_text("fewer than three")).to_be_visible()
    audit(page)


def test_a_form_with_a_mistake_is_free_of_violations(new_context: Contexts, library_url: str, audit: Audit) -> None:
    page = begin(new_context(reduced_motion="reduce").new_page(), library_url, "match")
    expect(page.locator(".match-board")).to_be_visible()
    page.evaluate("document.querySelector('[data-game]').hidden = false")
    selects = page.locator("select")
    fits = [str(row.get_attribute("data-fits")) for row in page.locator("[data-pair][data-fits]").all()]
    selects.first.select_option(fits[1])
    page.get_by_role("button", name="Check the pairs").click()
    expect(page.locator(".match-board")).to_be_visible()
    page.evaluate("document.querySelector('[data-game]').hidden = false")
    expect(page.locator(".field-error")).to_be_visible()
    audit(page)
