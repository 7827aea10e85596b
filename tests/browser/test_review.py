"""Review with a script: by keys alone, letter by letter, with everything that can be taken back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .reviewing import SET, all_sent, answer, current, log_of, ready, take_up

Serving = Callable[[Path], Any]
Contexts = Callable[..., BrowserContext]
CASES = json.loads((Path(__file__).parent.parent / "core/comparing_cases.json").read_text())


@pytest.fixture(scope="module")
def review_server(tmp_path_factory: pytest.TempPathFactory, library_database: Path, serving: Serving) -> Iterator[Any]:
    """The articles of `tests/library`; the first card of a set is one to be typed."""
    folder = tmp_path_factory.mktemp("review")
    with closing(sqlite3.connect(shutil.copy(library_database, folder / "quizapp.sqlite3"))) as database, database:
        typed = json.dumps({"style": "typed", "front": "Who opened the bridge?", "back": "Ida Holm"})
        database.execute(
            "UPDATE notes SET document = json_set(document, '$.card', json(?)) WHERE question_id ="
            " (SELECT id FROM questions WHERE name = 'who-opened')",
            [typed],
        )
    with serving(folder) as running:
        yield running


@pytest.fixture
def page(new_context: Contexts, review_server: Any) -> Page:
    """The first card of a set that was just taken up."""
    return take_up(new_context(reduced_motion="reduce").new_page(), review_server.url)


def pass_typed(page: Page) -> Page:
    """Past the card that is to be typed."""
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    expect(page.locator("#typed")).to_be_hidden()
    return page


def counts(page: Page) -> list[str]:
    return page.locator("[data-count] dd").all_inner_texts()


def test_a_sitting_by_keys_alone(page: Page, review_server: Any) -> None:
    page.locator("#typed").focus()
    page.keyboard.type("ida Helm")
    page.keyboard.press("Enter")
    expect(page.locator(".compared-letters del")).to_have_text("wrong: e")
    expect(page.locator(".card-answer")).to_have_text("Ida Holm")
    intervals = [text.split("\n")[-1] for text in page.locator(".review-rating").all_inner_texts()]
    assert intervals == ["1 min", "6 min", "10 min", "8 days"]
    first = current(page)
    page.keyboard.press("4")
    done = [(first, 4, 0), *((answer(page, rating), rating, 0) for rating in (1, 2, 3))]
    assert page.evaluate("document.activeElement.matches('[data-card]')")
    all_sent(page)
    assert log_of(review_server.instance, *(card for card, *_ in done)) == done
    assert counts(page) == ["6", "3", "0"]


def test_digits_that_are_typed_into_the_answer_rate_nothing(page: Page) -> None:
    page.locator("#typed").focus()
    page.keyboard.type("1234 z - @ *")
    expect(page.locator("#typed")).to_have_value("1234 z - @ *")
    expect(page.locator("[data-rate]")).to_be_hidden()
    assert counts(page) == ["10", "0", "0"]


def test_what_is_typed_right_is_said_so(page: Page) -> None:
    page.locator("#typed").fill("ida holm")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".compared-right").first).to_be_visible()
    expect(page.locator(".compared-letters del, .compared-letters ins")).to_have_count(0)


def test_nothing_is_rated_before_the_answer_is_shown(page: Page) -> None:
    pass_typed(page)
    card = current(page)
    page.keyboard.press("3")
    assert current(page) == card
    expect(page.locator("[data-rate]")).to_be_hidden()


def test_answers_are_undone_one_after_the_other(page: Page, review_server: Any) -> None:
    pass_typed(page)
    first, second = answer(page, 4), answer(page, 1)
    page.keyboard.press("Control+z")
    assert current(page) == second
    page.get_by_role("button", name="Undo the last answer").click()
    assert current(page) == first
    assert counts(page) == ["9", "0", "0"]
    all_sent(page)
    assert log_of(review_server.instance, first, second) == [(first, 4, 1), (second, 1, 1)]


def test_an_answer_of_an_earlier_visit_is_undone(page: Page, review_server: Any) -> None:
    pass_typed(page)
    card = answer(page, 4)
    all_sent(page)
    page.goto(f"{review_server.url}/review")
    ready(page)
    page.keyboard.press("z")
    page.wait_for_url("**/review?card=*")
    assert current(ready(page)) == card
    assert log_of(review_server.instance, card) == [(card, 4, 1)]


@pytest.mark.parametrize(("key", "words"), [("-", "Not today"), ("@", "Don't ask it any more")])
def test_a_card_is_put_aside_and_taken_up_again(page: Page, key: str, words: str, review_server: Any) -> None:
    card = current(pass_typed(page))
    page.keyboard.press(key)
    expect(page.locator("[data-card]")).not_to_have_attribute("data-card", str(card))
    expect(page.locator("[data-said]")).to_have_text("Put aside.")
    page.keyboard.press("z")
    assert current(page) == card
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name=words).click()
    all_sent(page)
    page.goto(f"{review_server.url}/review")
    assert current(ready(page)) != card


def test_a_flag_stays(page: Page, review_server: Any) -> None:
    card = current(pass_typed(page))
    page.keyboard.press("*")
    expect(page.locator("[data-flagged]")).to_be_visible()
    all_sent(page)
    page.goto(f"{review_server.url}/review?card={card}")
    expect(ready(page).locator("[data-flagged]")).to_be_visible()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Take the flag off").click()
    expect(page.locator("[data-flagged]")).to_be_hidden()


def test_keys_of_one_sign_can_be_turned_off(page: Page) -> None:
    pass_typed(page)
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("Keys of one letter or sign are on").uncheck()
    page.locator("[data-card]").focus()
    card = current(page)
    for key in ("-", "@", "z"):
        page.keyboard.press(key)
    assert current(page) == card
    page.keyboard.press("Space")
    page.keyboard.press("4")
    expect(page.locator("[data-rate]")).to_be_visible()


def test_the_sitting_ends_on_what_comes_next(page: Page) -> None:
    pass_typed(page)
    while page.locator("[data-card]:visible").count():
        page.keyboard.press("Space")
        page.keyboard.press("4")
    expect(page.get_by_role("heading", name="Done for today")).to_be_visible()
    expect(page.get_by_text("You answered 10 cards.")).to_be_visible()


def test_the_buttons_stay_in_sight_of_a_long_card(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 480})
    pass_typed(page)
    page.keyboard.press("Space")
    for top in (0, 200):
        page.evaluate("top => scrollTo(0, top)", top)
        expect(page.locator(".review-rating").first).to_be_in_viewport(ratio=1)
    sizes = page.locator(".review-rating").evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert min(sizes) >= 44


def test_every_state_holds_for_everyone(page: Page, audit: Callable[[Page], None]) -> None:
    audit(page)
    page.locator("#typed").fill("Ida Helm")
    page.keyboard.press("Enter")
    audit(page)
    page.keyboard.press("4")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    audit(page)
    page.locator("[data-card]").focus()
    page.keyboard.press("Space")
    audit(page)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_the_list_of_what_was_put_aside_holds_for_everyone(
    page: Page, review_server: Any, audit: Callable[[Page], None]
) -> None:
    pass_typed(page)
    for key in ("*", "@", "@"):
        page.keyboard.press(key)
    all_sent(page)
    page.goto(f"{review_server.url}/review/aside")
    expect(page.get_by_role("button", name="Ask it again")).to_have_count(2)
    audit(page)


def test_the_page_of_a_set_that_is_reviewed_holds_for_everyone(
    page: Page, review_server: Any, audit: Callable[[Page], None]
) -> None:
    page.goto(f"{review_server.url}/sets/{SET}")
    expect(page.get_by_role("button", name="Stop reviewing this set")).to_be_visible()
    audit(page)


def test_an_empty_page_holds_for_everyone(
    new_context: Contexts, review_server: Any, audit: Callable[[Page], None]
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(f"{review_server.url}/review")
    audit(page)


def test_without_a_script_everything_is_there(
    new_context: Contexts, review_server: Any, audit: Callable[[Page], None]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{review_server.url}/sets/{SET}")
    page.get_by_role("button", name="Review these cards here").click()
    first = current(page)
    page.get_by_label("Your answer").fill("Ida Helm")
    page.get_by_role("button", name="Show the answer").click()
    expect(page.locator(".compared-letters del")).to_have_text("wrong: e")
    expect(page.locator("mark.evidence").first).to_be_visible()
    page.get_by_role("button", name="Good 10 min").click()
    assert current(page) != first
    page.get_by_role("button", name="Undo the last answer").click()
    assert current(page) == first
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Not today").click()
    expect(page.get_by_text("The card is put aside.")).to_be_visible()
    assert current(page) != first
    assert log_of(review_server.instance, first) == [(first, 3, 1)]


def test_the_twin_in_the_browser_compares_alike(page: Page) -> None:
    found = page.evaluate(
        """async ([address, cases]) => {
          const { compared } = await import(address);
          return cases.map(({ typed, wanted, ignore_case }) => compared(typed, wanted, ignore_case));
        }""",
        [page.locator("script[src*='review.js']").get_attribute("src").replace("review.js", "comparing.js"), CASES],
    )
    for case, runs in zip(CASES, found, strict=True):
        assert runs == case["runs"], case
