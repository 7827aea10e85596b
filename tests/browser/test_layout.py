"""The layout holds: on any width, with text twice as large, from right to left, and with words no line can hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .reviewing import take_up

Begin = Callable[..., Page]
Turn = Callable[..., Page]

WIDTHS = (320, 360, 768, 1280)
TO_READ = [
    "/",
    "/about",
    "/articles/bridge",
    "/articles/arabic",
    "/articles/japanese",
    "/articles/long-words",
    "/sets/who-and-what",
    "/sets/lange-woerter",
    "/sets/jisr/worksheet",
    "/sets/lange-woerter/worksheet",
    "/sets/lange-woerter/answer-key",
    "/review",
    "/offline",
    "/nothing-here",
]

#: What sticks out of the window or of a box that cuts it off, by its markup.
STICKING_OUT = """() => {
  const root = document.scrollingElement;
  const wide = root.clientWidth;
  const hidden = (element) => element.closest(".visually-hidden, .skip-link, [hidden]");
  const scrolled = (element) => element.closest(".reading table");
  const out = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && !hidden(element) && !scrolled(element) && (box.right > wide + 1 || box.left < -1);
  });
  return { scrolls: root.scrollWidth - wide, out: out.map((element) => element.outerHTML.slice(0, 160)) };
}"""


def holds(page: Page) -> None:
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            found = page.evaluate(STICKING_OUT)
            assert found == {"scrolls": 0, "out": []}, f"{page.url} at {width}, text {size}: {found}"


def test_no_page_to_read_scrolls_sideways(new_context: Callable[..., BrowserContext], library_url: str) -> None:
    page = new_context().new_page()
    for address in TO_READ:
        page.goto(library_url + address)
        holds(page)


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_no_question_scrolls_sideways_whatever_its_words(begin: Begin, turn_to: Turn, mode: str) -> None:
    page = begin("lange-woerter", mode)
    for position in range(1, 10):
        turn_to(page, position)
        holds(page)
        if mode == "practice":
            page.get_by_role("button", name="Show the answer").click()
            expect(page.locator(".why")).to_be_visible()
            holds(page)
    page.goto(page.url.replace("questions/9", "finish"))
    holds(page)
    page.locator("[data-primary]").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_visible()
    holds(page)


@pytest.mark.parametrize("slug", ["lange-woerter", "jisr", "hashi"])
def test_no_page_of_a_whole_test_scrolls_sideways(open_page: Begin, slug: str) -> None:
    page = open_page(slug)
    holds(page)
    page.context.set_offline(True)
    page.locator("[data-fields] :is([type=radio], [type=checkbox])").first.check()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.get_by_text("Not handed in")).to_be_visible()
    holds(page)
    page.context.set_offline(False)


def test_no_card_scrolls_sideways_whatever_its_words(
    new_context: Callable[..., BrowserContext], library_url: str
) -> None:
    page = take_up(new_context().new_page(), library_url, "lange-woerter")
    seen = set()
    while page.locator("[data-card]:visible").count():
        seen.add(page.locator("[data-card]").get_attribute("data-card"))
        holds(page)
        # By keys: of two quick taps the second is taken for a slip.
        page.keyboard.press("Enter")
        expect(page.locator(".review-rating-4")).to_be_visible()
        holds(page)
        page.keyboard.press("4")
        expect(page.locator(".review-rating-4")).to_be_hidden()
    assert len(seen) >= 5


def test_arabic_runs_from_the_right_within_an_english_frame(begin: Begin) -> None:
    page = begin("jisr", viewport={"width": 1280, "height": 700})
    fields = page.locator("[data-fields]")
    expect(fields).to_have_attribute("lang", "ar")
    expect(fields).to_have_css("direction", "rtl")
    option = page.locator(".q-option").first
    control, text = option.locator("input").bounding_box(), option.locator(".q-option-text").bounding_box()
    assert control and text and control["x"] > text["x"]
    page.locator(".q-option").first.click()
    page.get_by_role("button", name="Answer", exact=True).click()
    key = page.locator(".q-is-key")
    expect(key).to_have_css("box-shadow", "rgb(27, 103, 55) -4px 0px 0px 0px inset")
    holds(page)


def test_japanese_keeps_its_own_type_and_leading(begin: Begin) -> None:
    page = begin("hashi")
    text = page.locator(".source-text")
    page.get_by_text("Read the article").click()
    style = text.evaluate("each => [getComputedStyle(each).fontFamily, getComputedStyle(each).lineBreak]")
    assert "Mincho" in style[0]
    assert style[1] == "strict"
    holds(page)


def test_whoever_wants_no_motion_sees_none(begin: Begin) -> None:
    page = begin("who-and-what", reduced_motion="reduce")
    moving = page.evaluate("""[...document.querySelectorAll('*')].filter((each) => {
      const style = getComputedStyle(each);
      return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
    }).length""")
    assert moving == 0


def test_forced_colours_still_tell_what_is_chosen_and_marked(begin: Begin) -> None:
    page = begin("who-and-what", forced_colors="active")
    page.get_by_label("Ida Holm").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    mark = page.locator(".source mark.evidence")
    expect(mark).to_be_visible()
    ground, paper = (
        page.locator(each).evaluate("each => getComputedStyle(each).backgroundColor")
        for each in (".source mark.evidence", "body")
    )
    assert ground != paper
    expect(page.locator("#verdict")).to_contain_text("Right")
