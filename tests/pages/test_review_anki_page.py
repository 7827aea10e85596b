"""To Anki and back in a learner's browser: the file, the look at what came back, and taking it over."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.memory.memory import Rating
from quizapp.core.memory.plan import Plan
from quizapp.store.tables import MemoryRow, PersonRow, PlanRow, ReviewRow, SetRow, UploadRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.people import guest, known_guest
from quizapp.work.reviewing import asking, continuing, rating, studying

Forms = Callable[[str], list[dict[str, str]]]
PAGE = "/review/anki"
SET, OTHER = "who-and-what", "money-and-law"


class Reviewer:
    """A guest who reviews sets, in a browser."""

    def __init__(self, session: Session, client: FlaskClient) -> None:
        self.session, self.client = session, client
        made = guest(session, None, clock.now())
        self.id = made.person_id
        client.set_cookie("quizapp_guest", made.token)

    def study(self, *slugs: str) -> Reviewer:
        for slug in slugs:
            studying.study(self.session, self.id, slug, clock.now())
        return self

    def rate(self, how: Rating = Rating.GOOD, cards: int = 1, days: int = 0) -> Reviewer:
        """Rate so many cards, so many days ago."""
        at = clock.now() - timedelta(days=days)
        for number in range(cards):
            card = asking.today(self.session, self.id, at).cards[0].card
            answer = rating.Answer(card.id, how, at, f"{self.id}-{days}-{number}")
            rating.rate(self.session, self.id, answer, at)
        return self

    def file(self) -> bytes:
        return continuing.file_for_anki(self.session, self.id).file.data

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(PAGE).text)
        assert found
        return found[1]

    def bring(self, data: bytes, name: str = "deck.apkg") -> TestResponse:
        form = {"csrf_token": self.token(), "file": (io.BytesIO(data), name)}
        return self.client.post(f"{PAGE}/file", data=form)

    def bring_large(self, data: bytes) -> TestResponse:
        """The same, as bytes on the wire."""
        text = 'Content-Disposition: form-data; name="csrf_token"\r\n\r\n' + self.token()
        file = 'Content-Disposition: form-data; name="file"; filename="deck.apkg"\r\n\r\n'
        body = f"--cut\r\n{text}\r\n--cut\r\n{file}".encode() + data + b"\r\n--cut--\r\n"
        return self.client.post(f"{PAGE}/file", data=body, content_type="multipart/form-data; boundary=cut")

    def look(self, data: bytes) -> str:
        answer = self.bring(data)
        assert (answer.status_code, answer.location) == (303, f"{PAGE}/file"), answer.text
        return self.client.get(f"{PAGE}/file").text

    def take(self, data: bytes, *slugs: str) -> TestResponse:
        stamp = re.search(r'name="stamp" value="(\w+)"', self.look(data))
        form = {"csrf_token": self.token(), "stamp": stamp[1] if stamp else "", "set": list(slugs)}
        return self.client.post(f"{PAGE}/file/taken", data=form)

    def reviews(self) -> int:
        self.session.rollback()
        return self.session.scalar(select(func.count()).where(ReviewRow.person_id == self.id)) or 0


@pytest.fixture
def reviewer(library_session: Session, reader: FlaskClient) -> Reviewer:
    return Reviewer(library_session, reader)


@pytest.fixture
def elsewhere(library_app: Flask, library_session: Session) -> Reviewer:
    """The same learner at a device with Anki: who studies there under another guest's name, and brings the file."""
    return Reviewer(library_session, library_app.test_client())


def test_a_stranger_is_told_what_to_do_first(reader: FlaskClient) -> None:
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "You review no set here yet" in page.text
    assert "Download for Anki" not in page.text
    assert 'type="file"' in page.text
    assert reader.get(f"{PAGE}/deck.apkg").status_code == 404
    assert reader.get(f"{PAGE}/file").location == PAGE


def test_the_sentence_stands_by_the_button(reviewer: Reviewer) -> None:
    page = reviewer.study(SET, OTHER).client.get(PAGE).text
    told = page.index("Tick “Import any learning progress” when you import the file for the first time.")
    assert 0 < page.index("Download for Anki") - told < 300
    assert page.count('name="set"') == 2
    assert "Who did what" in page
    assert "FSRS parameters" not in page


def test_the_file_holds_the_decks_that_were_ticked_and_is_no_ones_elses(reviewer: Reviewer) -> None:
    reviewer.study(SET, OTHER).rate()
    one = reviewer.client.get(f"{PAGE}/deck.apkg?set={SET}")
    assert one.status_code == 200
    assert one.mimetype == "application/vnd.anki"
    assert one.headers["Content-Disposition"] == f"attachment; filename={SET}-with-progress.apkg"
    assert one.headers["Cache-Control"] == "no-store"
    every = reviewer.client.get(f"{PAGE}/deck.apkg?set={SET}&set={OTHER}")
    assert "decks-with-progress.apkg" in every.headers["Content-Disposition"]
    assert len(every.data) > len(one.data)
    assert ZipFile(io.BytesIO(every.data)).testzip() is None
    assert reviewer.client.get(f"{PAGE}/deck.apkg?set=jisr").status_code == 404


def test_parameters_of_ones_own_are_told_for_anki(reviewer: Reviewer, library_session: Session) -> None:
    reviewer.study(SET)
    own = [0.3456, *Plan.parameters[1:]]
    library_session.get_one(PlanRow, reviewer.id).document = {"parameters": own, "desired_retention": 0.85}
    library_session.commit()
    page = reviewer.client.get(PAGE).text
    assert "0.3456, 1.2931" in page
    assert "Desired retention” to 0.85" in page


def test_what_was_studied_in_anki_is_shown_and_taken_over(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET).rate(cards=3)
    reviewer.study(SET)
    page = reviewer.look(elsewhere.file())
    assert "3 reviews that are not here yet" in page
    assert "3 cards are further in Anki" in page
    assert reviewer.reviews() == 0
    answer = reviewer.take(elsewhere.file())
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert reviewer.reviews() == 3
    assert "3 reviews were taken over. 3 cards go on from there." in reviewer.client.get(PAGE).text
    again = reviewer.client.get(f"{PAGE}/file").text
    assert "There is nothing new in this file" in again
    assert "Take it over" not in again


def test_pressed_twice_it_is_taken_once(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET).rate(cards=2)
    reviewer.study(SET)
    stamp = re.search(r'name="stamp" value="(\w+)"', reviewer.look(elsewhere.file()))
    assert stamp
    form = {"csrf_token": reviewer.token(), "stamp": stamp[1]}
    answers = [reviewer.client.post(f"{PAGE}/file/taken", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert reviewer.reviews() == 2
    assert "There was nothing new in the file" in reviewer.client.get(PAGE).text


def test_a_stranger_begins_with_what_they_bring(library_app: Flask, elsewhere: Reviewer) -> None:
    """Who brings a deck is a guest from then on, and reviews the sets that they choose."""
    elsewhere.study(SET, OTHER).rate(cards=4)
    data = elsewhere.file()
    elsewhere.client = library_app.test_client()
    page = elsewhere.look(data)
    assert page.count('name="set"') == 2
    assert "Begin with them" in page
    answer = elsewhere.take(data, SET)
    assert answer.status_code == 303
    cookie = elsewhere.client.get_cookie("quizapp_guest")
    assert cookie
    elsewhere.session.rollback()
    mine = known_guest(elsewhere.session, cookie.value)
    studied = elsewhere.session.scalars(select(MemoryRow.state).where(MemoryRow.person_id == mine)).all()
    assert "learning" in studied
    assert "You review 1 set more." in elsewhere.client.get(PAGE).text


EMPTY_ZIP = b"PK\x05\x06" + b"\x00" * 18


@pytest.mark.parametrize(
    ("data", "told"), [(b"", "package"), (b"hello", "package"), (EMPTY_ZIP, "no collection in this file")]
)
def test_another_file_is_refused_with_a_sentence_and_makes_no_guest(
    library_session: Session, library_app: Flask, elsewhere: Reviewer, data: bytes, told: str
) -> None:
    elsewhere.client = library_app.test_client()
    before = library_session.scalar(select(func.count()).select_from(PersonRow))
    answer = elsewhere.bring(data)
    assert answer.status_code == 422
    assert told in "".join(re.findall(r'role="alert">([^<]+)<', answer.text))
    assert elsewhere.client.get_cookie("quizapp_guest") is None
    library_session.rollback()
    assert library_session.scalar(select(func.count()).select_from(PersonRow)) == before
    assert library_session.scalars(select(UploadRow)).all() == []


def test_without_a_file_one_is_asked_for(reviewer: Reviewer) -> None:
    for form in ({}, {"file": (io.BytesIO(b""), "")}, {"file": "no file"}):
        answer = reviewer.client.post(f"{PAGE}/file", data={"csrf_token": reviewer.token(), **form})
        assert answer.status_code == 422
        assert "Choose the file that you have exported from Anki." in answer.text


def test_a_deck_without_schedule_is_told_how_to_export(reviewer: Reviewer) -> None:
    plain = reviewer.client.get(f"/decks/sets/{SET}.apkg").data
    answer = reviewer.bring(plain)
    assert answer.status_code == 422
    assert "tick Include scheduling information" in answer.text


def test_a_larger_file_than_is_taken_is_refused(reviewer: Reviewer) -> None:
    assert reviewer.bring_large(b"P" * 12_100_000).status_code == 413


def test_a_file_of_eleven_megabytes_is_read(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET).rate()
    file = io.BytesIO(elsewhere.file())
    with ZipFile(file, "a") as archive:
        archive.writestr("7", b"\x00" * 11_000_000)
    assert reviewer.study(SET).bring_large(file.getvalue()).status_code == 303
    assert "1 review that is not here yet" in reviewer.client.get(f"{PAGE}/file").text


def test_another_file_meanwhile_is_shown_before_it_is_taken(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET, OTHER).rate()
    reviewer.study(SET)
    stamp = re.search(r'name="stamp" value="(\w+)"', reviewer.look(elsewhere.file()))
    assert stamp
    reviewer.look(elsewhere.rate(cards=2).file())
    form = {"csrf_token": reviewer.token(), "stamp": stamp[1], "set": "none"}
    answer = reviewer.client.post(f"{PAGE}/file/taken", data=form)
    assert answer.status_code == 409
    assert "You have chosen another file since" in answer.text
    assert "reviews that are not here yet" in answer.text
    assert f'value="{OTHER}" checked' not in answer.text
    assert reviewer.reviews() == 0


def test_anothers_file_is_not_there(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET).rate()
    stamp = re.search(r'name="stamp" value="(\w+)"', reviewer.look(elsewhere.file()))
    assert stamp
    assert elsewhere.client.get(f"{PAGE}/file").location == PAGE
    form = {"csrf_token": elsewhere.token(), "stamp": stamp[1]}
    assert elsewhere.client.post(f"{PAGE}/file/taken", data=form).status_code == 404


def test_names_that_people_typed_are_text(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    elsewhere.study(SET).rate()
    session = reviewer.session
    session.execute(update(SetRow).where(SetRow.slug == SET).values(title="<script>alert(1)</script>"))
    session.commit()
    answer = reviewer.bring(elsewhere.file(), "<b>\x00\u202e" + "w" * 400)
    assert answer.status_code == 303
    page = reviewer.client.get(f"{PAGE}/file").text
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;" in page
    assert "<script>alert" not in page
    assert "<script>alert" not in reviewer.study(SET).client.get(PAGE).text


def test_pages_ask_the_database_no_more_for_more_cards(
    library_app: Flask, reviewer: Reviewer, elsewhere: Reviewer
) -> None:
    sent: list[str] = []
    with library_app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    counts: list[list[int]] = []
    for cards in (1, 4):
        elsewhere.study(SET, OTHER).rate(cards=cards, days=5 - cards)
        reviewer.study(SET).look(elsewhere.file())
        counted = []
        for page in (PAGE, f"{PAGE}/file", f"{PAGE}/deck.apkg"):
            sent.clear()
            assert reviewer.client.get(page).status_code == 200
            counted.append(len(sent))
        counts.append(counted)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_arabic_and_japanese_decks_go_and_come(reviewer: Reviewer, elsewhere: Reviewer) -> None:
    slugs = list(reviewer.session.scalars(select(SetRow.slug)))
    elsewhere.study(*slugs).rate(cards=12)
    reviewer.study(*slugs)
    assert 'lang="ar" dir="rtl"' in reviewer.client.get(PAGE).text
    assert "12 reviews that are not here yet" in reviewer.look(elsewhere.file())
