"""Every journey goes without JavaScript: forms alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

Begin = Callable[..., Page]
Turn = Callable[..., Page]

PLAIN = {"java_script_enabled": False}


@pytest.fixture
def practice(begin: Begin, turn_to: Turn) -> Callable[[int], Page]:
    page = begin("who-and-what", **PLAIN)
    return lambda position: turn_to(page, position, **PLAIN)


def answer(page: Page, verdict: str) -> None:
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text(verdict)


def choose(page: Page, name: str, values: Sequence[str]) -> None:
    for label, value in zip(page.locator("select").all(), values, strict=True):
        label.select_option(label=value)
    answer(page, name)


def test_a_practice_goes_from_start_to_result(practice: Callable[[int], Page]) -> None:
    page = practice(1)
    page.get_by_label("Per Aas").check()
    page.get_by_role("button", name="Hint").click()
    expect(page.get_by_text("It is the mayor.")).to_be_visible()
    expect(page.get_by_label("Per Aas")).to_be_checked()
    answer(page, "Wrong")
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer again").click()
    expect(page.locator("#verdict")).to_contain_text("Right")
    expect(page.locator(".source mark.evidence")).to_be_visible()
    page.get_by_role("link", name="Next question").click()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose an answer first.")
    page.get_by_role("link", name="Finish here").click()
    expect(page.get_by_text("1 of 5 questions are answered.")).to_be_visible()
    page.get_by_role("button", name="Finish the practice").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()


def test_matching_and_ordering_go_with_lists(practice: Callable[[int], Page]) -> None:
    page = practice(4)
    rights = {"Ida Holm": "mayor", "Tove Lind": "designer of the second plan", "Per Aas": "captain of the ferry"}
    for left, right in rights.items():
        row = page.get_by_label(left)
        row.select_option(value=row.get_by_role("option", name=right).get_attribute("value"))
    answer(page, "3 of 3 points")
    page = practice(5)
    items = ["The first plan is drawn", "The second plan is approved", "Work begins", "The bridge is opened"]
    for place, item in enumerate(items, start=1):
        page.get_by_label(item).select_option(str(place))
    answer(page, "1 of 1 point")


def test_a_test_is_saved_flagged_checked_and_finished(begin: Begin) -> None:
    page = begin("who-and-what", "test", **PLAIN)
    expect(page.get_by_text("Ends at")).to_be_visible()
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Flag to look at again").click()
    expect(page.get_by_label("Ida Holm")).to_be_checked()
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    page.get_by_role("button", name="Save and back").click()
    expect(page.get_by_label("Ida Holm")).to_be_checked()
    page.get_by_role("link", name="Check and finish").click()
    expect(page.get_by_role("heading", name="Flagged to look at again")).to_be_visible()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator("#question-1")).to_contain_text("1 of 1 point")


def test_typed_answers_that_cannot_be_read_come_back_as_typed(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("lange-woerter", **PLAIN), 5, **PLAIN)
    page.get_by_label("Your number").fill("viele")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your number")).to_have_value("viele")
    page.get_by_label("Your number").fill("40 Kilometer")
    answer(page, "Right")


def test_nothing_is_shown_that_only_a_script_can_do(begin: Begin, library_url: str) -> None:
    page = begin("who-and-what", **PLAIN)
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Finish here").click()
    page.get_by_role("button", name="Finish the practice").click()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    expect(page.get_by_label("Only what I missed")).to_have_count(0)
    page.get_by_role("navigation").get_by_role("link", name="Library").click()
    page.get_by_role("link", name="Who did what", exact=True).click()
    expect(page.get_by_text("Your best: 0%")).to_be_visible()
