"""Matching and ordering by mouse: what is dragged lands where it is let go, and only there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Begin = Callable[..., Page]
Turn = Callable[..., Page]

DESKTOP = {"viewport": {"width": 1280, "height": 900}}


def centre(target: Locator) -> tuple[float, float]:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, what: Locator, target: Locator) -> None:
    page.mouse.move(*centre(what))
    page.mouse.down()
    page.mouse.move(*centre(target), steps=4)
    page.mouse.up()


def test_choices_are_dragged_to_their_match(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", **DESKTOP), 4)
    rights = {"Ida Holm": "mayor", "Tove Lind": "designer of the second plan", "Per Aas": "captain of the ferry"}
    for left, right in rights.items():
        chip = page.get_by_role("listitem").filter(has_text=re.compile(rf"^\w {right}$"))
        drag(page, chip, page.locator(".q-match").filter(has_text=left))
        expect(chip).to_have_class(re.compile("is-used"))
        expect(page.get_by_label(left).locator("option:checked")).to_have_text(re.compile(right))
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("3 of 3 points")


def test_a_choice_let_go_elsewhere_changes_nothing(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", **DESKTOP), 4)
    chip = page.locator(".q-chip").first
    drag(page, chip, page.locator(".attempt-title"))
    expect(page.locator(".is-dragged, .is-over")).to_have_count(0)
    expect(page.locator("select option:checked")).to_have_text(["Choose …"] * 3)
    assert chip.evaluate("chip => chip.style.transform") == ""


def test_items_are_dragged_into_their_order_and_saved(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", "test", **DESKTOP), 5)
    rows = page.locator(".q-order-row")
    expect(rows).to_have_count(4)
    for place, item in enumerate(
        ["The first plan is drawn", "The second plan is approved", "Work begins", "The bridge is opened"]
    ):
        grip = rows.filter(has_text=item).locator(".q-grip")
        if rows.nth(place).inner_text() != rows.filter(has_text=item).inner_text():
            drag(page, grip, rows.nth(place))
        expect(rows.nth(place)).to_contain_text(item)
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    page.reload()
    expect(page.locator(".q-order-row .q-order-text").first).to_have_text("The first plan is drawn")
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator("#question-5")).to_contain_text("1 of 1 point")


def test_items_can_be_dragged_by_finger(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True), 5)
    rows = page.locator(".q-order-row")
    expect(rows).to_have_count(4)
    first = rows.nth(0).locator(".q-order-text").inner_text()
    (x, y), (to_x, to_y) = centre(rows.nth(0).locator(".q-grip")), centre(rows.nth(2))
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in (1, 2, 3):
        point = {"x": x + (to_x - x) * step / 3, "y": y + (to_y - y) * step / 3}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(rows.nth(2).locator(".q-order-text")).to_have_text(first)
    touch.detach()
