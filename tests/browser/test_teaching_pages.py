"""Every page of a teacher: nothing that axe can find, and nothing that runs over a phone's edge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from quizapp.core.authoring import Author
from quizapp.core.kinds import all_kinds
from quizapp.store.tables import AccountRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.authoring import drafting, publishing

from .teaching import EVIDENCE, Site

#: Where a teacher goes; `{set}` and `{article}` are theirs.
PAGES = [
    "/teach",
    "/teach/articles/new",
    "/teach/articles/write",
    "/teach/articles/{article}",
    "/teach/articles/{article}/pictures",
    "/teach/articles/{article}/history",
    "/teach/articles/{article}/history/1",
    "/teach/articles/{article}/sets/new",
    "/teach/sets/{set}",
    "/teach/sets/{set}/delete",
    "/teach/sets/{set}/publish",
    "/teach/sets/{set}/people",
    "/teach/sets/{set}/export",
    "/teach/load",
    "/teach/sets/{set}/history",
    "/teach/sets/{set}/history/1",
    "/teach/anki",
    "/teach/questions",
    "/account",
    "/s",
]
Audit = Callable[[Page], None]
Desk = Callable[..., Page]


@pytest.fixture
def published(teaching_app: Flask, site: Site) -> Site:
    """The teacher's set, published, with a draft, a deletion and a weak question besides."""
    with teaching_app.app_context():
        session = db.session()
        person_id = session.query(AccountRow.person_id).filter(AccountRow.email == site.email).scalar()
        author = Author(person_id)
        publishing.publish(session, author, site.set_id, clock.now(), "link")
        drafting.remove(session, author, site.set_id, site.questions["date"], clock.now())
        weak = {"kind": "choice", "stem": "Which?", "options": ["All of the above", "a"], "evidence": EVIDENCE}
        drafting.add_question(session, author, site.set_id, weak, clock.now())
        db.session.remove()
    return site


# Three browsers for all pages: to open another for each would take longer than to look.
@pytest.mark.parametrize("first", range(3))
def test_axe_finds_nothing_and_a_phone_needs_no_scrolling_sideways(
    desk: Desk, published: Site, teaching_url: str, audit: Audit, first: int
) -> None:
    page = desk(reduced_motion="reduce")
    for address in PAGES[first::3]:
        page.goto(teaching_url + address.format(set=published.set_id, article=published.article_id))
        assert page.get_by_role("heading", level=1).count() == 1, address
        audit(page)
        _fits_a_phone(page)


@pytest.mark.parametrize("first", range(3))
def test_the_same_holds_for_the_form_of_every_kind(
    desk: Desk, site: Site, teaching_url: str, audit: Audit, first: int
) -> None:
    page = desk(reduced_motion="reduce")
    for kind in list(all_kinds())[first::3]:
        page.goto(f"{teaching_url}/teach/sets/{site.set_id}/questions/{site.questions[kind]}")
        for fold in page.locator(".editor-main details").all():
            fold.evaluate("fold => { fold.open = true; }")
        audit(page)
        _fits_a_phone(page)


def _fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size({"width": 1280, "height": 800})
