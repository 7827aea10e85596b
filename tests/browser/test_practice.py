"""Practice in a browser: the verdict at once, why, and the passage of the article that proves it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Begin = Callable[..., Page]
Turn = Callable[[Page, int], Page]

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}


def answer(page: Page) -> None:
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_be_focused()


@pytest.mark.parametrize(
    ("choices", "verdict", "points"),
    [
        (["larch", "oak"], "Right", "2 of 2 points"),
        (["larch"], "Partly right", "1 of 2 points"),
        (["steel", "concrete"], "Wrong", "0 of 2 points"),
    ],
)
def test_each_answer_gets_its_verdict_and_its_points_at_once(
    begin: Begin, turn_to: Turn, choices: list[str], verdict: str, points: str
) -> None:
    page = turn_to(begin("who-and-what"), 2)
    for choice in choices:
        page.get_by_label(choice).check()
    answer(page)
    told = page.get_by_role("status").filter(has=page.locator(".verdict-title"))
    expect(told).to_contain_text(verdict)
    expect(told).to_contain_text(points)
    expect(page.get_by_text("The article names larch and oak.")).to_be_visible()


def test_beside_the_answer_the_article_is_marked_and_scrolled_to_the_proof(begin: Begin, turn_to: Turn) -> None:
    page = turn_to(begin("who-and-what", viewport={"width": 1280, "height": 500}), 5)
    page.get_by_role("button", name="Show the answer").click()
    pane = page.get_by_role("region", name="Town opens a wooden bridge")
    marks = pane.locator("mark.evidence")
    expect(marks).to_have_text(["A first plan of 2012 was withdrawn", "Work began in March 2019"])
    expect(marks.first).to_be_in_viewport()
    assert pane.evaluate("pane => pane.scrollTop") > 0
    assert marks.first.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgb(255, 228, 92)"
    question, article = page.locator(".attempt-main").bounding_box(), pane.bounding_box()
    assert question and article and article["x"] > question["x"] + question["width"]


def test_on_a_phone_the_proof_stands_below_and_the_article_opens_on_request(begin: Begin) -> None:
    page = begin("who-and-what", **PHONE)
    page.get_by_label("Ida Holm").tap()
    answer(page)
    expect(page.locator("#verdict")).to_be_in_viewport()
    excerpt = page.locator(".why-proof mark.evidence")
    expect(excerpt).to_have_text("was opened on Friday by mayor Ida Holm")
    expect(excerpt).to_be_visible()
    pane = page.locator("[data-pane]")
    expect(pane).to_be_hidden()
    page.get_by_text("The article, with the proof marked").tap()
    expect(pane.locator("mark.evidence")).to_be_visible()


def test_hint_and_second_try_tell_their_price_before_and_count_it_after(begin: Begin) -> None:
    page = begin("who-and-what")
    expect(page.get_by_text("You have 2 tries. Each after the first costs 0.25 points.")).to_be_visible()
    page.get_by_label("Per Aas").check()
    hint = page.get_by_role("button", name="Hint costs 0.25 points")
    hint.click()
    expect(page.get_by_role("list", name="Hints")).to_be_focused()
    expect(page.get_by_text("It is the mayor.")).to_be_visible()
    expect(page.get_by_label("Per Aas")).to_be_checked()
    expect(hint).to_have_count(0)
    answer(page)
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("Wrong")
    expect(verdict).to_contain_text("You have 1 more try. Each costs 0.25 points.")
    expect(page.locator(".why")).to_have_count(0)
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer again").click()
    expect(verdict).to_contain_text("0.5 of 1 point, after 2 tries with 1 hint")


def test_an_empty_answer_is_sent_back_with_a_sentence_and_not_marked(begin: Begin) -> None:
    page = begin("who-and-what")
    page.get_by_role("button", name="Answer", exact=True).click()
    trouble = page.get_by_role("alert")
    expect(trouble).to_be_focused()
    expect(trouble).to_contain_text("Choose an answer first.")
    page.get_by_label("Ida Holm").check()
    answer(page)
    expect(page.locator("#verdict")).to_contain_text("Right")


def test_a_practice_ends_with_a_result_and_practice_of_what_was_missed(begin: Begin, turn_to: Turn) -> None:
    page = begin("who-and-what")
    page.get_by_label("Ida Holm").check()
    answer(page)
    for position in (2, 3, 4, 5):
        turn_to(page, position).get_by_role("button", name="Show the answer").click()
        expect(page.locator("#verdict")).to_contain_text("Here is the answer")
    page.get_by_role("button", name="See your result").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    expect(page.locator(".result-score")).to_contain_text("1")
    page.get_by_label("Only what I missed").check()
    expect(page.locator(".review:visible")).to_have_count(4)
    expect(page.get_by_role("status").filter(has_text="4 questions shown.")).to_have_count(1)
    page.get_by_role("button", name="Practise what I missed").click()
    expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()


def test_the_next_question_comes_with_the_mark_and_back_leads_back(begin: Begin) -> None:
    page = begin("who-and-what", **PHONE)
    first, asked = page.url, list[str]()
    page.get_by_label("Ida Holm").check()
    answer(page)
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Next question").click()
    expect(page.get_by_role("heading", name="Question 2 of")).to_be_visible()
    expect(page).to_have_title("Question 2 of 5 · Who did what · quizapp")
    expect(page.locator("#main")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    assert asked == []
    assert page.url == first.removesuffix("1") + "2"
    page.get_by_label("larch").check()
    page.get_by_label("oak").check()
    answer(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Question 1 of")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("Right")
    page.go_forward()
    expect(page.get_by_role("heading", name="Question 2 of")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("Right")
