"""Publishing and the bank in a real browser: what the scripts add, and that all works without them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .teaching import Site

Desk = Callable[..., Page]


def publish(page: Page, url: str, site: Site) -> None:
    page.goto(f"{url}/teach/sets/{site.set_id}/publish")
    page.get_by_role("radio", name="Only with the link").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Learners see it as it is now.")).to_be_visible()


def test_the_link_is_copied_and_its_code_opens_the_set(desk: Desk, teaching_url: str, site: Site) -> None:
    page = desk(permissions=["clipboard-read", "clipboard-write"])
    publish(page, teaching_url, site)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Short link").input_value()
    assert re.fullmatch(rf"{teaching_url}/s/[2-9a-z]{{9}}", copied)
    page.goto(f"{teaching_url}/s")
    page.get_by_label("Code").fill(copied.rpartition("/")[2].upper())
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened")


@pytest.mark.parametrize("scripts", [True, False])
def test_many_questions_are_tagged_deleted_and_brought_back(
    desk: Desk, teaching_url: str, site: Site, scripts: bool
) -> None:
    page = desk(java_script_enabled=scripts)
    page.goto(f"{teaching_url}/teach/questions")
    expect(page.get_by_role("heading", name="9 questions")).to_be_visible()
    choose_all(page, scripts)
    page.get_by_label("Tag", exact=True).last.fill("sea")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("9 questions have got the tag.")).to_be_visible()
    choose_all(page, scripts)
    page.get_by_role("button", name="Delete the questions").click()
    expect(page.get_by_role("heading", name="0 questions")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="9 questions")).to_be_visible()
    page.get_by_label("Words in the question").fill("sea")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="9 questions")).to_be_visible()


def choose_all(page: Page, scripts: bool) -> None:
    if scripts:
        page.get_by_role("button", name="Choose all on this page").click()
        expect(page.get_by_text("Chosen: 9")).to_be_visible()
        expect(page.get_by_role("button", name="Choose none")).to_be_visible()
        return
    for box in page.locator('.bank-list input[type="checkbox"]').all():
        box.check()
