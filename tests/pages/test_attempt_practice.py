"""Practice in the browser: one question at a time, marked at once, with the key, the reason and the proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.store.tables import AnswerRow

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]
KeyOf = Callable[[str, int], dict[str, list[str]]]
Send = Callable[..., TestResponse]

STANDS = "This question was answered before, perhaps in another tab. That answer stands."


@pytest.fixture
def address(begin: Begin) -> str:
    """A practice of `who-and-what`: choice (two tries, a hint), multiple, true or false, matching, ordering."""
    return begin("who-and-what", "practice")


@pytest.fixture
def send(reader: FlaskClient, forms: Forms) -> Send:
    """`send(page, deed, **fields)`: send the question's form to `page` + `deed` as its page shows it now."""

    def post(page: str, deed: str = "", **fields: Any) -> TestResponse:
        form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
        hidden = {name: form[name] for name in ("csrf_token", "try", "hints")}
        return reader.post(page + deed, data={**hidden, **fields})

    return post


def answers(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(AnswerRow)) or 0


def words(page: str) -> str:
    """The page's main text."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


@pytest.mark.parametrize("position", range(1, 6))
def test_a_right_answer_is_told_at_once_with_why_and_the_proof(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf, position: int
) -> None:
    page = f"{address}/questions/{position}"
    answer = send(page, **key_of(address, position))
    assert (answer.status_code, answer.location) == (303, f"{page}#verdict")
    shown = reader.get(page).text
    assert 'id="verdict"' in shown
    assert re.search(r'verdict-title">.*Right</p>', shown)
    assert "Why" in words(shown)
    assert shown.count('<mark class="evidence"') >= 2
    assert STANDS not in shown


def test_a_wrong_answer_may_be_followed_by_a_second_try_that_costs(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf
) -> None:
    page, right = f"{address}/questions/1", key_of(address, 1)
    wrong = {"answer": str((int(right["answer"][0]) + 1) % 4)}
    assert "You have 2 tries. Each after the first costs 0.25 points." in words(reader.get(page).text)
    send(page, **wrong)
    again = words(reader.get(page).text)
    assert "You have 1 more try. Each costs 0.25 points." in again
    assert "The mayor, Ida Holm, opened it" not in again
    send(page, **right)
    assert "0.75 of 1 point, after 2 tries" in words(reader.get(page).text)


def test_a_hint_is_shown_for_its_price_and_what_was_typed_stays(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf
) -> None:
    page = f"{address}/questions/1"
    answer = send(page, "/hint", answer="2")
    assert answer.status_code == 303
    shown = reader.get(answer.location).text
    assert "It is the mayor." in words(shown)
    assert re.search(r'value="2"\s+checked', shown)
    send(page, **key_of(address, 1))
    assert "0.75 of 1 point, with 1 hint" in words(reader.get(page).text)


def test_a_double_click_on_the_hint_costs_one(reader: FlaskClient, address: str, forms: Forms) -> None:
    page = f"{address}/questions/1"
    form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
    for _ in range(2):
        reader.post(f"{page}/hint", data={"csrf_token": form["csrf_token"], "hints": form["hints"]})
    assert 'name="hints" value="1"' in reader.get(page).text


def test_what_was_typed_is_left_out_of_an_address_that_grows_too_long(address: str, send: Send) -> None:
    assert send(f"{address}/questions/1", "/hint", answer="é" * 300).location == f"{address}/questions/1#hints"


def test_the_answer_can_be_shown_instead(reader: FlaskClient, address: str, send: Send) -> None:
    page = f"{address}/questions/4"
    assert send(page, "/reveal").location == f"{page}#verdict"
    shown = words(reader.get(page).text)
    assert "Here is the answer" in shown
    assert "0 of 3 points" in shown
    assert "designer of the second plan" in shown


def test_a_double_click_gets_the_first_ones_mark(
    reader: FlaskClient, address: str, forms: Forms, key_of: KeyOf, library_session: Session
) -> None:
    page = f"{address}/questions/1"
    form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
    sent = {**form, **key_of(address, 1)}
    first, second = (reader.post(page, data=sent) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert answers(library_session) == 1
    assert STANDS not in reader.get(page).text


def test_a_stale_tab_is_told_and_changes_nothing(
    reader: FlaskClient, address: str, forms: Forms, key_of: KeyOf, library_session: Session
) -> None:
    page, right = f"{address}/questions/1", key_of(address, 1)
    form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
    wrong = {"answer": str((int(right["answer"][0]) + 1) % 4)}
    reader.post(page, data={**form, **wrong})
    reader.post(page, data={**form, **right})
    shown = words(reader.get(page).text)
    assert STANDS in shown
    assert "You have 1 more try." in shown
    assert answers(library_session) == 1


@pytest.mark.parametrize(
    ("position", "fields", "sentence"),
    [
        (1, {}, "Choose an answer first."),
        (1, {"answer": "9"}, "That choice is not on this page."),
        (4, {"answer.0": ""}, "Choose at least one match first."),
        (5, {"answer.0": "1", "answer.1": "1"}, "Place 1 is taken twice."),
    ],
)
def test_an_answer_that_can_not_be_read_comes_back_as_it_was_sent(
    reader: FlaskClient,
    address: str,
    send: Send,
    library_session: Session,
    position: int,
    fields: dict[str, str],
    sentence: str,
) -> None:
    answer = send(f"{address}/questions/{position}", **fields)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    kept = re.findall(r'<option value="1" selected', answer.text)
    assert len(kept) == sum(value == "1" for value in fields.values())
    assert answers(library_session) == 0


def test_an_attempt_opens_at_the_first_question_without_an_answer(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf
) -> None:
    assert reader.get(address).location == f"{address}/questions/1"
    send(f"{address}/questions/1", **key_of(address, 1))
    send(f"{address}/questions/2", "/reveal")
    assert reader.get(address).location == f"{address}/questions/3"


def test_when_all_is_answered_the_finish_comes_next(
    reader: FlaskClient, address: str, send: Send, key_of: KeyOf
) -> None:
    for position in range(1, 6):
        send(f"{address}/questions/{position}", **key_of(address, position))
    assert reader.get(address).location == f"{address}/finish"
    assert "See your result" in words(reader.get(f"{address}/questions/5").text)


def test_after_the_finish_every_page_leads_to_the_result(
    reader: FlaskClient, address: str, forms: Forms, key_of: KeyOf
) -> None:
    page = f"{address}/questions/1"
    form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
    token = {"csrf_token": form["csrf_token"]}
    assert reader.post(f"{address}/finish", data=token).location == f"{address}/result"
    assert reader.post(f"{address}/finish", data=token).location == f"{address}/result"
    for found in (address, f"{address}/finish"):
        assert reader.get(found).location == f"{address}/result"
    assert reader.get(page).location == address
    late = reader.post(page, data={**form, **key_of(address, 1)}, follow_redirects=True)
    assert late.request.path == f"{address}/result"
    assert "This attempt is finished, so nothing in it can be changed any more." in words(late.text)


def test_a_question_beside_the_attempt_is_not_there(reader: FlaskClient, address: str) -> None:
    for position in ("0", "6", "99999999999999999999", "-1", "x"):
        answer = reader.get(f"{address}/questions/{position}")
        assert answer.status_code == 404


def test_a_script_gets_the_mark_with_the_question_after_it(
    reader: FlaskClient, address: str, forms: Forms, key_of: KeyOf
) -> None:
    def tell(position: int) -> dict[str, Any]:
        page = f"{address}/questions/{position}"
        form = next(form for form in forms(reader.get(page).text) if form["action"] == page)
        fields = {"csrf_token": form["csrf_token"], "try": form["try"], **key_of(address, position)}
        told: dict[str, Any] = reader.post(page, data=fields, headers={"Accept": "application/json"}).json
        assert told["taken"]
        assert 'id="verdict"' in told["page"]
        assert "<html" not in told["page"]
        assert re.findall(r'<img[^>]* src="([^"]+)"', told["page"]) == ["/articles/bridge/pictures/bridge.png"]
        return told

    told = tell(1)
    assert told["next"]["address"] == f"{address}/questions/2"
    # Just what the question's own page shows.
    alone = reader.get(f"{address}/questions/2").text
    fields = re.compile(r'<div class="q-fields".*?</form>', re.DOTALL)
    assert fields.findall(told["next"]["page"]) == fields.findall(alone) != []
    assert 'id="verdict"' not in told["next"]["page"]
    tell(3)
    assert "next" not in tell(2)
    assert "next" not in tell(5)
