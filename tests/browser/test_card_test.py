"""A test made from cards, and what was missed, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .drilling import begin, to_the_end

Contexts = Callable[..., BrowserContext]
Audit = Callable[[Page], None]


#: One of them can be read, whatever is asked for.
TYPED = ("3", "3.2.2021", "2021")


def give(page: Page, typed: str = "3") -> None:
    """Some answer to the question on the page."""
    if page.locator("#typed").count():
        page.locator("#typed").fill(typed)
    else:
        page.locator("[data-fields] input").first.check()


def through(page: Page, each: Callable[[Page], None] = lambda _: None) -> None:
    """From the first question to the end of the test."""
    for _ in range(25):
        if page.get_by_role("heading", name="Check and finish").count():
            return
        each(page)
        assert any(save(page, typed) for typed in TYPED)
        expect(page.locator("h1")).to_be_visible()
    raise AssertionError("the test has no end")


def save(page: Page, typed: str) -> bool:
    """Whether it was taken; the next page is there then."""
    give(page, typed)
    address = page.url
    with page.expect_response(lambda sent: sent.request.method == "POST") as sent:
        page.get_by_role("button", name="Save and go on").click()
    if sent.value.status == 422:
        return False
    page.wait_for_url(lambda url: url != address)
    return True


@pytest.mark.parametrize("script", [True, False])
def test_a_test_is_taken_left_and_marked(new_context: Contexts, library_url: str, script: bool) -> None:
    page = begin(new_context(java_script_enabled=script, reduced_motion="reduce").new_page(), library_url, "card-test")
    give(page)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).to_contain_text("Question 2")
    page.goto(f"{library_url}/sets/who-and-what/card-test")
    page.get_by_role("link", name="Go on where you were").click()
    expect(page.locator("h1")).to_contain_text("Question 2")
    through(page)
    page.get_by_role("button", name="See the marks").click()
    expect(page.locator("h1")).to_contain_text("right")
    marks = page.locator(".drill-mark")
    assert marks.count() > 3
    for mark in marks.all():
        expect(mark.locator("mark.evidence").first).to_be_visible()


def test_enter_saves_and_goes_on(new_context: Contexts, library_url: str) -> None:
    page = begin(new_context(reduced_motion="reduce").new_page(), library_url, "card-test")
    give(page)
    page.locator("[data-fields] input").first.press("Enter")
    expect(page.locator("h1")).to_contain_text("Question 2")


def test_every_page_of_a_test_is_free_of_violations(new_context: Contexts, library_url: str, audit: Audit) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(f"{library_url}/sets/lange-woerter/card-test")
    audit(page)
    begin(page, library_url, "card-test", "lange-woerter")
    seen: set[str] = set()

    def look(page: Page) -> None:
        kind = page.locator("[data-fields] legend, [data-fields] label").first.inner_text()
        if kind not in seen:
            seen.add(kind)
            audit(page)

    through(page, look)
    assert len(seen) >= 3
    audit(page)
    page.get_by_role("button", name="See the marks").click()
    expect(page.locator(".drill-mark").first).to_be_visible()
    audit(page)


@pytest.mark.parametrize("script", [True, False])
def test_what_was_missed_is_learnt_and_leaves_the_list(new_context: Contexts, library_url: str, script: bool) -> None:
    page = new_context(java_script_enabled=script, reduced_motion="reduce").new_page()
    page.goto(f"{library_url}/sets/who-and-what")
    page.get_by_role("button", name="Start the test").click()
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("link", name="All that I missed").click()
    expect(page.locator(".missed-list > li")).to_have_count(5)
    page.get_by_role("button", name="Learn these").click()
    to_the_end(page)
    page.get_by_role("link", name="Back to what I missed").click()
    expect(page.get_by_text("Nothing here.")).to_be_visible()


def test_the_list_of_what_was_missed_is_free_of_violations(
    new_context: Contexts, library_url: str, audit: Audit
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(f"{library_url}/missed")
    audit(page)
    page.goto(f"{library_url}/sets/jisr")
    page.get_by_role("button", name="Start the test").click()
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.goto(f"{library_url}/missed")
    expect(page.locator(".missed-list > li").first).to_be_visible()
    audit(page)
