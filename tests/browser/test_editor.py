"""The editor in a browser: nothing typed is lost, buttons keep the place, and two who write the same both know."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from .teaching import Site

Desk = Callable[..., Page]
SAVED = re.compile("^Saved ")


@pytest.fixture
def open_question(desk: Desk, site: Site, teaching_url: str) -> Callable[..., Page]:
    """`open_question("choice")`: that question's page, in a browser of its own."""

    def show(kind: str, page: Page | None = None, **options: Any) -> Page:
        shown = page or desk(**options)
        shown.goto(f"{teaching_url}/teach/sets/{site.set_id}/questions/{site.questions[kind]}")
        return shown

    return show


def said(page: Page) -> Locator:
    return page.locator("[data-said]")


def stem(page: Page) -> Locator:
    return page.get_by_label(re.compile("^(Question|Statement)$"))


def options_of(page: Page) -> list[str]:
    return [each.input_value() for each in page.get_by_label(re.compile(r"^Option \d+$")).all()]


def test_what_is_typed_is_saved_by_itself(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    stem(page).fill("What is the capital?")
    expect(said(page)).to_have_text(SAVED)
    expect(page.locator("[data-preview] .stem")).to_have_text("What is the capital?")
    page.reload()
    expect(stem(page)).to_have_value("What is the capital?")


def test_what_is_very_long_is_saved_by_itself_as_well(open_question: Callable[..., Page]) -> None:
    """Browsers take little of what is to outlive its page."""
    page = open_question("choice")
    long = "long " * 3900
    for place in (1, 2, 3):
        field = page.get_by_label(f"Option {place}", exact=True)
        field.evaluate("(each, text) => { each.value = text; }", f"{place} {long}")
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.get_by_label("Option 4", exact=True).fill(f"4 {long}")
    assert saved.value.json()["saved"]
    page.reload()
    expect(page.get_by_label("Option 4", exact=True)).to_have_value(re.compile("^4 long"))


def test_what_is_typed_offline_is_sent_when_the_line_is_back(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    page.context.set_offline(True)
    stem(page).fill("Typed offline")
    expect(said(page)).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    expect(said(page)).to_have_text(SAVED, timeout=15_000)
    page.reload()
    expect(stem(page)).to_have_value("Typed offline")


def test_leaving_with_something_unsaved_is_asked_about(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.context.set_offline(True)
    stem(page).press_sequentially("x")
    page.get_by_role("link", name="Help", exact=True).first.click()
    expect(said(page)).to_contain_text("Not saved yet")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(said(page)).to_have_text(SAVED, timeout=15_000)


def test_rows_are_added_moved_and_deleted_with_the_focus_kept(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    before = options_of(page)
    page.get_by_role("button", name="Add an option").click()
    added = page.get_by_label(f"Option {len(before) + 1}", exact=True)
    expect(added).to_be_focused()
    added.fill("Trondheim")
    page.get_by_role("button", name=f"Move row {len(before) + 1} up").click()
    expect(page.get_by_label(f"Option {len(before)}", exact=True)).to_have_value("Trondheim")
    expect(page.locator(":focus")).to_have_attribute("value", f"up:options:{len(before) - 1}")
    page.get_by_role("button", name="Delete row 1", exact=True).first.click()
    expect(page.get_by_label("Option 1", exact=True)).to_have_value(before[1])


def test_a_passage_that_is_marked_becomes_proof(open_question: Callable[..., Page]) -> None:
    page = open_question("number")
    page.locator(".passage-text p").nth(1).click(click_count=3)
    page.get_by_role("button", name="Use as proof").click()
    expect(page.get_by_label("Passage 2", exact=True)).to_have_value(re.compile("^The captain was Nils Dahl"))
    expect(page.locator(".passages mark.evidence")).to_have_count(2)


def test_a_passage_marked_before_the_script_has_come_can_be_used(open_question: Callable[..., Page]) -> None:
    page = open_question("number")
    scripts = held_back(page)
    page.locator(".passage-text p").nth(1).click(click_count=3)
    scripts[0].continue_()
    page.get_by_role("button", name="Use as proof").click()
    expect(page.get_by_label("Passage 2", exact=True)).to_have_value(re.compile("^The captain was Nils Dahl"))


def test_what_is_typed_before_the_script_has_come_is_saved_as_well(open_question: Callable[..., Page]) -> None:
    page = open_question("number")
    scripts = held_back(page)
    stem(page).fill("How many herons?")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        scripts[0].continue_()
    expect(said(page)).to_have_text(SAVED)
    page.unroute("**/question_editor.js")
    page.reload()
    expect(stem(page)).to_have_value("How many herons?")


def held_back(page: Page) -> list[Route]:
    """The page anew, with a script that comes when it is told to: as soon as the page is used, it is in the list."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/question_editor.js", hold)
    with page.expect_request("**/question_editor.js"):
        page.goto(page.url, wait_until="commit")
    return held


def test_two_tabs_that_write_the_same_are_both_shown(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    other = open_question("choice", page.context.new_page())
    stem(other).fill("From the other tab")
    expect(said(other)).to_have_text(SAVED)
    stem(page).fill("From this tab")
    expect(page.get_by_role("alert")).to_contain_text("From the other tab")
    expect(stem(page)).to_have_value("From this tab")
    page.get_by_role("button", name="Keep mine and save").click()
    expect(said(page)).to_have_text(SAVED)
    other.reload()
    expect(stem(other)).to_have_value("From this tab")


def test_it_is_tried_where_it_stands(open_question: Callable[..., Page]) -> None:
    page = open_question("true_false")
    preview = page.locator("[data-preview]")
    preview.get_by_role("button", name="Try it").click()
    expect(preview.get_by_role("alert")).to_contain_text("Choose True or False first.")
    preview.get_by_role("radio", name="True").check()
    preview.get_by_role("button", name="Try it").click()
    expect(page.locator("#tried")).to_be_focused()
    expect(preview.locator("mark.evidence")).to_have_text("left the harbour of Bergen at noon")
    preview.get_by_role("link", name="Try it again").click()
    expect(preview.get_by_role("radio", name="True")).not_to_be_checked()


def test_only_what_belongs_to_a_kind_of_gap_is_shown(open_question: Callable[..., Page]) -> None:
    page = open_question("cloze")
    gap = page.locator("[data-gap]").first
    gap.get_by_label("What belongs in it").select_option("date")
    expect(gap.get_by_label("How exact")).to_be_visible()
    expect(gap.get_by_label("Unit", exact=True)).to_be_hidden()
    gap.get_by_label("What belongs in it").select_option("number")
    expect(gap.get_by_label("Unit", exact=True)).to_be_visible()
    expect(gap.get_by_label("How exact")).to_be_hidden()


def test_questions_are_dragged_into_their_order(desk: Desk, site: Site, teaching_url: str) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    items = page.locator(".question-item")
    first, third = items.nth(0).get_attribute("id"), items.nth(2)
    grip, target = items.nth(0).locator(".grip").bounding_box(), third.bounding_box()
    assert grip
    assert target
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()
    expect(page.locator("[data-moved]")).to_contain_text("Moved to place 3 of 9.")
    page.reload()
    expect(items.nth(2)).to_have_attribute("id", str(first))


def test_options_are_dragged_into_their_order(open_question: Callable[..., Page]) -> None:
    page = open_question("choice")
    before = options_of(page)
    rows = page.locator("#field-options .row-item")
    grip, target = rows.nth(0).locator(".grip").bounding_box(), rows.nth(2).bounding_box()
    assert grip
    assert target
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()
    expect(page.get_by_label("Option 3", exact=True)).to_have_value(before[0])
    assert options_of(page) == [before[1], before[2], before[0], *before[3:]]


def test_a_deletion_is_undone(desk: Desk, site: Site, teaching_url: str) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    page.get_by_label("More for question 1", exact=True).click()
    page.get_by_role("button", name="Delete", exact=True).first.click()
    expect(page.locator(".question-item")).to_have_count(8)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".question-item")).to_have_count(9)


@pytest.mark.parametrize("kind", ["choice", "cloze", "matching"])
def test_a_phone_shows_it_without_scrolling_sideways(open_question: Callable[..., Page], kind: str) -> None:
    page = open_question(kind, viewport={"width": 360, "height": 740}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("region", name="The ferry")).to_be_hidden()
    page.get_by_text("The article", exact=True).click()
    expect(page.get_by_role("region", name="The ferry")).to_be_visible()
