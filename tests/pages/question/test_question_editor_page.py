"""One question being written: saved with or without a script, told what is missing, tried, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, WorkingQuestion
from quizapp.core.kinds import all_kinds, to_dict
from quizapp.store.tables import AnswerRow, SetRightRow
from quizapp.web import clock
from quizapp.work.authoring import access, drafting, publishing

from .conftest import FIELDS, JSON, Forms, Send, SignIn


@pytest.mark.parametrize("kind", all_kinds())
def test_every_kind_has_a_form_a_preview_and_a_try(
    reader: FlaskClient, library_session: Session, author: Author, set_id: int, forms: Forms, kind: str
) -> None:
    sample = all_kinds()[kind].sample().question
    document = {name: value for name, value in to_dict(sample).items() if name not in {"v", "id"}}
    made = drafting.add_question(library_session, author, set_id, document, clock.now())
    page = reader.get(f"/teach/sets/{set_id}/questions/{made}").text
    assert "As learners see it" in page
    trying = next(form for form in forms(page) if form["action"].endswith("/try#preview"))
    answer = reader.post(trying["action"], data={"csrf_token": trying["csrf_token"]})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_a_new_question_is_not_blamed_for_what_nobody_has_written_yet(
    reader: FlaskClient, address: str, send: Send
) -> None:
    page = reader.get(address).text
    assert "4 things to finish" in page
    assert "field-error" not in page
    send({"kind": "choice", "stem": "Half"})
    assert "Write at least two options." in reader.get(address).text


def test_it_is_saved_without_a_script(
    send: Send, look: Callable[[], WorkingQuestion], reader: FlaskClient, address: str
) -> None:
    answer = send(FIELDS)
    assert answer.status_code == 303
    assert look().document == {
        "kind": "choice",
        "stem": "How many apples?",
        "options": [{"text": "40", "correct": True}, "41"],
        "explanation": "Forty.",
        "evidence": [{"exact": "picked 40 apples"}],
    }
    page = reader.get(address).text
    assert "Complete: it can be published." in page
    assert "Saved " in page


def test_it_is_saved_as_one_types(send: Send, look: Callable[[], WorkingQuestion]) -> None:
    told = send(FIELDS, headers=JSON).get_json()
    assert told["saved"]
    assert told["stamp"] == look().stamp
    assert told["said"].startswith("Saved ")
    assert "Complete" in told["state"]
    assert "40" in told["preview"]
    assert "field-error" not in told["fields"]


def test_what_is_to_be_finished_is_marked_when_it_is_asked_for(send: Send) -> None:
    unwritten = {**FIELDS, "explanation": ""}
    told = send(unwritten, headers=JSON).get_json()
    assert "Press Save to see what." in told["state"]
    assert "field-error" not in told["fields"]
    told = send({**unwritten, "marks": "shown"}, headers=JSON).get_json()
    assert "It is marked below." in told["state"]
    assert 'id="explanation-error"' in told["fields"]


def test_buttons_work_on_what_was_just_typed(send: Send, look: Callable[[], WorkingQuestion]) -> None:
    answer = send(FIELDS, do="add:options")
    assert answer.location.endswith("#field-options")
    assert look().document["options"] == [{"text": "40", "correct": True}, "41", ""]
    told = send(FIELDS, do="up:options:1", headers=JSON).get_json()
    assert told["fields"].index("41</textarea>") < told["fields"].index("40</textarea>")


def test_a_paragraph_becomes_proof_and_so_does_what_was_marked(send: Send, look: Callable[[], WorkingQuestion]) -> None:
    send({**FIELDS, "evidence-0-exact": ""}, do="prove:1")
    assert look().document["evidence"] == [{"exact": "The pears were left for the birds."}]
    marked = {"marked": "40 apples", "marked-before": "Ida Holm picked ", "marked-after": "."}
    send({**FIELDS, **marked}, do="prove")
    assert [each["exact"] for each in look().document["evidence"]] == ["picked 40 apples", "40 apples"]
    send({**FIELDS, "marked": "picked 40 apples"}, do="prove")
    assert [each["exact"] for each in look().document["evidence"]] == ["picked 40 apples"]


@pytest.mark.parametrize("do", ["prove:99", "prove:x", "prove", "turn", "remove:options:77", "add:role", "fly:1"])
def test_a_button_that_no_page_has_changes_nothing_but_saves(
    send: Send, look: Callable[[], WorkingQuestion], do: str
) -> None:
    assert send(FIELDS, do=do).status_code == 303
    assert look().document["stem"] == "How many apples?"
    assert set(look().document) <= {"kind", "stem", "options", "explanation", "evidence"}


def test_the_kind_is_changed_and_what_fits_is_kept(send: Send, look: Callable[[], WorkingQuestion]) -> None:
    send(FIELDS, do="turn", new_kind="multiple")
    assert look().kind == "multiple"
    assert look().document["options"][0] == {"text": "40", "correct": True}
    send({"kind": "multiple", "stem": "How many apples?"}, do="turn", new_kind="number")
    assert look().document == {"kind": "number", "stem": "How many apples?"}


def test_two_who_change_the_same_are_both_shown(
    send: Send,
    library_session: Session,
    author: Author,
    set_id: int,
    question_id: int,
    look: Callable[[], WorkingQuestion],
) -> None:
    before = look().stamp
    theirs = {"kind": "choice", "stem": "From <the> other tab"}
    drafting.save(library_session, author, set_id, question_id, theirs, before, clock.now())
    answer = send(FIELDS, stamp=before)
    assert answer.status_code == 409
    assert "From &lt;the&gt; other tab" in answer.text
    assert "How many apples?" in answer.text
    assert look().stem == "From <the> other tab"
    told = send(FIELDS, stamp=before, headers=JSON)
    assert told.status_code == 409
    assert told.get_json()["conflict"]
    assert send(FIELDS).status_code == 303
    assert look().stem == "How many apples?"


def test_advice_is_given_and_silenced_with_a_reason(
    send: Send, reader: FlaskClient, address: str, look: Callable[[], WorkingQuestion]
) -> None:
    fields = {**FIELDS, "options-2-text": "All of the above"}
    send(fields)
    page = reader.get(address).text
    code = page.split('value="silence:')[1].split('"')[0]
    send({**fields, f"reason-{code}": ""}, do=f"silence:{code}")
    assert "silence" not in look().document
    send({**fields, f"reason-{code}": "It is meant so."}, do=f"silence:{code}")
    assert look().document["silence"] == {code: "It is meant so."}
    page = reader.get(address).text
    assert f'value="silence:{code}"' not in page
    assert "It is meant so." in page
    send(fields)
    assert look().document["silence"] == {code: "It is meant so."}
    send(fields, do=f"speak:{code}")
    assert "silence" not in look().document


def test_a_try_is_marked_and_nothing_of_it_is_kept(
    send: Send, look: Callable[[], WorkingQuestion], library_session: Session
) -> None:
    send({name: value for name, value in FIELDS.items() if name != "shuffle"})
    before = look()
    right = send({"answer": "0"}, "/try")
    wrong = send({"answer": "1"}, "/try", headers=JSON).get_json()["preview"]
    assert "Right" in right.text
    assert "Wrong" in wrong
    assert "picked 40 apples" in wrong
    assert look() == before
    assert library_session.query(AnswerRow).count() == 0


def test_dropping_changes_goes_back_to_what_learners_see(
    send: Send, look: Callable[[], WorkingQuestion], library_session: Session, author: Author, set_id: int
) -> None:
    send(FIELDS)
    publishing.publish(library_session, author, set_id, clock.now(), "public")
    send({**FIELDS, "stem": "Changed"})
    assert look().state == "changed"
    assert send({}, "/discard").status_code == 303
    assert look().stem == "How many apples?"


def test_a_viewer_may_look_and_try_but_not_save(
    library_app: Any, library_session: Session, set_id: int, sign_in: SignIn, address: str, forms: Forms, send: Send
) -> None:
    send(FIELDS)
    other = library_app.test_client()
    viewer = sign_in(other, name="Nils Dahl")
    library_session.add(SetRightRow(set_id, viewer.person_id, "view", clock.now()))
    library_session.commit()
    page = other.get(address).text
    assert "How many apples?" in page
    assert 'id="question-form"' not in page
    token = next(form["csrf_token"] for form in forms(page) if form["action"].endswith("/try#preview"))
    assert other.post(f"{address}/try", data={"csrf_token": token, "answer": "0"}).status_code == 200
    for where in ("", "/discard", "/pictures"):
        assert other.post(address + where, data={"csrf_token": token, **FIELDS}).status_code == 403


def test_fields_that_no_form_has_are_ignored(send: Send, look: Callable[[], WorkingQuestion]) -> None:
    send(FIELDS, id="taken-over", revised="2020-01-01", version="9", set_id="1", owner="1", right="own")
    assert set(look().document) == {"kind", "stem", "options", "explanation", "evidence"}


@pytest.mark.parametrize("junk", ["\x00", "\ud800", "x" * 30_000, "<script>alert(1)</script>", "{{7*7}}"])
def test_odd_text_is_kept_or_told_and_never_breaks_the_page(
    send: Send, reader: FlaskClient, address: str, junk: str
) -> None:
    answer = send({**FIELDS, "stem": junk.encode("utf-8", "surrogatepass")})
    assert answer.status_code in {303, 400, 422}
    page = reader.get(address)
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_gap_never_gets_the_number_of_one_that_learners_had(
    library_session: Session, author: Author, set_id: int, reader: FlaskClient, forms: Forms
) -> None:
    gaps = {"1": {"kind": "short_text", "answer": "Ida"}, "2": {"kind": "number", "answer": 40}}
    document = {
        "kind": "cloze", "stem": "?", "text": "[[1]] picked [[2]].", "gaps": gaps, "explanation": "So.",
        "evidence": [{"exact": "picked 40 apples"}],
    }  # fmt: skip
    made = drafting.add_question(library_session, author, set_id, document, clock.now())
    publishing.publish(library_session, author, set_id, clock.now(), "public")
    address = f"/teach/sets/{set_id}/questions/{made}"
    form = next(form for form in forms(reader.get(address).text) if "stamp" in form)
    data = {
        "csrf_token": form["csrf_token"],
        "stamp": form["stamp"],
        "kind": "cloze",
        "text": "[[Ida]] picked [[forty]].",
    }
    assert reader.post(address, data={**data, "do": "gaps"}).status_code == 303
    library_session.rollback()
    kept = access.own_question(access.opened(library_session, author, set_id, "view"), made)
    assert kept.document["text"] == "[[3]] picked [[4]]."


def test_a_page_that_outlived_its_session_gets_a_new_token_and_saves(
    reader: FlaskClient, address: str, look: Callable[[], WorkingQuestion]
) -> None:
    told = reader.post(address, data={**FIELDS, "stamp": look().stamp, "csrf_token": "of yesterday"}, headers=JSON)
    assert told.status_code == 400
    again = {**FIELDS, "stamp": look().stamp, "csrf_token": told.get_json()["token"]}
    assert reader.post(address, data=again, headers=JSON).get_json()["saved"]


def test_who_is_signed_out_or_has_lost_the_right_is_told_by_the_page_that_saves(
    library_app: Any,
    reader: FlaskClient,
    send: Send,
    address: str,
    library_session: Session,
    author: Author,
    set_id: int,
) -> None:
    library_session.get_one(SetRightRow, (set_id, author.person_id)).right = "view"
    library_session.commit()
    told = send(FIELDS, headers=JSON)
    assert told.status_code == 403
    assert "but not change it" in told.get_json()["sentence"]
    guest = library_app.test_client()
    token = guest.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    told = guest.post(address, data={**FIELDS, "csrf_token": token}, headers=JSON)
    assert told.status_code == 401
    assert "Sign in in another tab" in told.get_json()["sentence"]
