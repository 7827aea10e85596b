"""A test in a browser: move freely, all is saved as given, nothing told before the end, time by the server's clock."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Begin = Callable[..., Page]
Turn = Callable[[Page, int], Page]


def saved(page: Page, words: str = "Saved") -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile(f"^{words}$"))).to_be_visible()


def listed(page: Page, position: int) -> Locator:
    return page.get_by_role("navigation", name="Go to a question").get_by_role("link").nth(position - 1)


def test_each_answer_is_saved_as_it_is_given_and_the_learner_is_told(begin: Begin, turn_to: Turn) -> None:
    page = begin("who-and-what", "test")
    page.get_by_label("Tove Lind").check()
    saved(page)
    expect(listed(page, 1)).to_have_accessible_name("Question 1 answered")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_label("steel").check()
    saved(page)
    page.get_by_label("steel").uncheck()
    saved(page, "Saved: no answer")
    expect(listed(page, 2)).to_have_accessible_name("Question 2 not answered")
    listed(page, 1).click()
    expect(page.get_by_label("Tove Lind")).to_be_checked()


def test_one_moves_freely_and_flags_what_to_look_at_again(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    flag = page.get_by_role("button", name="Flag to look at again")
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(listed(page, 1)).to_have_accessible_name("Question 1 not answered flagged")
    listed(page, 4).click()
    page.get_by_role("button", name="Save and back").click()
    expect(page.get_by_role("heading", name="Question 3 of 5")).to_be_visible()
    page.get_by_role("link", name="Check and finish").click()
    expect(page.get_by_text("0 of 5 questions are answered.")).to_be_visible()
    flagged = page.get_by_role("heading", name="Flagged to look at again").locator("xpath=..")
    expect(flagged.get_by_role("link")).to_have_text(re.compile(r"1\s+Who opened the bridge\?"))


def test_nothing_is_told_before_the_end_and_everything_after_it(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.get_by_label("Tove Lind").check()
    saved(page)
    page.reload()
    for told in ("Right", "Wrong", "Her office drew the second plan.", "opened it on Friday"):
        expect(page.get_by_text(told)).to_have_count(0)
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    first = page.locator("#question-1")
    expect(first).to_contain_text("Wrong")
    expect(first).to_contain_text("Her office drew the second plan.")
    expect(first.locator("mark.evidence")).to_have_text("was opened on Friday by mayor Ida Holm")
    expect(page.locator("#question-2")).to_contain_text("Not answered")


def test_an_answer_that_cannot_be_read_is_kept_told_and_listed(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("lange-woerter", "test"), 5)
    number = page.get_by_label("Your number")
    number.fill("viele")
    told = page.get_by_role("status").filter(has_text="number")
    expect(told).to_be_visible()
    expect(listed(page, 5)).to_have_accessible_name("Question 5 can't be read")
    page.get_by_role("button", name="Save and next").click()
    expect(number).to_be_focused()
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("heading", name="Can't be read yet").locator("xpath=..").get_by_role("link").click()
    expect(number).to_have_value("viele")
    number.fill("40")
    number.press("Enter")
    expect(page.get_by_role("heading", name="Question 6 of 9")).to_be_visible()
    expect(listed(page, 5)).to_have_accessible_name("Question 5 answered")


def test_the_clock_tells_five_minutes_and_one_and_then_hands_in(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.clock.install()
    page.reload()
    told = page.locator("[data-announced]")
    expect(page.locator("[data-shown]")).to_contain_text("Time left: 1")
    page.clock.run_for(9 * 60_000 + 50_000)
    expect(told).to_be_empty()
    page.clock.run_for(15_000)
    expect(told).to_have_text("5 minutes left.")
    page.clock.run_for(4 * 60_000)
    expect(told).to_have_text("One minute left.")
    page.get_by_label("Ida Holm").check()
    saved(page)


def test_a_wrong_clock_on_the_learners_side_ends_nothing(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.clock.install()
    page.reload()
    page.clock.run_for(16 * 60_000)
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    expect(page.locator("[data-shown]")).to_have_text(re.compile("Time left: 1[45]:"))
    page.get_by_label("Ida Holm").check()
    saved(page)


def test_at_zero_the_test_hands_itself_in_with_what_was_given(
    begin: Begin, time_left: Callable[[Page, float], None]
) -> None:
    page = begin("who-and-what", "test")
    time_left(page, 3)
    page.reload()
    page.get_by_label("Ida Holm").check()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.get_by_text("The time was up. Everything that was saved in time counts.")).to_be_visible()
    expect(page.locator("#question-1")).to_contain_text("1 of 1 point")


def test_a_page_that_lay_open_past_the_end_is_told_so(begin: Begin, time_left: Callable[[Page, float], None]) -> None:
    page = begin("who-and-what", "test")
    time_left(page, -60)
    page.get_by_label("Ida Holm").check()
    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="this change came too late")).to_be_visible()
    page.get_by_role("button", name="See your result").click()
    expect(page.locator("#question-1")).to_contain_text("0 of 1 point")
