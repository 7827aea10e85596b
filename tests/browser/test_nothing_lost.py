"""Nothing answered is lost: a closed page, a lost connection, a dead server, Back, a second tab, a second click."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

Begin = Callable[..., Page]
Turn = Callable[[Page, int], Page]

KEPT = "Not saved yet: kept in this browser, trying again."


def told(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile(f"^{re.escape(words)}$"))


def test_what_was_typed_when_the_page_closed_is_saved(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("lange-woerter", "test"), 4)
    page.get_by_label("Your answer").fill("Maximiliane")
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Your answer")).to_have_value("Maximiliane")
    page.goto(address.replace("questions/4", "finish"))
    expect(page.get_by_text("1 of 9 questions are answered.")).to_be_visible()


def test_an_answer_given_offline_is_kept_told_and_sent_when_the_line_is_back(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.context.set_offline(True)
    page.get_by_label("Ida Holm").check()
    expect(told(page, KEPT)).to_be_visible()
    page.get_by_role("button", name="Save and next").click()
    expect(told(page, KEPT)).to_be_visible()
    expect(page.get_by_label("Ida Holm")).to_be_checked()
    page.get_by_role("button", name="Flag to look at again").click()
    expect(page.get_by_role("status").filter(has_text="The flag could not be set")).to_be_visible()
    page.context.set_offline(False)
    expect(told(page, "Saved")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Ida Holm")).to_be_checked()


def test_an_answer_that_only_the_browser_knows_goes_in_before_the_finish(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.context.set_offline(True)
    page.get_by_label("Ida Holm").check()
    expect(told(page, KEPT)).to_be_visible()
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address.replace("questions/1", "finish"))
    expect(page.get_by_text("1 of 5 questions are answered.")).to_be_visible()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator("#question-1")).to_contain_text("1 of 1 point")


def held_back(page: Page, script: str) -> list[Route]:
    """The page anew, with a script that comes when it is told to."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(script, hold)
    with page.expect_request(script):
        page.goto(page.url, wait_until="commit")
    return held


def test_an_answer_given_before_the_script_has_come_is_saved(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    held = held_back(page, "**/test.js")
    page.get_by_label("Ida Holm").check()
    held[0].continue_()
    expect(told(page, "Saved")).to_be_visible()


def test_a_choice_made_before_the_script_has_come_is_kept(begin: Begin) -> None:
    page = begin("who-and-what")
    held = held_back(page, "**/practice.js")
    page.get_by_label("Ida Holm").check()
    held[0].continue_()
    expect(page.locator(".keys-open")).to_be_attached()
    page.unroute("**/practice.js")
    page.reload()
    expect(page.get_by_label("Ida Holm")).to_be_checked()


def test_places_given_before_the_script_has_come_are_kept(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what"), 5)
    held = held_back(page, "**/ordering.js")
    shown = page.locator(".q-order-text").all_inner_texts()
    page.get_by_label(shown[3]).select_option("1")
    page.get_by_label(shown[2]).select_option("2")
    held[0].continue_()
    expect(page.get_by_role("button", name="Move down").first).to_be_visible()
    expect(page.locator(".q-order-text")).to_have_text([shown[3], shown[2], shown[0], shown[1]])
    page.locator(".q-order", has_text=shown[0]).locator("select").select_option("4")
    expect(page.locator(".q-order-text")).to_have_text(shown[::-1])


def test_the_finish_waits_for_what_can_not_be_sent(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    page.goto(page.url.replace("questions/1", "finish"))
    attempt = page.url.split("/")[-2]
    kept = json.dumps({"address": page.url.replace("finish", "questions/3"), "pairs": [["answer", "false"]]})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"quizapp.unsent.{attempt}/3", kept])
    page.context.set_offline(True)
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_role("alert")).to_contain_text("kept in this browser")
    page.context.set_offline(False)
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator("#question-3")).to_contain_text(re.compile("Right|Wrong"))


def test_a_practice_answer_without_a_connection_stays_and_goes_by_itself(begin: Begin) -> None:
    page = begin("who-and-what")
    page.get_by_label("Ida Holm").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Your answer is kept in this browser")
    page.context.set_offline(False)
    expect(page.locator("#verdict")).to_contain_text("Right")


def test_a_practice_answer_that_waited_on_a_closed_page_is_there_again(begin: Begin) -> None:
    page = begin("who-and-what")
    page.get_by_label("Ida Holm").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    button = page.get_by_role("button", name="Answer", exact=True)
    expect(button.or_(page.locator("#verdict"))).to_be_visible()
    # What was on its way as the page was closed may still have arrived.
    if button.count():
        expect(page.get_by_label("Ida Holm")).to_be_checked()
        button.click()
    expect(page.locator("#verdict")).to_contain_text("Right")


def test_an_answer_changed_while_it_waits_is_not_sent_unasked(begin: Begin) -> None:
    page = begin("who-and-what")
    page.get_by_label("Per Aas").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Ida Holm").check()
    page.context.set_offline(False)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("Right")
    expect(page.locator("#verdict")).to_contain_text("1 of 1 point")


def test_a_server_that_dies_and_comes_back_has_lost_no_saved_answer(begin: Begin, server: Any) -> None:
    page = begin("dates-and-deadlines", "test", url=server.url)
    page.get_by_label("Your date").fill("23 November 2019")
    expect(told(page, "Saved")).to_be_visible()
    page.get_by_role("button", name="Save and next").click()
    page.get_by_label("Friday 15 November 2019").check()
    expect(told(page, "Saved")).to_be_visible()
    server.kill()
    page.get_by_label("Friday 8 November 2019").check()
    expect(told(page, KEPT)).to_be_visible()
    server.start()
    expect(told(page, "Saved")).to_be_visible(timeout=20_000)
    page.goto(server.url)
    page.get_by_role("link", name=re.compile("Continue")).click()
    expect(page.get_by_role("heading", name="Question 3 of")).to_be_visible()
    page.get_by_role("button", name="Save and back").click()
    expect(page.get_by_label("Friday 8 November 2019")).to_be_checked()
    page.get_by_role("button", name="Save and back").click()
    expect(page.get_by_label("Your date")).to_have_value("23 November 2019")


def test_a_practice_draft_outlives_reload_back_and_the_tab(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("lange-woerter"), 7)
    gap = page.get_by_label("Gap 1")
    gap.fill("1250")
    page.reload()
    expect(gap).to_have_value("1250")
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.get_by_role("heading", name="Question 8 of 9")).to_be_visible()
    page.go_back()
    expect(gap).to_have_value("1250")
    address, context = page.url, page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Gap 1")).to_have_value("1250")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("Partly right")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('quizapp.draft'))") == []


def test_back_after_an_answer_shows_the_question_before_and_forward_the_mark(begin: Begin) -> None:
    page = begin("who-and-what")
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    page.go_back()
    expect(page.locator("#verdict")).to_contain_text("Right")
    page.go_back()
    expect(page.get_by_role("link", name="Continue where you were")).to_be_visible()


def test_a_second_tab_is_told_that_the_question_was_answered(begin: Begin) -> None:
    page = begin("who-and-what")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("Right")
    other.get_by_label("Per Aas").check()
    other.get_by_role("button", name="Answer", exact=True).click()
    expect(other.get_by_role("status").filter(has_text="That answer stands.")).to_be_visible()
    expect(other.locator("#verdict")).to_contain_text("Right")


def test_a_second_tab_is_told_that_the_test_is_over(begin: Begin) -> None:
    page = begin("who-and-what", "test")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    other.get_by_label("Ida Holm").click()
    expect(other.get_by_role("status").filter(has_text="This attempt is finished")).to_be_visible()
    expect(other.locator("#question-1")).to_contain_text("0 of 1 point")


def test_a_double_click_starts_answers_and_finishes_once(begin: Begin, library_url: str) -> None:
    page = begin("who-and-what")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Hint").dblclick()
    expect(page.get_by_text("It is the mayor.")).to_be_visible()
    page.get_by_label("Per Aas").check()
    page.get_by_role("button", name="Answer", exact=True).dblclick()
    expect(page.locator("#verdict")).to_contain_text("0 of 1 point, with 1 hint")
    expect(page.locator("#verdict")).to_contain_text("You have 1 more try.")
    assert [url.rsplit("/", 1)[1] for url in posts] == ["hint", "1"]
    page.goto(f"{library_url}/sets/money-and-law")
    page.get_by_role("button", name="Start practice").dblclick()
    page.get_by_label("True").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_role("button", name="See your result").dblclick()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="finished")).to_have_count(0)
