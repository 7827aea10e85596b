"""On paper: the result, the worksheet and its key, whole and without what only a screen needs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

Begin = Callable[..., Page]
Sheet = Callable[[str], Page]

#: A4 at 96 dots an inch, less the margins of a printer.
A4 = {"viewport": {"width": 718, "height": 1000}}
SETS = {"dates-and-deadlines": 13, "the-pact-and-the-dispute": 11, "who-met-whom": 11}

#: What lies beyond the paper's edge, or is wider than the box that cuts it off, by its markup.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((each) => {
  if (!each.checkVisibility() || each.closest(".visually-hidden")) return false;
  const box = each.getBoundingClientRect();
  const clips = getComputedStyle(each).overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1;
  return clips || box.right > document.documentElement.clientWidth + 1 || box.left < -1;
}).map((each) => each.outerHTML.slice(0, 160))"""


@pytest.fixture
def sheet(new_context: Callable[..., BrowserContext], live_url: str) -> Sheet:
    def opened(address: str) -> Page:
        page = new_context(**A4).new_page()
        page.emulate_media(media="print")
        page.goto(live_url + address)
        return page

    return opened


def is_fit_for_paper(page: Page) -> None:
    assert page.evaluate(CUT_OFF) == []
    for gone in ("header.masthead", "footer.site-footer", "a.skip-link"):
        expect(page.locator(gone)).to_be_hidden()
    for control in page.locator("main :is(button, input, select)").all():
        expect(control).to_be_hidden()
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 8


@pytest.mark.parametrize("slug", SETS)
@pytest.mark.parametrize("kind", ["worksheet", "answer-key"])
def test_a_sheet_has_every_question_and_nothing_of_the_screen(sheet: Sheet, slug: str, kind: str) -> None:
    page = sheet(f"/sets/{slug}/{kind}")
    expect(page.locator(".sheet-stem")).to_have_count(SETS[slug])
    for stem in page.locator(".sheet-stem").all():
        expect(stem).to_be_visible()
    is_fit_for_paper(page)


def test_the_key_has_its_options_in_the_order_of_the_sheet(sheet: Sheet) -> None:
    orders = [
        sheet(f"/sets/who-met-whom/{kind}").locator(".q-option .q-option-text").all_inner_texts()
        for kind in ("worksheet", "answer-key")
    ]
    assert orders[0] == orders[1]
    assert len(orders[0]) > 20


def test_the_sheet_leaves_room_to_write_and_tells_no_key(sheet: Sheet) -> None:
    page = sheet("/sets/dates-and-deadlines/worksheet")
    for line in (*page.locator(".q-line").all(), *page.locator(".q-gap-line").all()):
        box = line.bounding_box()
        assert box
        assert box["width"] > 90
    expect(page.get_by_text("16 October")).to_have_count(0)
    expect(page.locator(".q-is-key, .q-gap-key, .q-row-key")).to_have_count(0)


def test_a_result_is_printed_with_every_question_and_its_proof(begin: Begin, live_url: str) -> None:
    page = begin("who-met-whom", "test", url=live_url, **A4)
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    expect(page.locator(".review")).to_have_count(SETS["who-met-whom"])
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.get_by_role("button", name="Print").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    for review in page.locator(".review").all():
        expect(review.locator("mark.evidence").first).to_be_visible()
    expect(page.get_by_role("link", name="in the article")).to_have_count(0)
    is_fit_for_paper(page)


def test_a_whole_test_is_printed_without_what_only_a_screen_needs(open_page: Begin) -> None:
    page = open_page("lange-woerter", color_scheme="dark", **A4)
    page.emulate_media(media="print")
    assert page.evaluate(CUT_OFF) == []
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".stem:visible")).to_have_count(9)
    for gone in ("header.masthead", ".sheet-bar", ".sheet-side", "main button"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone


@pytest.fixture
def finished(begin: Begin) -> Callable[..., Page]:
    """`finished("jisr", "Niemand")`: the result of a practice in which only the first question was answered."""

    def opened(slug: str, option: str, **options: object) -> Page:
        page = begin(slug, **options)
        page.get_by_label(option).check()
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.locator("#verdict")).to_be_visible()
        page.goto(re.sub(r"questions/\d+.*", "finish", page.url))
        page.locator("[data-primary]").click()
        expect(page.get_by_role("heading", name="Your result")).to_be_visible()
        return page

    return opened


@pytest.mark.parametrize(("slug", "option"), [("lange-woerter", "Niemand"), ("jisr", "رئيسة البلدية")])
def test_words_no_line_can_hold_and_arabic_fit_on_white_paper(
    finished: Callable[..., Page], library_url: str, slug: str, option: str
) -> None:
    page = finished(slug, option, color_scheme="dark", **A4)
    page.emulate_media(media="print")
    for address in (page.url, f"{library_url}/sets/{slug}/worksheet", f"{library_url}/sets/{slug}/answer-key"):
        page.goto(address)
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
        is_fit_for_paper(page)


def test_whoever_shows_only_what_was_missed_prints_only_that(finished: Callable[..., Page]) -> None:
    page = finished("who-and-what", "Ida Holm")
    missed = page.locator(".review:not([data-right])").count()
    page.get_by_label("Only what I missed").check()
    page.emulate_media(media="print")
    expect(page.locator(".review").filter(visible=True)).to_have_count(missed)
    assert 0 < missed < page.locator(".review").count()
