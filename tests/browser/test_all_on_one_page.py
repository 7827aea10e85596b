"""A test with all its questions on one page, in a browser: kept at once, saved together, handed in with one request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .sitting import answer_all, choose, listed, posts, question, ready, save, told

Open = Callable[..., Page]

PLAIN = {"java_script_enabled": False}


@pytest.mark.parametrize("options", [{}, PLAIN], ids=["script", "no script"])
def test_a_whole_test_is_five_requests(
    new_context: Callable[..., BrowserContext], open_page: Open, options: dict[str, Any]
) -> None:
    page = open_page(**options)
    sent = posts(page)
    answer_all(page)
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.locator("main")).to_contain_text("8 of 8 points")
    assert sent == ["page"]


def test_what_is_given_is_saved_after_a_while_in_one_request(open_page: Open) -> None:
    page = open_page()
    page.clock.install()
    page.reload()
    sent = posts(ready(page))
    page.get_by_label("Ida Holm").first.check()
    page.get_by_label("larch").check()
    expect(told(page, "Kept in this browser")).to_be_visible()
    page.clock.run_for(14_000)
    assert sent == []
    page.clock.run_for(2000)
    expect(told(page, r"^Saved \d+:\d\d")).to_be_visible()
    assert sent == ["page"]
    expect(listed(page, 1)).to_have_accessible_name("Question 1 answered")
    expect(listed(page, 2)).to_have_accessible_name("Question 2 answered")
    expect(listed(page, 3)).to_have_accessible_name("Question 3 not answered")
    page.get_by_label("larch").uncheck()
    save(page)
    expect(listed(page, 2)).to_have_accessible_name("Question 2 not answered")
    page.reload()
    expect(page.get_by_label("Ida Holm").first).to_be_checked()


def test_the_navigator_jumps_and_a_flag_is_shown_in_it(open_page: Open) -> None:
    page = open_page()
    listed(page, 4).click()
    expect(question(page, 4)).to_be_in_viewport()
    expect(question(page, 4)).to_be_focused()
    flag = question(page, 2).get_by_role("button", name="Flag")
    for pressed, name in (("true", "Question 2 not answered flagged"), ("false", "Question 2 not answered")):
        flag.click()
        expect(flag).to_have_attribute("aria-pressed", pressed)
        expect(listed(page, 2)).to_have_accessible_name(name)
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(listed(page, 2)).to_have_accessible_name("Question 2 not answered flagged")


def test_each_view_leads_to_the_other_with_all_that_was_given(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("False").check()
    page.get_by_role("link", name="One at a time").click()
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    expect(page.locator(".keys-open")).to_be_attached()
    page.get_by_label("Tove Lind").check()
    page.get_by_role("link", name="All on one page").click()
    expect(page.locator(".sheet")).to_be_visible()
    expect(question(page, 1).get_by_label("Tove Lind")).to_be_checked()
    expect(page.get_by_label("False")).to_be_checked()


def test_what_can_not_be_read_is_told_beside_it_and_the_check_leads_back(open_page: Open) -> None:
    page = open_page("lange-woerter")
    number = question(page, 5).get_by_label("Your number")
    number.fill("viele")
    number.press("Enter")
    expect(question(page, 5).locator(".trouble")).to_contain_text("number")
    expect(told(page, r"^Saved .*number")).to_be_visible()
    expect(listed(page, 5)).to_have_accessible_name("Question 5 can't be read")
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("heading", name="Can't be read yet").locator("xpath=..").get_by_role("link").click()
    expect(question(page, 5)).to_be_focused()
    expect(number).to_have_value("viele")
    number.fill("40")
    save(page)
    expect(question(page, 5).locator(".trouble")).to_be_hidden()
    expect(listed(page, 5)).to_have_accessible_name("Question 5 answered")


def test_the_clock_tells_and_a_wrong_one_ends_nothing(open_page: Open) -> None:
    page = open_page()
    page.clock.install()
    page.reload()
    ready(page)
    expect(page.locator("[data-shown]")).to_contain_text("Time left: 1")
    page.clock.run_for(14 * 60_000 + 5000)
    expect(page.locator("[data-announced]")).to_have_text("One minute left.")
    page.clock.run_for(2 * 60_000)
    expect(page.locator(".sheet")).to_be_visible()
    expect(page.locator("[data-shown]")).to_have_text(re.compile("Time left: 1[45]:"))


def test_at_zero_the_test_hands_itself_in(open_page: Open, time_left: Callable[[Page, float], None]) -> None:
    page = open_page()
    time_left(page, 3)
    page.reload()
    page.get_by_label("Ida Holm").first.check()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.get_by_text("The time was up. Everything that was saved in time counts.")).to_be_visible()
    expect(page.locator("#question-1")).to_contain_text("1 of 1 point")


def test_without_a_script_it_is_saved_flagged_checked_and_finished(open_page: Open) -> None:
    page = open_page(**PLAIN)
    expect(page.get_by_text("Ends at")).to_be_visible()
    page.get_by_label("Ida Holm").first.check()
    question(page, 2).get_by_role("button", name="Flag").click()
    expect(page.get_by_label("Ida Holm").first).to_be_checked()
    expect(listed(page, 2)).to_have_accessible_name("Question 2 not answered flagged")
    for item in ("Work begins", "The bridge is opened"):
        choose(page, item, "1")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(told(page, "Saved.")).to_be_visible()
    expect(question(page, 5)).to_contain_text("Place 1 is taken twice.")
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_role("heading", name="Can't be read yet")).to_be_visible()
    page.get_by_role("link", name="Back to the questions").click()
    expect(page.locator(".sheet")).to_be_visible()
