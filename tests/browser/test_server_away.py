"""The server dies, or can save nothing for a while: what was typed waits in the browser and arrives by itself."""

from __future__ import annotations

import re
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from quizapp import create_app
from quizapp.settings import Settings

from .reviewing import all_sent, answer, log_of, take_up
from .teaching import Site, database_of, furnish, signed_in

KEPT = "Not saved yet: kept in this browser, trying again."
#: Longer than the server asks browsers to wait.
LATER = 20_000


@pytest.fixture
def calm(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which a 503 is not a complaint: here it is what is looked for."""
    with closing(browser.new_context()) as context:
        context.set_default_timeout(10_000)
        yield context


@contextmanager
def unwritable(server: Any) -> Iterator[None]:
    """The system lets the server's workers write no byte: it answers with 503, and when to come back."""
    unlimited = resource.RLIM_INFINITY
    for worker in server.worker_ids():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, unlimited))
    yield
    for worker in server.worker_ids():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (unlimited, unlimited))


def started(context: BrowserContext, server: Any, slug: str, button: str) -> Page:
    page = context.new_page()
    page.goto(f"{server.url}/sets/{slug}")
    page.get_by_role("button", name=button).click()
    expect(page.locator(".keys-open")).to_be_attached()
    return page


def told(page: Page, words: str) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile(f"^{re.escape(words)}$"))


def refused(page: Page, deed: Callable[[], Any]) -> None:
    with page.expect_response(lambda response: response.status == 503) as answered:
        deed()
    assert answered.value.headers["retry-after"] == "5"


def stored(server: Any) -> list[str]:
    with closing(sqlite3.connect(server.instance / "quizapp.sqlite3", timeout=20)) as database:
        return [text for (text,) in database.execute("SELECT fields FROM answers")]


def test_an_answer_of_a_test_that_met_a_503_is_sent_by_itself_when_the_server_said(
    calm: BrowserContext, server: Any
) -> None:
    page = started(calm, server, "dates-and-deadlines", "Start the test")
    with unwritable(server):
        refused(page, lambda: page.get_by_label("Your date").fill("23 November 2019"))
        expect(told(page, KEPT)).to_be_visible()
        assert stored(server) == []
    expect(told(page, "Saved")).to_be_visible(timeout=LATER)
    assert len(stored(server)) == 1
    page.reload()
    expect(page.get_by_label("Your date")).to_have_value("23 November 2019")


def test_an_answer_of_practice_that_met_a_503_is_sent_by_itself_once(calm: BrowserContext, server: Any) -> None:
    page = started(calm, server, "dates-and-deadlines", "Start practice")
    page.get_by_label("Your date").fill("23 November 2019")
    with unwritable(server):
        refused(page, page.get_by_role("button", name="Answer", exact=True).click)
        expect(page.get_by_role("alert")).to_contain_text("is sent by itself as soon as it can be")
        expect(page.get_by_label("Your date")).to_have_value("23 November 2019")
    expect(page.locator("#verdict")).to_contain_text("Right", timeout=LATER)
    assert len(stored(server)) == 1


def test_a_server_that_dies_while_someone_types_has_it_all_once_it_is_back(
    begin: Callable[..., Page], server: Any
) -> None:
    page = begin("dates-and-deadlines", "test", url=server.url)
    field = page.get_by_label("Your date")
    field.press_sequentially("23 Nov")
    server.kill()
    field.press_sequentially("ember 2019")
    expect(told(page, KEPT)).to_be_visible()
    server.start()
    expect(told(page, "Saved")).to_be_visible(timeout=LATER)
    page.reload()
    expect(field).to_have_value("23 November 2019")


def test_a_practice_answer_given_to_a_dead_server_is_marked_once_it_is_back(
    begin: Callable[..., Page], server: Any
) -> None:
    page = begin("dates-and-deadlines", url=server.url)
    page.get_by_label("Your date").fill("23 November 2019")
    server.kill()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Your answer is kept in this browser")
    server.start()
    expect(page.locator("#verdict")).to_contain_text("Right", timeout=LATER)
    assert len(stored(server)) == 1


def test_reviews_that_met_a_503_arrive_in_order_once_each(
    calm: BrowserContext, library_database: Path, tmp_path: Path, serving: Callable[[Path], Any]
) -> None:
    (tmp_path / "quizapp.sqlite3").write_bytes(library_database.read_bytes())
    with serving(tmp_path) as server:
        page = take_up(calm.new_page(), server.url)
        done = [(answer(page, 4), 4, 0)]
        all_sent(page)
        with unwritable(server):
            refused(page, lambda: done.append((answer(page, 3), 3, 0)))
            expect(page.locator("[data-told]")).to_contain_text("wait")
            done.append((answer(page, 1), 1, 0))
        all_sent(page)
        assert log_of(server.instance) == done


@pytest.fixture
def school(tmp_path: Path) -> tuple[Flask, Site]:
    app = create_app(Settings(instance=tmp_path, database_url=database_of(tmp_path)))
    return app, furnish(app)


@pytest.fixture
def teachers(school: tuple[Flask, Site], tmp_path: Path, serving: Callable[[Path], Any]) -> Iterator[Any]:
    """A server of this test's own, where a teacher has a set."""
    with serving(tmp_path) as running:
        yield running


def editing(context: BrowserContext, server: Any, school: tuple[Flask, Site]) -> Page:
    app, site = school
    cookie = {"name": "quizapp_account", "value": signed_in(app, site.email), "url": server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{server.url}/teach/sets/{site.set_id}/questions/{site.questions['choice']}")
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    return page


AWAY = "Not saved yet: the site can’t be reached. It is tried again by itself."


def test_what_a_teacher_types_while_nothing_can_be_saved_is_saved_by_itself(
    calm: BrowserContext, teachers: Any, school: tuple[Flask, Site]
) -> None:
    page = editing(calm, teachers, school)
    stem = page.get_by_label("Question", exact=True)
    with unwritable(teachers):
        refused(page, lambda: stem.fill("Who drew the plan of the larch bridge?"))
        expect(page.locator("[data-said]")).to_have_text(AWAY)
    expect(page.locator("[data-said]")).to_have_text(re.compile("Saved"), timeout=LATER)
    page.reload()
    expect(stem).to_have_value("Who drew the plan of the larch bridge?")


def test_a_server_that_dies_while_a_teacher_types_has_it_all_once_it_is_back(
    new_context: Callable[..., BrowserContext], teachers: Any, school: tuple[Flask, Site]
) -> None:
    page = editing(new_context(), teachers, school)
    stem = page.get_by_label("Question", exact=True)
    stem.fill("Who drew")
    teachers.kill()
    stem.press_sequentially(" the plan?")
    expect(page.locator("[data-said]")).to_have_text(AWAY)
    teachers.start()
    expect(page.locator("[data-said]")).to_have_text(re.compile("Saved"), timeout=LATER)
    page.reload()
    expect(stem).to_have_value("Who drew the plan?")
