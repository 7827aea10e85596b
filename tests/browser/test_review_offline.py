"""Review without a connection: what was done comes later, in order, once each, and nobody else's."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts.signing_up import sign_up

from .reviewing import SET, all_sent, answer, current, kept, log_of, ready, take_up, waiting

Serving = Callable[[Path], Any]
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def library_copy(tmp_path: Path, library_database: Path, serving: Serving) -> Iterator[Any]:
    """A server of this test's own with the articles of `tests/library`."""
    shutil.copy(library_database, tmp_path / "quizapp.sqlite3")
    with serving(tmp_path) as running:
        yield running


def test_five_cards_reviewed_offline_arrive_in_order_once_each(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    context.set_offline(True)
    done = [(answer(page, rating), rating, 0) for rating in (4, 3, 1)]
    expect(page.locator("[data-told]")).to_have_text("You are offline. 3 reviews wait to be sent.")
    page.close()

    page = context.new_page()
    page.goto(f"{library_copy.url}/review")
    ready(page)
    assert current(page) not in [card for card, *_ in done]
    done += [(answer(page, rating), rating, 0) for rating in (2, 4)]
    assert waiting(page) == 5
    context.set_offline(False)
    all_sent(page)
    assert log_of(library_copy.instance) == done
    expect(page.locator("[data-told]")).to_be_empty()


def test_a_server_that_dies_while_it_takes_a_review_has_it_once(library_copy: Any, new_context: Contexts) -> None:
    page = take_up(new_context().new_page(), library_copy.url)
    done = [(answer(page, 4), 4, 0)]
    all_sent(page)
    arrived: list[str] = []

    def lose_the_answer(route: Route) -> None:
        # The server takes the reviews, and is gone before anyone hears of it.
        route.fetch()
        arrived.append(route.request.url)
        library_copy.kill()
        route.abort()

    page.route("**/review/log", lose_the_answer, times=1)
    done.append((answer(page, 3), 3, 0))
    page.wait_for_timeout(100)
    done += [(answer(page, 4), 4, 0)]
    while not arrived:
        page.wait_for_timeout(50)
    assert waiting(page) == 2
    library_copy.start()
    all_sent(page)
    assert log_of(library_copy.instance) == done


def test_a_late_answer_of_the_server_brings_no_card_back(library_copy: Any, new_context: Contexts) -> None:
    page = take_up(new_context().new_page(), library_copy.url)
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/review/log", hold, times=1)
    done = [answer(page, 4), answer(page, 4), answer(page, 4)]
    while not late:
        page.wait_for_timeout(20)
    page.route("**/review/log", lambda route: route.abort())
    with page.expect_response("**/review/log"):
        late[0].continue_()
    done += [answer(page, 4) for _ in range(4)]
    assert len(set(done)) == 7
    page.unroute("**/review/log")
    all_sent(page)
    assert [card for card, *_ in log_of(library_copy.instance)] == done


def test_two_tabs_send_nothing_twice_and_nothing_out_of_order(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    one = kept(take_up(context.new_page(), library_copy.url))
    context.set_offline(True)
    done = [(answer(one, rating), rating, 0) for rating in (4, 3)]
    other = context.new_page()
    other.goto(f"{library_copy.url}/review")
    done += [(answer(ready(other), 1), 1, 0), (answer(other, 4), 4, 0)]
    assert len({card for card, *_ in done}) == 4
    context.set_offline(False)
    all_sent(one)
    all_sent(other)
    assert log_of(library_copy.instance) == done


def test_an_undo_goes_after_the_review_that_it_takes_back(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    context.set_offline(True)
    card = answer(page, 1)
    page.keyboard.press("z")
    assert current(page) == card
    answer(page, 4)
    context.set_offline(False)
    all_sent(page)
    assert log_of(library_copy.instance) == [(card, 1, 1), (card, 4, 0)]


def test_a_card_that_was_forgotten_comes_back_offline(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    context.set_offline(True)
    forgotten = answer(page, 1)
    seen = []
    while current(page) != forgotten:
        seen.append(answer(page, 4))
    assert len(seen) == len(set(seen)) >= 5
    page.keyboard.press("Space")
    expect(page.locator("[data-interval]").first).to_be_empty()
    page.keyboard.press("3")
    expect(page.get_by_role("heading", name="That is all for now")).to_be_visible()
    context.set_offline(False)
    all_sent(page)
    assert log_of(library_copy.instance, forgotten) == [(forgotten, 1, 0), (forgotten, 3, 0)]


def test_what_cant_be_taken_is_left_out_with_a_sentence(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    context.set_offline(True)
    person = page.locator("[data-person]").get_attribute("data-person")
    bad = '{"id": "bad", "sort": "rate", "at": 1, "card": 999999, "rating": 3, "took": 1}'
    worse = '{"id": "worse", "sort": "eat", "at": 1}'
    for place, deed in enumerate((bad, worse)):
        page.evaluate(
            "([key, deed]) => localStorage.setItem(key, deed)", [f"quizapp.review.{person}/00{place}/x", deed]
        )
    done = [(answer(page, 4), 4, 0), (answer(page, 3), 3, 0)]
    context.set_offline(False)
    all_sent(page)
    assert log_of(library_copy.instance) == done
    expect(page.locator("[data-said]")).not_to_be_empty()


def test_a_visit_that_expired_is_opened_anew(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = take_up(context.new_page(), library_copy.url)
    context.clear_cookies(name="quizapp_session")
    done = [(answer(page, rating), rating, 0) for rating in (4, 3)]
    all_sent(page)
    assert log_of(library_copy.instance) == done


@pytest.fixture
def signed_in(library_copy: Any, new_context: Contexts, password: str) -> Page:
    """A learner with an account, signed in."""
    folder = library_copy.instance
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}"))
    with app.app_context():
        assert sign_up(db.session(), "ada@school.example", "Ada Berg", password, clock.now(), "learner")
        db.session.remove()
        db.engine.dispose()
    page = new_context().new_page()
    page.goto(f"{library_copy.url}/sign-in")
    page.get_by_label("E-mail").fill("ada@school.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main form").get_by_role("button", name="Sign in").click()
    expect(page.locator(".account-menu")).to_be_visible()
    return page


def test_signing_out_leaves_no_card_on_the_device_and_no_review_is_lost(signed_in: Page, library_copy: Any) -> None:
    page = kept(take_up(signed_in, library_copy.url))
    page.route("**/review/log", lambda route: route.abort())
    card = answer(page, 4)
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.unroute("**/review/log")
    assert page.evaluate("caches.keys().then((all) => all.filter((each) => each.startsWith('quizapp-cards-')))") == []
    page.goto(f"{library_copy.url}/review")
    expect(page.get_by_text("Reviews of somebody else wait on this device: 1.")).to_be_visible()
    assert (waiting(page), log_of(library_copy.instance)) == (1, [])
    page.goto(f"{library_copy.url}/sign-in?next=/review")
    page.get_by_label("E-mail").fill("ada@school.example")
    page.get_by_label("Password", exact=True).fill("seven larch bridges")
    page.locator("main form").get_by_role("button", name="Sign in").click()
    all_sent(ready(page))
    assert log_of(library_copy.instance) == [(card, 4, 0)]


def test_reviews_of_somebody_else_wait_for_them(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = take_up(context.new_page(), library_copy.url)
    person, card = page.locator("[data-person]").get_attribute("data-person"), current(page)
    page.goto(library_copy.url)
    deed = json.dumps({"id": "once", "sort": "rate", "at": 1, "card": card, "rating": 4})
    page.evaluate("([key, deed]) => localStorage.setItem(key, deed)", [f"quizapp.review.{person}/001/once", deed])
    context.clear_cookies(name="quizapp_guest")
    take_up(page, library_copy.url)
    expect(page.get_by_text("Reviews of somebody else wait on this device: 1.")).to_be_visible()
    answer(page, 4)
    page.wait_for_function("() => document.querySelector('[data-undo]').elements.review.value")
    assert (waiting(page), len(log_of(library_copy.instance))) == (1, 1)
    page.get_by_role("button", name="Delete those reviews").click()
    assert waiting(page) == 0


def test_another_person_never_sees_the_cards_that_were_kept(library_copy: Any, new_context: Contexts) -> None:
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    context.clear_cookies(name="quizapp_guest")
    page.goto(f"{library_copy.url}/review")
    expect(page.get_by_role("link", name="Choose a set in the library")).to_be_visible()
    context.set_offline(True)
    page.goto(f"{library_copy.url}/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")


def test_without_anything_kept_the_page_says_so(library_copy: Any, new_context: Contexts, audit: Any) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(f"{library_copy.url}/review")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    audit(page)


def test_pictures_of_cards_are_there_offline(library_copy: Any, new_context: Contexts) -> None:
    with closing(sqlite3.connect(library_copy.instance / "quizapp.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE notes SET document = json_set(document, '$.explanation', '![Map](bridge.png)')")
    context = new_context()
    page = kept(take_up(context.new_page(), library_copy.url))
    address = "/articles/bridge/pictures/bridge.png"
    cards = page.evaluate("caches.match('/review/cards.json', { ignoreSearch: true }).then((found) => found.text())")
    assert address in cards
    context.set_offline(True)
    assert page.evaluate("address => fetch(address).then((response) => response.status)", address) == 200


def test_the_app_can_be_put_on_a_phone(library_copy: Any, new_context: Contexts) -> None:
    page = take_up(new_context().new_page(), library_copy.url, SET)
    session = page.context.new_cdp_session(page)
    errors = [each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    # As every context of a test is, once Chromium has looked.
    assert set(errors) <= {"in-incognito"}
    assert session.send("Page.getAppManifest")["errors"] == []
