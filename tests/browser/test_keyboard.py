"""All of it by keyboard alone: choosing, answering, moving, matching, ordering, and the list of keys."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Begin = Callable[..., Page]
Turn = Callable[..., Page]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, and see each time that the focus can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {target}")


def test_a_whole_practice_goes_by_keys_alone(begin: Begin, library_url: str) -> None:
    page = begin("money-and-law")
    page.goto(library_url)
    tab_to(page, page.get_by_role("link", name="Money and law", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Money and law")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Continue where you were"))
    page.keyboard.press("Enter")
    expect(page.locator(".keys-open")).to_be_attached()
    page.keyboard.press("t")
    expect(page.get_by_label("True")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#verdict")).to_contain_text("Right")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()


def test_a_whole_test_on_one_page_goes_by_keys_alone(open_page: Begin) -> None:
    page = open_page("money-and-law")
    tab_to(page, page.get_by_role("navigation", name="Go to a question").get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.locator("#question-1")).to_be_focused()
    tab_to(page, page.get_by_label("True"))
    page.keyboard.press("Space")
    expect(page.get_by_label("True")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Finish the test"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()


def test_digits_and_letters_choose_and_take_back(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what"), 2)
    boxes = page.get_by_role("checkbox")
    page.keyboard.press("1")
    page.keyboard.press("c")
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(2)).to_be_checked()
    expect(boxes.nth(2)).to_be_focused()
    page.keyboard.press("A")
    expect(boxes.nth(0)).not_to_be_checked()
    page.keyboard.press("9")
    page.keyboard.press("Control+b")
    expect(page.locator("[data-fields] input:checked")).to_have_count(1)


def test_arrows_move_between_questions_and_within_options(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    expect(page.locator(".keys-open")).to_be_attached()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    expect(page.locator(".keys-open")).to_be_attached()
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_the_question_mark_shows_the_keys_and_they_can_be_switched_off(begin: Begin) -> None:
    page = begin("who-and-what")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    keys.get_by_label("Use letters, digits and ? as keys").uncheck()
    keys.get_by_role("button", name="Close").click()
    for reloaded in (False, True):
        if reloaded:
            page.reload()
            expect(page.locator(".keys-open")).to_be_attached()
        page.keyboard.press("1")
        page.keyboard.press("?")
        expect(page.locator("[data-fields] input:checked")).to_have_count(0)
        expect(keys).to_be_hidden()


@pytest.mark.parametrize(
    ("position", "field", "typed"), [(4, "Your answer", "b 1?"), (5, "Your number", "12"), (7, "Gap 1", "a2?")]
)
def test_what_is_typed_in_a_field_is_never_a_key(
    begin: Begin, turn_to: Turn, position: int, field: str, typed: str
) -> None:
    page = turn_to(begin("lange-woerter"), position)
    box = page.get_by_label(field, exact=True)
    tab_to(page, box)
    page.keyboard.type(typed)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(box).to_have_value(typed)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name=f"Question {position} of 9")).to_be_visible()


def test_enter_in_a_field_answers_and_then_goes_on(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("lange-woerter"), 6)
    tab_to(page, page.get_by_label("Your date"))
    page.keyboard.type("3.2.2022")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.locator("#verdict")).to_contain_text("Right")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Question 7 of 9")).to_be_visible()


def test_matching_goes_by_keys(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what"), 4)
    for left, right in (("Ida Holm", "mayor"), ("Tove Lind", "designer of the second plan"), ("Per Aas", "captain")):
        row = page.get_by_label(left)
        tab_to(page, row)
        page.keyboard.type(row.get_by_role("option", name=right).inner_text()[:3])
    tab_to(page, page.get_by_role("button", name="Answer", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("3 of 3 points")


def test_ordering_goes_by_arrow_buttons_and_tells_each_place(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what"), 5)
    items = ["The first plan is drawn", "The second plan is approved", "Work begins", "The bridge is opened"]
    for item in reversed(items):
        up = page.get_by_role("button", name=f"Move up: {item}")
        tab_to(page, up)
        while up.get_attribute("aria-disabled") == "false":
            page.keyboard.press("Space")
            expect(up).to_be_focused()
        page.evaluate("document.activeElement.blur()")
    expect(page.locator(".q-order-text")).to_have_text(items)
    expect(page.get_by_role("status").filter(has_text="Now at place 1 of 4")).to_have_count(1)
    expect(page.locator(".q-order select").nth(2)).to_have_value("3")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("1 of 1 point")


def test_choosing_a_place_moves_the_item_there(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", "test"), 5)
    item = page.locator(".q-order-text").nth(0).inner_text()
    tab_to(page, page.get_by_label(item).first)
    page.keyboard.press("3")
    expect(page.locator(".q-order-text").nth(2)).to_have_text(item)
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()


def test_the_skip_link_is_first_and_leads_to_the_content(begin: Begin) -> None:
    page = begin("who-and-what")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
