"""Every page and state without a violation that axe can find, in light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .sitting import save

Begin = Callable[..., Page]
Turn = Callable[..., Page]
Audit = Callable[[Page], None]


@pytest.fixture
def reading(new_context: Callable[..., BrowserContext]) -> Page:
    # Without transitions: a colour under way is no colour of ours.
    return new_context(reduced_motion="reduce").new_page()


TO_READ = [
    "/",
    "/about",
    "/articles/bridge",
    "/articles/arabic",
    "/articles/japanese",
    "/articles/long-words",
    "/sets/who-and-what",
    "/sets/jisr",
    "/sets/who-and-what/worksheet",
    "/sets/lange-woerter/worksheet",
    "/sets/who-and-what/answer-key",
    "/sets/lange-woerter/answer-key",
    "/nothing-here",
]


@pytest.mark.parametrize("first", range(3))
def test_pages_to_read_are_free_of_violations(reading: Page, library_url: str, audit: Audit, first: int) -> None:
    for address in TO_READ[first::3]:
        reading.goto(library_url + address)
        audit(reading)


def test_refusals_are_free_of_violations(begin: Begin, library_url: str, audit: Audit) -> None:
    page = begin("who-and-what", "test", reduced_motion="reduce")
    page.goto(f"{library_url}/sets/who-and-what/answer-key")
    audit(page)
    page.goto(f"{library_url}/sets/who-and-what")
    forget = "document.querySelectorAll('[name={}]').forEach(field => {{ field.value = ''; }})"
    page.evaluate(forget.format("request"))
    page.get_by_role("button", name="Start practice").click()
    expect(page.get_by_text("Error 400")).to_be_visible()
    audit(page)


def test_a_conflict_is_free_of_violations(begin: Begin, audit: Audit) -> None:
    page = begin("money-and-law", reduced_motion="reduce")
    page.get_by_label("True").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_role("button", name="See your result").click()
    again = page.get_by_role("button", name="Take the whole set again")
    again.evaluate("button => { button.form.action = location.href.replace('/result', '/missed'); }")
    again.click()
    expect(page.get_by_text("Error 409")).to_be_visible()
    expect(page.get_by_text("there is nothing left to practise")).to_be_visible()
    audit(page)


def test_practice_is_free_of_violations_at_every_step(begin: Begin, turn_to: Turn, audit: Audit) -> None:
    page = begin("who-and-what", reduced_motion="reduce")
    audit(page)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Hint").click()
    page.get_by_label("Tove Lind").check()
    audit(page)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_be_visible()
    audit(page)
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer again").click()
    expect(page.locator(".why")).to_be_visible()
    audit(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    audit(page)


def test_each_kind_is_free_of_violations_before_and_after(begin: Begin, turn_to: Turn, audit: Audit) -> None:
    page = begin("lange-woerter", reduced_motion="reduce")
    for position in range(1, 10):
        turn_to(page, position)
        audit(page)
        answer(page)
        audit(page)


def answer(page: Page) -> None:
    for control in page.locator("[data-fields] :is(input, select)").all():
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(index=1)
        elif control.get_attribute("type") == "text":
            control.fill("3.2.2021")
        else:
            control.check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict, #trouble:not([hidden])").first).to_be_visible()


def test_test_finish_and_result_are_free_of_violations(begin: Begin, turn_to: Turn, audit: Audit) -> None:
    page = begin("who-and-what", "test", reduced_motion="reduce")
    page.get_by_label("Tove Lind").check()
    page.get_by_role("button", name="Flag to look at again").click()
    expect(page.locator(".button-flag.is-flagged")).to_be_visible()
    audit(page)
    page.get_by_role("link", name="Check and finish").click()
    audit(page)
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    audit(page)


@pytest.mark.parametrize("slug", ["lange-woerter", "jisr", "hashi"])
def test_a_whole_test_on_one_page_is_free_of_violations(open_page: Begin, audit: Audit, slug: str) -> None:
    page = open_page(slug, reduced_motion="reduce")
    audit(page)
    for control in page.locator("[data-fields] :is(select, [type=text])").all():
        if control.evaluate("each => each.tagName") == "SELECT":
            control.select_option(index=1)
        else:
            control.fill("?!")
    page.locator("[data-flag]").first.click()
    expect(page.locator(".button-flag.is-flagged")).to_be_visible()
    save(page)
    audit(page)


def test_an_empty_library_is_free_of_violations(reading: Page, empty_url: str, audit: Audit) -> None:
    reading.goto(empty_url)
    expect(reading.get_by_role("heading", name="There is nothing to read yet")).to_be_visible()
    audit(reading)
