"""A question being written: what is to be finished is told when it is asked for, and a slow line loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from .teaching import Site

Desk = Callable[..., Page]
SAVED = re.compile("^Saved ")


@pytest.fixture
def page(desk: Desk, site: Site, teaching_url: str) -> Page:
    """The page of a question that was just added."""
    page = desk()
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    page.get_by_role("button", name="Add a question").click()
    expect(page.locator("[data-fresh]")).to_be_attached()
    # The page's scripts have run when it is loaded.
    page.wait_for_load_state()
    return page


def stem(page: Page) -> Locator:
    return page.get_by_label("Question", exact=True)


def option(page: Page, number: int) -> Locator:
    return page.get_by_label(f"Option {number}", exact=True)


class SlowLine:
    """What the page sends waits until it is let go."""

    def __init__(self, page: Page) -> None:
        self.page, self.held, self.open = page, list[Route](), False
        page.route("**/questions/*", self._take)

    def _take(self, route: Route) -> None:
        if self.open or route.request.method != "POST":
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        expect(self.page.locator("[data-said]")).to_have_text("Saving …")
        self.open = True
        for route in self.held:
            route.continue_()


def test_a_new_question_is_begun_at_once_and_nobody_has_failed_yet(page: Page) -> None:
    expect(stem(page)).to_be_focused()
    stem(page).fill("Which town?")
    expect(page.locator("[data-said]")).to_have_text(SAVED)
    expect(page.locator("[data-state]")).to_contain_text("Press Save to see what.")
    expect(page.locator(".field-error")).to_have_count(0)


def test_save_marks_what_is_to_be_finished_and_what_is_mended_is_marked_no_more(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-state]")).to_contain_text("They are marked below.")
    expect(page.locator("#field-options .field-error")).to_have_text("Write at least two options.")
    explanation = page.get_by_label("Explanation", exact=True)
    expect(explanation).to_have_attribute("aria-invalid", "true")
    explanation.fill("It says so.")
    expect(page.locator("#explanation-error")).to_have_count(0)
    expect(explanation).not_to_have_attribute("aria-invalid", "true")
    expect(explanation).to_be_focused()
    expect(page.locator("#field-options .field-error")).to_be_visible()


def test_what_is_typed_while_a_button_is_on_its_way_comes_along(page: Page) -> None:
    for number in range(1, 5):
        option(page, number).fill(f"Town {number}")
    expect(page.locator("[data-said]")).to_have_text(SAVED)
    line = SlowLine(page)
    page.get_by_role("button", name="Delete row 2", exact=True).first.click()
    option(page, 3).fill("Bergen")
    stem(page).fill("Which town is it?")
    line.let_go()
    expect(page.get_by_label(re.compile(r"^Option \d$"))).to_have_count(3)
    expect(option(page, 2)).to_have_value("Bergen")
    expect(stem(page)).to_be_focused()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()
    page.reload()
    expect(option(page, 2)).to_have_value("Bergen")
    expect(stem(page)).to_have_value("Which town is it?")


def test_two_presses_on_the_same_row_delete_one(page: Page) -> None:
    for number in range(1, 5):
        option(page, number).fill(f"Town {number}")
    expect(page.locator("[data-said]")).to_have_text(SAVED)
    line = SlowLine(page)
    page.get_by_role("button", name="Delete row 2", exact=True).first.dblclick()
    line.let_go()
    expect(page.get_by_label(re.compile(r"^Option \d$"))).to_have_count(3)
    assert [option(page, number).input_value() for number in (1, 2, 3)] == ["Town 1", "Town 3", "Town 4"]


def test_done_without_a_connection_stays_where_the_typing_is(page: Page) -> None:
    page.context.set_offline(True)
    stem(page).fill("Which town?")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-said]")).to_contain_text("Not saved yet")
    expect(stem(page)).to_have_value("Which town?")
    page.context.set_offline(False)
    expect(page.locator("[data-said]")).to_have_text(SAVED, timeout=15_000)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("link", name="Which town?", exact=True)).to_be_visible()


def test_a_button_pressed_without_a_connection_does_its_deed_once_there_is_one(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Add an option").click()
    expect(page.locator("[data-said]")).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(option(page, 5)).to_be_visible(timeout=15_000)


def test_a_tick_shows_in_forced_colours(desk: Desk, site: Site, teaching_url: str) -> None:
    page = desk(forced_colors="active", color_scheme="dark")
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    page.get_by_role("button", name="Add a question").click()
    tick = page.get_by_label("Right (option 1)")
    tick.check()
    # The page's own tick is a picture, dark on what is forced to be dark.
    expect(tick).to_have_css("appearance", "auto")
    expect(tick).to_have_css("background-image", "none")
