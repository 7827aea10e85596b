"""All questions on one page: what is lost when the line, the server, the session or the page goes. Nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from .sitting import answer_all, choose, question, ready, save, told

Open = Callable[..., Page]

KEPT = "Not saved yet: kept in this browser, trying again."


def test_offline_all_can_be_answered_and_goes_in_when_the_line_is_back(open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    answer_all(page)
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(told(page, KEPT)).to_be_visible()
    page.get_by_role("button", name="Finish the test").click()
    expect(told(page, "Not handed in: the site can’t be reached.")).to_be_visible()
    question(page, 1).get_by_role("button", name="Flag").click()
    expect(told(page, "The flag could not be set")).to_be_visible()
    page.context.set_offline(False)
    expect(told(page, r"^Saved \d+:\d\d")).to_be_visible()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator("main")).to_contain_text("8 of 8 points")


def test_what_only_the_browser_knows_outlives_the_page(open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    page.get_by_label("Ida Holm").first.check()
    choose(page, "Work begins", "3")
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Ida Holm").first).to_be_checked()
    expect(question(page, 5).locator(".q-order", has_text="Work begins").locator("select")).to_have_value("3")
    expect(told(page, r"^Saved \d+:\d\d")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('quizapp.unsent'))") == []


def test_what_the_browser_keeps_goes_in_from_the_other_view_and_from_the_check(open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    page.get_by_label("larch").check()
    page.get_by_label("False").check()
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address.replace("page", "finish?view=page"))
    expect(page.get_by_text("2 of 5 questions are answered.")).to_be_visible()


def test_a_page_that_is_left_saves_what_was_given(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Ida Holm").first.check()
    address = page.url
    # So that no other page can do it.
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    for _ in range(50):
        page.goto(address.replace("page", "finish"))
        if "1 of 5" in page.locator(".lead").inner_text():
            break
    expect(page.get_by_text("1 of 5 questions are answered.")).to_be_visible()


def test_a_server_that_dies_and_comes_back_has_lost_nothing(open_page: Open, server: Any) -> None:
    page = open_page("dates-and-deadlines", url=server.url)
    question(page, 1).get_by_label("Your date").fill("23 November 2019")
    save(page)
    server.kill()
    question(page, 2).get_by_label("Friday 8 November 2019").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(told(page, KEPT)).to_be_visible()
    server.start()
    expect(told(page, r"^Saved \d+:\d\d")).to_be_visible(timeout=20_000)
    page.reload()
    expect(question(page, 1).get_by_label("Your date")).to_have_value("23 November 2019")
    expect(question(page, 2).get_by_label("Friday 8 November 2019")).to_be_checked()


def test_a_lost_session_is_mended_in_silence(open_page: Open) -> None:
    page = open_page()
    page.context.clear_cookies(name="quizapp_session")
    page.get_by_label("Ida Holm").first.check()
    save(page)
    page.reload()
    expect(page.get_by_label("Ida Holm").first).to_be_checked()


def test_two_tabs_do_not_clear_one_anothers_answers(open_page: Open) -> None:
    page = open_page()
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    page.get_by_label("Ida Holm").first.check()
    save(page)
    other.get_by_label("False").check()
    save(other)
    other.reload()
    expect(other.get_by_label("Ida Holm").first).to_be_checked()
    expect(other.get_by_label("False")).to_be_checked()


def test_a_second_tab_is_told_that_the_test_is_over(open_page: Open) -> None:
    page = open_page()
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    answer_all(page)
    page.get_by_role("button", name="Finish the test").dblclick()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="finished")).to_have_count(0)
    other.get_by_label("True").check()
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.get_by_role("status").filter(has_text="This attempt is finished")).to_be_visible()
