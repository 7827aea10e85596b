"""The result: the exact score, every question with its key and proof, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.store.tables import AttemptRow, QuestionRow, SetRow, SlotRow

Begin = Callable[[str, str], str]
Forms = Callable[[str], list[dict[str, str]]]
KeyOf = Callable[[str, int], dict[str, list[str]]]
Take = Callable[..., str]


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1]).split())


@pytest.fixture
def take(reader: FlaskClient, begin: Begin, forms: Forms, key_of: KeyOf) -> Take:
    """`take(mode, 1, 3)`: a finished attempt at `who-and-what` in which 1 and 3 are right; gives its address."""

    def go(mode: str, *right: int) -> str:
        address = begin("who-and-what", mode)
        token = forms(reader.get(f"{address}/finish").text)[0]["csrf_token"]
        for position in right:
            reader.post(f"{address}/questions/{position}", data={"csrf_token": token, **key_of(address, position)})
        reader.post(f"{address}/finish", data={"csrf_token": token})
        return address

    return go


def press(reader: FlaskClient, forms: Forms, page: str, action: str) -> str:
    form = next(form for form in forms(reader.get(page).text) if form["action"].endswith(action))
    return str(reader.post(form["action"], data=form).location)


@pytest.mark.parametrize(
    ("right", "got", "share", "said"),
    [
        ((1, 2, 3, 4, 5), "8 of 8 points", "100%", "Everything right."),
        ((1, 2, 4, 5), "7 of 8 points", "88%", "Nearly all of it."),
        ((2, 4), "5 of 8 points", "63%", "More than half is there."),
        ((), "0 of 8 points", "0%", "A first pass."),
    ],
)
@pytest.mark.parametrize("mode", ["practice", "test"])
def test_the_score_is_shown_in_points_percent_and_words(
    reader: FlaskClient, take: Take, mode: str, right: tuple[int, ...], got: str, share: str, said: str
) -> None:
    page = words(reader.get(f"{take(mode, *right)}/result").text)
    assert f"{got} {share}" in page
    assert said in page


def test_every_question_has_its_key_why_and_proof(reader: FlaskClient, take: Take) -> None:
    page = reader.get(f"{take('test', 1)}/result").text
    assert re.findall(r'review-verdict verdict-(\w+)"', page) == ["right", "open", "open", "open", "open"]
    assert page.count('<mark class="evidence"') == 7
    for sentence in ("The mayor, Ida Holm, opened it on Friday.", "2012, 2017, 2019 and 2021."):
        assert sentence in page
    assert 'href="/articles/bridge#:~:text=is%20made%20of%20larch%20and%20oak"' in page


def test_what_was_missed_can_be_practised(
    reader: FlaskClient, take: Take, forms: Forms, library_session: Session
) -> None:
    address = take("test", 1, 3)
    again = press(reader, forms, f"{address}/result", "/missed")
    row = library_session.get_one(AttemptRow, int(again.rsplit("/", 1)[1]))
    asked = library_session.scalar(select(func.count()).select_from(SlotRow).where(SlotRow.attempt_id == row.id))
    assert (row.mode, row.whole, asked) == ("practice", False, 3)
    assert reader.get(again).location == f"{again}/questions/1"


def test_a_double_click_on_what_was_missed_starts_one(
    reader: FlaskClient, take: Take, forms: Forms, library_session: Session
) -> None:
    address = take("test")
    form = next(form for form in forms(reader.get(f"{address}/result").text) if form["action"].endswith("/missed"))
    first, second = (reader.post(form["action"], data=form).location for _ in range(2))
    assert first == second
    assert library_session.scalar(select(func.count()).select_from(AttemptRow)) == 2


def test_where_nothing_was_missed_nothing_is_offered_and_the_deed_is_refused(
    reader: FlaskClient, take: Take, forms: Forms
) -> None:
    address = take("test", 1, 2, 3, 4, 5)
    found = forms(reader.get(f"{address}/result").text)
    assert [form["action"] for form in found] == ["/sets/who-and-what/attempts", "/sets/who-and-what/study"]
    refused = reader.post(f"{address}/missed", data={**found[0], "request": "a"})
    assert refused.status_code == 409
    assert "You got everything right: there is nothing left to practise." in words(refused.text)


def test_what_was_missed_of_a_running_attempt_is_refused(reader: FlaskClient, begin: Begin, forms: Forms) -> None:
    address = begin("who-and-what", "test")
    token = forms(reader.get(f"{address}/finish").text)[0]["csrf_token"]
    refused = reader.post(f"{address}/missed", data={"csrf_token": token, "request": "a"})
    assert refused.status_code == 409
    assert "Finish this attempt first." in words(refused.text)


def test_the_whole_set_can_be_taken_again_in_the_same_mode(
    reader: FlaskClient, take: Take, forms: Forms, library_session: Session
) -> None:
    for mode in ("practice", "test"):
        again = press(reader, forms, f"{take(mode)}/result", "/sets/who-and-what/attempts")
        row = library_session.get_one(AttemptRow, int(again.rsplit("/", 1)[1]))
        assert (row.mode, row.whole) == (mode, True)


def test_the_result_of_a_set_that_was_taken_away_stays(
    reader: FlaskClient, take: Take, forms: Forms, library_session: Session
) -> None:
    address = take("test", 1)
    before = words(reader.get(f"{address}/result").text)
    row = library_session.scalars(select(AttemptRow)).one()
    library_session.get_one(SetRow, row.set_id).withdrawn_at = row.started_at
    for question in library_session.scalars(select(QuestionRow)):
        question.withdrawn_at = row.started_at
    library_session.commit()
    after = reader.get(f"{address}/result")
    assert after.status_code == 200
    assert "1 of 8 points" in words(after.text)
    assert words(after.text).count("0 of") == before.count("0 of")
    assert forms(after.text) == []


def test_the_best_score_is_told_on_the_set_the_article_and_in_the_library(reader: FlaskClient, take: Take) -> None:
    take("practice", 2)
    take("test", 2, 4)
    for page in ("/sets/who-and-what", "/articles/bridge", "/"):
        assert "Your best: 63% (5 of 8)" in words(reader.get(page).text)
