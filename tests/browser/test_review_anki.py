"""To Anki and back in a browser: a file is downloaded, another is brought, looked at and taken over."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from quizapp import create_app
from quizapp.core.memory.memory import Rating
from quizapp.settings import Settings
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.people import guest
from quizapp.work.reviewing import asking, continuing, rating, studying

NewContext = Callable[..., BrowserContext]
Audit = Callable[[Page], None]
SETS = ("who-and-what", "jisr", "lange-woerter")
_REQUESTS = count()


@pytest.fixture(scope="session")
def review_app(library_server: Any) -> Flask:
    """The application on the database of `library_url`, for what was reviewed before."""
    folder = library_server.instance
    return create_app(Settings(instance=folder, database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}"))


class Learner:
    """A guest who reviews sets; `file` is what their Anki would export."""

    def __init__(self, app: Flask, *slugs: str, cards: int = 0) -> None:
        self.app = app
        with app.app_context():
            session, now = db.session(), clock.now() - timedelta(hours=1)
            made = guest(session, None, now)
            self.id, self.token = made.person_id, made.token
            for slug in slugs:
                studying.study(session, self.id, slug, now)
            for _ in range(cards):
                card = asking.today(session, self.id, now).cards[0].card
                answer = rating.Answer(card.id, Rating.GOOD, now, f"browser-{next(_REQUESTS)}")
                rating.rate(session, self.id, answer, now)
            db.session.remove()

    def file(self) -> FilePayload:
        with self.app.app_context():
            data = continuing.file_for_anki(db.session(), self.id).file.data
            db.session.remove()
        return {"name": "deck.apkg", "mimeType": "application/octet-stream", "buffer": data}


@pytest.fixture
def opened(new_context: NewContext, library_url: str) -> Callable[..., Page]:
    """`opened(learner, **context)`: the page in the browser of this learner, or of a stranger."""

    def enter(learner: Learner | None, **options: Any) -> Page:
        context = new_context(reduced_motion="reduce", **options)
        if learner:
            context.add_cookies([{"name": "quizapp_guest", "value": learner.token, "url": library_url}])
        page = context.new_page()
        page.goto(f"{library_url}/review/anki")
        return page

    return enter


def bring(page: Page, file: FilePayload) -> None:
    page.get_by_label("File from Anki").set_input_files(file)
    page.get_by_role("button", name="Look what is in it").click()


def fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scripts", [True, False])
def test_out_and_back(opened: Callable[..., Page], review_app: Flask, scripts: bool) -> None:
    page = opened(Learner(review_app, *SETS), java_script_enabled=scripts)
    expect(page.get_by_text("Tick “Import any learning progress”")).to_be_visible()
    page.get_by_label("Who did what").uncheck()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Anki").click()
    assert download.value.suggested_filename == "decks-with-progress.apkg"
    with ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert "collection.anki2" in archive.namelist()

    bring(page, Learner(review_app, *SETS, cards=3).file())
    expect(page.get_by_role("heading", level=1)).to_have_text("What you bring from Anki")
    expect(page.get_by_text("3 reviews that are not here yet")).to_be_visible()
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_role("status")).to_have_text("3 reviews were taken over. 3 cards go on from there.")
    page.go_back()
    page.reload()
    expect(page.get_by_text("There is nothing new in this file")).to_be_visible()


def test_a_stranger_brings_a_deck_and_begins_with_its_sets(opened: Callable[..., Page], review_app: Flask) -> None:
    page = opened(None, java_script_enabled=False)
    bring(page, Learner(review_app, *SETS, cards=2).file())
    expect(page.get_by_text("You do not review these sets here yet.")).to_be_visible()
    page.get_by_label("Who did what").uncheck()
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_role("status")).to_contain_text("You review 2 sets more.")
    expect(page.get_by_role("checkbox")).to_have_count(2)


def test_axe_finds_nothing_on_the_way(opened: Callable[..., Page], review_app: Flask, audit: Audit) -> None:
    page = opened(None)
    audit(page)
    fits_a_phone(page)
    page = opened(Learner(review_app, *SETS))
    page.get_by_text("Good to know").click()
    audit(page)
    fits_a_phone(page)


def test_axe_finds_nothing_on_the_way_back(opened: Callable[..., Page], review_app: Flask, audit: Audit) -> None:
    page = opened(Learner(review_app, "jisr"))
    bring(page, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no package"})
    expect(page.get_by_role("alert")).to_contain_text("package")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    audit(page)
    fits_a_phone(page)
    bring(page, {**Learner(review_app, *SETS, cards=4).file(), "name": f"{'w' * 150}.apkg"})
    expect(page.get_by_text("You do not review these sets here yet.")).to_be_visible()
    audit(page)
    fits_a_phone(page)
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_role("status")).to_be_visible()
    audit(page)
    page.go_back()
    page.reload()
    expect(page.get_by_text("There is nothing new in this file")).to_be_visible()
    audit(page)
    fits_a_phone(page)
