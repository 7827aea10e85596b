"""A test with all its questions on one page: another view of the same attempt, handed in by one form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.store.tables import AttemptRow, SlotRow

from .conftest import JSON, TWICE, Begin, KeyOf, Sheet, saved, words

Forms = Callable[[str], list[dict[str, str]]]


def test_the_set_page_offers_both_views_and_leads_to_the_chosen_one(reader: FlaskClient, forms: Forms) -> None:
    page = reader.get("/sets/who-and-what").text
    form = next(form for form in forms(page) if form.get("mode") == "test")
    assert form["layout"] == ""
    assert "All questions on one page" in words(page)
    assert page.split("<main")[1].count("button-primary") == 1
    one_by_one = reader.post(form["action"], data=form).location
    together = reader.post(form["action"], data={**form, "layout": "page", "request": "again"}).location
    assert (one_by_one, together) == ("/attempts/1", "/attempts/2/page")
    practice = {**form, "mode": "practice", "layout": "page", "request": "third"}
    assert reader.post(form["action"], data=practice).location == "/attempts/3"


def test_every_question_stands_on_the_page_with_names_of_its_own(sheet: Sheet) -> None:
    ids = re.findall(r'\sid="([^"]+)"', sheet.page)
    assert len(ids) == len(set(ids))
    assert {name.split(".")[0] for name in sheet.fields()} | {"q1", "q2", "q3"} == {f"q{n}" for n in range(1, 6)}
    assert re.findall(r'href="#question-(\d)"', sheet.page) == list("12345")
    assert all(f'id="question-{position}"' in sheet.page for position in range(1, 6))
    assert sheet.markers == ["1-", "2-", "3-", "4-", "5-"]


@pytest.mark.parametrize("slug", ["who-and-what", "jisr", "hashi", "money-and-law"])
def test_a_whole_test_is_taken_in_one_form(
    reader: FlaskClient, begin: Begin, key_of: KeyOf, library_session: Session, slug: str
) -> None:
    taking = Sheet(reader, begin(slug, "test"), key_of)
    page = taking.open()
    ended = taking.send(taking.key(*range(1, page.count("data-question=") + 1)), "finish")
    assert (ended.status_code, ended.location) == (303, f"{taking.address}/result")
    row = library_session.scalars(select(AttemptRow)).one()
    assert row.score == row.out_of
    assert reader.get(f"{taking.address}/page").location == taking.address


def test_all_questions_together_are_light(client: FlaskClient, forms: Forms) -> None:
    """Thirteen questions, packed as browsers get them, in bytes over those of the frame around them."""
    form = next(form for form in forms(client.get("/sets/dates-and-deadlines").text) if form.get("mode") == "test")
    page = client.post(form["action"], data={**form, "layout": "page"}).location
    packed = {"Accept-Encoding": "br"}
    frame, whole = (client.get(address, headers=packed) for address in ("/nothing-here", page))
    assert whole.headers["Content-Encoding"] == "br"
    assert len(whole.data) - len(frame.data) < 8000


def test_saving_keeps_all_and_shows_it_again_in_both_views(sheet: Sheet) -> None:
    answer = sheet.send(sheet.key(1, 3, 4))
    assert (answer.status_code, answer.location) == (303, f"{sheet.address}/page")
    assert "Saved." in words(sheet.open())
    assert sheet.states() == ["answered", "open", "answered", "answered", "open"]
    assert {**sheet.fields(), **sheet.key(1, 3, 4)} == sheet.fields()
    alone = sheet.client.get(f"{sheet.address}/questions/4").text
    assert alone.count(" selected") == len(sheet.key(4))
    assert f'href="{sheet.address}/page#question-4"' in alone
    assert f'href="{sheet.address}/questions/2"' in sheet.page


def test_an_answer_given_one_by_one_stands_on_the_page(sheet: Sheet, key_of: KeyOf) -> None:
    data = {"csrf_token": sheet.token, **key_of(sheet.address, 4)}
    sheet.client.post(f"{sheet.address}/questions/4", data=data)
    sheet.open()
    assert {**sheet.fields(), **sheet.key(4)} == sheet.fields()


def test_an_answer_is_cleared_by_clearing_it(sheet: Sheet, library_session: Session) -> None:
    sheet.send(sheet.key(2, 4))
    sheet.open()
    sheet.send({"q2.answer": [], **dict.fromkeys(sheet.key(4), "")})
    assert saved(library_session) == {}
    sheet.open()
    assert sheet.states() == ["open"] * 5


def test_the_finish_first_lists_what_has_no_answer_and_leads_back_to_the_page(sheet: Sheet) -> None:
    answer = sheet.send({**sheet.key(1, 3), **TWICE}, "finish")
    assert answer.location == f"{sheet.address}/finish?view=page"
    page = sheet.client.get(answer.location).text
    assert "2 of 5 questions are answered." in words(page)
    assert re.findall(r'href="([^"]+)">\s*<span class="to-check-number">(\d)', page) == [
        (f"{sheet.address}/page#question-{position}", str(position)) for position in (5, 2, 4)
    ]
    assert f'class="button" href="{sheet.address}/page#question-2"' in page
    one_by_one = sheet.client.get(f"{sheet.address}/finish").text
    assert f"{sheet.address}/page" not in one_by_one
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    assert sheet.client.post(f"{sheet.address}/finish", data={"csrf_token": token}).status_code == 303
    assert "2 of 8 points" in words(sheet.client.get(f"{sheet.address}/result").text)


def test_a_script_is_told_how_each_question_stands_and_where_it_goes_on(sheet: Sheet) -> None:
    told = sheet.send({**sheet.key(1), **TWICE, "q3.answer": "x" * 2001}, headers=JSON)
    assert (told.status_code, told.json) == (
        200,
        {
            "saved": True,
            "onward": None,
            "refused": [3],
            "states": {"1": "answered", "3": "open", "5": "unreadable"},
            "troubles": {
                "3": "That answer is too long. Keep it under 2000 characters.",
                "5": "Place 1 is taken twice. Give each item a place of its own.",
            },
        },
    )
    asked = sheet.send({}, "finish", JSON).json
    assert asked
    assert asked["onward"] == f"{sheet.address}/finish?view=page"
    ended = sheet.send(sheet.key(1, 2, 3, 4, 5), "finish", JSON).json
    assert ended
    assert ended == {
        "saved": True,
        "onward": f"{sheet.address}/result",
        "refused": [],
        "states": {},
        "troubles": {},
    }


def test_a_flag_without_a_script_keeps_what_was_typed(sheet: Sheet, library_session: Session) -> None:
    for wish, flagged in (("yes", [2]), ("no", [])):
        answer = sheet.send({**sheet.key(1), "flag": f"2-{wish}"}, go="")
        assert answer.location == f"{sheet.address}/page#question-2"
        library_session.rollback()
        found = library_session.scalars(select(SlotRow.position).where(SlotRow.flagged)).all()
        assert found == flagged
        assert f'value="2-{"no" if flagged else "yes"}"' in sheet.open()
    assert set(saved(library_session)) == {1}
    for junk in ("9-yes", "x", "-1-yes", "", "99999-yes"):
        assert sheet.send({"flag": junk}).status_code == 303
    assert not library_session.scalars(select(SlotRow.position).where(SlotRow.flagged)).all()
