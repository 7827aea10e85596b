"""A card with options in a real browser: shuffled, the same on both sides, and right whatever the client allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

CITIES = ["Oslo", "Bergen", "Molde", "Alta", "Bodø"]
NONE = {"text": "none of these", "pinned": True}
BLOCKED = (
    "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
)
#: As the desktop client does it: one page, whose content is replaced and whose scripts are run again.
REPLACE = """html => {
  document.body.innerHTML = html;
  for (const old of document.querySelectorAll("script")) {
    const script = document.createElement("script");
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}"""


@pytest.fixture
def sides(newsroom: Any, learner: Any, ask: Any) -> Callable[..., tuple[str, str]]:
    """`sides("Oslo", ...)`: front and back of the card on which these are the right ones of five cities."""

    def made(*right: str, kind: str = "choice") -> tuple[str, str]:
        options = [{"text": city, "correct": True} if city in right else city for city in CITIES]
        newsroom.load({"trees": [ask("who", kind=kind, options=[*options, NONE])]})
        learner.opens(newsroom.set_deck())
        (card,) = learner.cards()
        return card.question(), card.answer()

    return made


def shows(page: Page, side: str, address: str = "https://cards.test/front") -> list[str]:
    """The options as they stand on this side, on a page of its own, as phones show it."""
    document = f'<!doctype html><meta charset="utf-8"><body class="card card1"><div id="qa">{side}</div></body>'
    page.route(address, lambda route: route.fulfill(body=document, content_type="text/html"))
    page.goto(address)
    return options(page)


def options(page: Page) -> list[str]:
    return page.locator(".quiz-options > ol > li").all_text_contents()


def marked(page: Page) -> set[str]:
    """The options that carry the sign of the right ones."""
    signs = "all => all.map(one => [one.textContent, getComputedStyle(one, '::after').content])"
    found = page.locator(".quiz-options > ol > li").evaluate_all(signs)
    return {text for text, sign in found if "✓" in sign}


def in_file(side: str) -> list[str]:
    return re.findall(r"<li\b[^>]*>(.*?)</li>", side)


def test_each_showing_shuffles_and_the_back_follows(page: Page, sides: Any) -> None:
    front, back = sides("Oslo")
    orders = set()
    for _ in range(12):
        order = shows(page, front)
        assert sorted(order[:5]) == sorted(CITIES)
        assert order[5] == "none of these"
        assert shows(page, back, "https://cards.test/back") == order
        assert marked(page) == {"Oslo"}
        orders.add(tuple(order))
    assert len(orders) > 3


def test_all_right_ones_are_marked_and_the_front_marks_none(page: Page, sides: Any) -> None:
    front, back = sides("Bergen", "Alta", kind="multiple")
    shows(page, front)
    assert marked(page) == set()
    shows(page, back, "https://cards.test/back")
    assert marked(page) == {"Bergen", "Alta"}


def test_the_front_is_the_same_whatever_is_right(sides: Any) -> None:
    front, back = sides("Oslo")
    other_front, other_back = sides("Molde")
    assert front == other_front
    assert back != other_back


def test_on_the_desktop_the_page_stays_and_the_order_too(page: Page, sides: Any) -> None:
    front, back = sides("Oslo")
    shows(page, "")
    orders = set()
    for _ in range(12):
        page.evaluate(REPLACE, front)
        order = options(page)
        page.evaluate(REPLACE, back)
        assert options(page) == order
        assert marked(page) == {"Oslo"}
        orders.add(tuple(order))
    assert len(orders) > 3


def test_where_nothing_can_be_kept_both_sides_are_as_in_the_file(context: BrowserContext, sides: Any) -> None:
    front, back = sides("Bergen", "Alta", kind="multiple")
    context.add_init_script(BLOCKED)
    page = context.new_page()
    for _ in range(3):
        assert shows(page, front) == in_file(front)
        assert shows(page, back, "https://cards.test/back") == in_file(front)
        assert marked(page) == {"Bergen", "Alta"}


def test_without_scripts_both_sides_are_as_in_the_file(browser: Browser, sides: Any) -> None:
    front, back = sides("Bergen", "Alta", kind="multiple")
    page = browser.new_page(java_script_enabled=False)
    assert shows(page, front) == in_file(front)
    assert shows(page, back, "https://cards.test/back") == in_file(front)
    assert marked(page) == {"Bergen", "Alta"}
    page.close()


def test_the_order_in_the_file_does_not_tell_the_key(newsroom: Any, learner: Any, ask: Any) -> None:
    """Authors write the right one first; here they all do."""
    wrong = [f"wrong {number}" for number in range(3)]
    asked = [
        ask(f"q-{number}", kind="choice", options=[{"text": "right", "correct": True}, *wrong]) for number in range(40)
    ]
    newsroom.load({"trees": asked})
    learner.opens(newsroom.set_deck())
    places = [in_file(card.question()).index("right") for card in learner.cards()]
    assert all(4 <= places.count(place) <= 20 for place in range(4))


def test_options_that_their_author_ordered_stay_in_order(page: Page, newsroom: Any, learner: Any, ask: Any) -> None:
    ages = [{"text": "under 10", "correct": True}, "10 to 20", "20 to 30", "over 30"]
    newsroom.load({"trees": [ask("who", kind="choice", options=ages, shuffle=False)]})
    learner.opens(newsroom.set_deck())
    (card,) = learner.cards()
    for _ in range(3):
        assert shows(page, card.question()) == ["under 10", "10 to 20", "20 to 30", "over 30"]


@pytest.mark.parametrize(
    "kept", ["null", "[1]", '["limes/other", [5, 4, 3, 2, 1, 0]]', '["limes/who", [0, 0, 1, 2, 3, 4]]']
)
def test_an_order_that_is_not_this_cards_is_not_taken(page: Page, sides: Any, kept: str) -> None:
    _, back = sides("Oslo")
    shows(page, "")
    page.evaluate("kept => sessionStorage.setItem('quizapp.options', kept)", kept)
    assert shows(page, back, "https://cards.test/back") == in_file(back)
    assert marked(page) == {"Oslo"}


@pytest.mark.parametrize("body", ["card card1", "card card1 nightMode", "card card1 night_mode"])
def test_a_narrow_screen_has_no_sideways_scroll(page: Page, sides: Any, body: str) -> None:
    _, back = sides("Oslo")
    page.set_viewport_size({"width": 320, "height": 600})
    shows(page, back.replace("Oslo", "<img width=900 height=9>" + "long" * 40))
    page.evaluate("body => { document.body.className = body; }", body)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(252, 251, 247)" if body == "card card1" else "rgb(23, 24, 27)")
