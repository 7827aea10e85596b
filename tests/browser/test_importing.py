"""Cards from the real Anki on their way to drafts, in a real browser: looked at, chosen, made, told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
from flask import Flask
from playwright.sync_api import Page, expect

from quizapp.core.authoring import Author
from quizapp.core.kinds import all_kinds
from quizapp.core.prose import plain
from quizapp.formats.apkg import write_deck
from quizapp.store import decks
from quizapp.store.tables import AccountRow
from quizapp.web.extensions import db
from quizapp.work.authoring import publishing
from tests.work.authoring.shelf import Shelf

from .teaching import Site

Audit = Callable[[Page], None]
Desk = Callable[..., Page]
LONG = "It is a long story of three travellers who met at the well, could not agree, and went home in the rain at last."
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.anki.close()


@pytest.fixture
def deck(shelf: Shelf, tmp_path: Path) -> Path:
    """A file of two decks: a picture, gaps, backs that can't be typed, and one note that asks nothing."""
    shelf.picture("a lime.png")
    shelf.add("Basic", 'Which tree? <img src="a lime.png">', "Lime", deck="Nature::Trees", tags=("wood",))
    shelf.add("Basic", "Why?", LONG, deck="Nature::Trees")
    shelf.add("Cloze", "An {{c1::ash}} is a tree.", deck="Nature::Trees")
    shelf.add("Cloze", "{{c1::<img src=no.png>}}", deck="Nature::Trees")
    shelf.add("Basic", "Which bird?", "Heron", deck="Nature::" + "Birds" * 20)
    file = tmp_path / "nature.apkg"
    file.write_bytes(shelf.file())
    return file


def fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 800})


def test_from_the_desk_to_drafts(desk: Desk, teaching_url: str, site: Site, deck: Path, audit: Audit) -> None:
    page = desk(reduced_motion="reduce")
    page.get_by_role("link", name="Bring cards from Anki").click()
    page.get_by_label("File from Anki").set_input_files(deck)
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is in the file")
    expect(page.get_by_text("5 notes", exact=True)).to_be_visible()
    expect(page.get_by_text("1 card is left out")).to_be_visible()
    audit(page)
    fits_a_phone(page)
    page.get_by_label(re.compile("Birds")).uncheck()
    page.get_by_label("Where to").select_option(label="Into the set: What happened")
    page.get_by_label("Plain cards to be turned over").check()
    page.get_by_role("button", name="Show what that makes").click()
    expect(page.get_by_text("with 2 cards")).to_be_visible()
    expect(page.get_by_label(re.compile("Birds"))).not_to_be_checked()
    page.get_by_role("button", name="Make 2 drafts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was made")
    expect(page.get_by_text("Write what the picture a lime.png shows")).to_be_visible()
    audit(page)
    fits_a_phone(page)
    page.get_by_role("link", name=re.compile("Which tree")).click()
    expect(page.get_by_label("Left side").first.or_(page.locator("[name='pairs-0-left']"))).to_have_value(
        re.compile("Which tree")
    )


def test_without_scripts_they_come_as_well(desk: Desk, site: Site, teaching_url: str, deck: Path) -> None:
    page = desk(java_script_enabled=False)
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    page.get_by_role("link", name="Bring cards from Anki").click()
    page.get_by_label("File from Anki").set_input_files(deck)
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_label("Where to")).to_have_value(f"set:{site.set_id}")
    page.get_by_role("button", name="Make 4 drafts").click()
    expect(page.get_by_text("4 drafts were made.")).to_be_visible()
    page.get_by_role("link", name="Go to the set").click()
    expect(page.get_by_role("link", name="Which bird?")).to_be_visible()


def test_what_was_changed_in_anki_is_taken_over_where_it_is_ticked(
    desk: Desk, site: Site, teaching_app: Flask, teaching_url: str, shelf: Shelf, tmp_path: Path, audit: Audit
) -> None:
    home = tmp_path / "home.apkg"
    home.write_bytes(_published(teaching_app, site))
    shelf.anki.import_anki_package(ImportAnkiPackageRequest(package_path=str(home), options=ImportAnkiPackageOptions()))
    for number in shelf.anki.find_notes(""):
        note = shelf.anki.get_note(number)
        note["Explanation"] = f"Changed in Anki. {note['Explanation']}"
        shelf.anki.update_note(note)
    home.write_bytes(shelf.file())
    page = desk(reduced_motion="reduce")
    page.goto(f"{teaching_url}/teach/anki?into=set:{site.set_id}")
    page.get_by_label("File from Anki").set_input_files(home)
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_role("heading", name="Your own cards")).to_be_visible()
    expect(page.get_by_text("Nothing new.")).to_be_visible()
    audit(page)
    fits_a_phone(page)
    boxes = page.locator("input[name=note]")
    offered = boxes.count()
    page.get_by_label(plain(all_kinds()["choice"].sample().question.stem), exact=True).check()
    page.get_by_role("button", name="Take over what is ticked").click()
    expect(page.get_by_text("1 draft says now what the card says.")).to_be_visible()
    expect(page.locator("input[name=note]")).to_have_count(offered - 1)


def _published(app: Flask, site: Site) -> bytes:
    """The deck of the teacher's set, as learners take it home."""
    with app.app_context():
        session = db.session()
        person_id = session.query(AccountRow.person_id).filter(AccountRow.email == site.email).scalar()
        found = publishing.publish(session, Author(person_id), site.set_id, LONG_AGO, "public")
        held = decks.set_deck(session, found.slug)
        assert held
        data = write_deck(decks.deck_export(session, held)).data
        db.session.remove()
    return data
