"""The set's page: the article with what is asked about, the questions with what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author, WorkingSet
from quizapp.store.tables import SetRightRow
from quizapp.web import clock
from quizapp.work.authoring import access, articles, drafting, publishing, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
ARTICLE = {
    "title": "Apples & <pears>",
    "publisher": "The Orchard",
    "published": "2021-05-01",
    "body": "Ida Holm picked 40 apples on 3 May 2021.\n\nThe pears were left for the birds.\n\nNobody was stung.",
}
QUESTION: dict[str, Any] = {
    "kind": "choice",
    "stem": "How many *apples*?",
    "options": [{"text": "40", "correct": True}, "41", "42"],
    "shuffle": False,
    "explanation": "It was forty.",
    "evidence": [{"exact": "picked 40 apples"}],
}


@pytest.fixture
def author(reader: FlaskClient, sign_in: SignIn) -> Author:
    return Author(sign_in(reader).person_id)


@pytest.fixture
def set_id(library_session: Session, author: Author) -> int:
    article_id = articles.create_article(library_session, author, ARTICLE, (), clock.now())
    return sets.create_set(library_session, author, article_id, {"title": "Fruit <b>"}, clock.now())


@pytest.fixture
def look(library_session: Session, author: Author, set_id: int) -> Callable[[], WorkingSet]:
    def opened() -> WorkingSet:
        library_session.rollback()
        return access.opened(library_session, author, set_id, "view")

    return opened


@pytest.fixture
def send(reader: FlaskClient, set_id: int, forms: Forms) -> Callable[..., TestResponse]:
    """`send("arrange", do="up:3")`: a form of the set's page."""

    def post(where: str, **fields: str | list[str]) -> TestResponse:
        token = next(form["csrf_token"] for form in forms(reader.get("/teach").text) if "csrf_token" in form)
        return reader.post(f"/teach/sets/{set_id}/{where}", data={"csrf_token": token, **fields})

    return post


def add(session: Session, author: Author, set_id: int, **fields: Any) -> int:
    return drafting.add_question(session, author, set_id, {**QUESTION, **fields}, clock.now())


def test_an_empty_set_says_how_to_begin(reader: FlaskClient, set_id: int) -> None:
    page = reader.get(f"/teach/sets/{set_id}").text
    assert "No question yet." in page
    assert page.count("button-primary") == 1
    assert "Fruit &lt;b&gt;" in page
    assert "<b>" not in page


def test_what_is_asked_about_is_marked_and_what_is_not_is_listed(
    reader: FlaskClient, library_session: Session, author: Author, set_id: int
) -> None:
    add(library_session, author, set_id)
    page = reader.get(f"/teach/sets/{set_id}").text
    assert '<mark class="evidence" id="evidence-1">picked 40 apples</mark>' in page
    assert "1 of 3 paragraphs are asked about." in page
    listed = page.split("What is not asked about yet")[1]
    assert "The pears were left" in listed
    assert "40 apples" not in listed


def test_a_question_begins_from_what_was_marked(
    send: Callable[..., TestResponse], look: Callable[[], WorkingSet]
) -> None:
    answer = send("questions", kind="number", text="40 app", before="Ida Holm picked ", after="les on 3 May")
    assert answer.status_code == 303
    question = look().questions[0]
    assert answer.location.endswith(f"/questions/{question.id}")
    assert question.kind == "number"
    assert question.document["evidence"] == [{"exact": "40 apples"}]


def test_a_question_begins_from_a_paragraph_without_any_script(
    reader: FlaskClient, set_id: int, forms: Forms, look: Callable[[], WorkingSet]
) -> None:
    form = next(
        each for each in forms(reader.get(f"/teach/sets/{set_id}").text) if each.get("text", "").startswith("The pears")
    )
    assert reader.post(form.pop("action"), data=form).status_code == 303
    assert look().questions[0].document["evidence"] == [{"exact": "The pears were left for the birds."}]


def test_a_passage_that_is_not_there_begins_a_question_without_proof(
    send: Callable[..., TestResponse], look: Callable[[], WorkingSet]
) -> None:
    assert send("questions", kind="essay", text="no such words").status_code == 303
    assert look().questions[0].kind == "choice"
    assert "evidence" not in look().questions[0].document


def test_the_buttons_of_the_list_do_what_they_say(
    send: Callable[..., TestResponse],
    look: Callable[[], WorkingSet],
    library_session: Session,
    author: Author,
    set_id: int,
) -> None:
    one, two = (add(library_session, author, set_id, stem=stem) for stem in ("One?", "Two?"))
    assert send("arrange", do=f"down:{one}").status_code == 303
    assert [question.id for question in look().questions] == [two, one]
    send("arrange", do="order:", order=[str(one), str(two), "junk"])
    assert [question.id for question in look().questions] == [one, two]
    send("arrange", do=f"duplicate:{one}")
    assert [question.stem for question in look().questions] == ["One?", "One?", "Two?"]
    answer = send("arrange", do=f"remove:{two}")
    assert answer.location.endswith("#removed")
    assert [question.id for question in look().removed] == [two]
    send("arrange", do=f"bring-back:{two}")
    assert look().removed == ()


@pytest.mark.parametrize("do", ["", "up:", "up:x", "remove:999999999999", "fly:1", "move:1"])
def test_a_button_that_no_page_has_changes_nothing(
    send: Callable[..., TestResponse], look: Callable[[], WorkingSet], library_session: Session, author: Author,
    set_id: int, do: str,
) -> None:  # fmt: skip
    add(library_session, author, set_id)
    before = look()
    assert send("arrange", do=do).status_code in {303, 404}
    assert look() == before


def test_settings_are_kept_and_shown_to_learners_only_with_the_next_publishing(
    reader: FlaskClient, send: Callable[..., TestResponse], look: Callable[[], WorkingSet], library_session: Session,
    author: Author, set_id: int,
) -> None:  # fmt: skip
    add(library_session, author, set_id)
    publishing.publish(library_session, author, set_id, clock.now(), "public")
    slug = look().slug
    fields = {"title": "New title", "description": "a\r\nb", "language": "en", "time_limit": "7", "shuffle": "on"}
    assert send("settings", revision=str(look().revision), **fields).status_code == 303
    assert look().header["title"] == "New title"
    assert look().header["description"] == "a\nb"
    assert "New title" not in reader.get(f"/sets/{slug}").text
    publishing.publish(library_session, author, set_id, clock.now())
    assert "New title" in reader.get(f"/sets/{slug}").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", " ", "Give the set a title"),
        ("title", "x" * 501, "Give the set a title"),
        ("time_limit", "soon", "must be a whole number of minutes"),
        ("time_limit", "0", "must be a whole number of minutes"),
        ("time_limit", "99999", "must be a whole number of minutes"),
        ("language", "klingon!", "must be written like en"),
        ("description", "x\x01", "a character in it"),
    ],
)
def test_settings_that_make_no_sense_are_told_and_stay_in_the_form(
    send: Callable[..., TestResponse], look: Callable[[], WorkingSet], field: str, value: str, said: str
) -> None:
    fields = {"title": "Kept title", "description": "", "language": "en", "time_limit": "", field: value}
    answer = send("settings", revision=str(look().revision), **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert look().title == "Fruit <b>"
    assert ("Kept title" in answer.text) == (field != "title")


def test_settings_on_top_of_someone_elses_are_refused(
    send: Callable[..., TestResponse], look: Callable[[], WorkingSet]
) -> None:
    revision = str(look().revision)
    send("settings", revision=revision, title="First", language="en")
    answer = send("settings", revision=revision, title="Second", language="en")
    assert answer.status_code == 422
    assert "was changed meanwhile" in answer.text
    assert 'value="Second"' in answer.text
    assert look().title == "First"


def test_suggestions_are_taken_waved_away_and_called_back(
    reader: FlaskClient, send: Callable[..., TestResponse], look: Callable[[], WorkingSet], set_id: int
) -> None:
    page = reader.get(f"/teach/sets/{set_id}").text
    keys = [part.split('"')[0] for part in page.split('value="take:')[1:]]
    assert keys
    assert send("suggestions", do=f"wave-away:{keys[0]}").status_code == 303
    page = reader.get(f"/teach/sets/{set_id}").text
    assert keys[0] not in page
    assert send("suggestions", do=f"take:{keys[0]}").status_code == 404
    send("suggestions", do="call-back:")
    assert keys[0] in reader.get(f"/teach/sets/{set_id}").text
    assert send("suggestions", do=f"take:{keys[0]}").status_code == 303
    taken = look().questions[0]
    assert taken.state == "new"
    assert taken.id not in publishing.unfinished(look())


def test_a_viewer_sees_the_set_and_no_button_that_changes_it(
    reader: FlaskClient, library_session: Session, author: Author, set_id: int, library_app: Any, sign_in: SignIn
) -> None:
    add(library_session, author, set_id)
    other = library_app.test_client()
    viewer = sign_in(other, name="Nils Dahl")
    library_session.add(SetRightRow(set_id, viewer.person_id, "view", clock.now()))
    library_session.commit()
    page = other.get(f"/teach/sets/{set_id}").text
    assert "How many" in page
    for words in ("Publish", "Add a question", "Duplicate", "Ask about this paragraph", "Save the settings"):
        assert words not in page.replace("data-say-ask", "")
    stranger = library_app.test_client()
    sign_in(stranger, name="Stranger")
    assert stranger.get(f"/teach/sets/{set_id}").status_code == 404
    assert library_app.test_client().get(f"/teach/sets/{set_id}").status_code == 303


def test_a_deleted_set_is_gone_for_learners_and_can_be_brought_back(
    reader: FlaskClient, send: Callable[..., TestResponse], library_session: Session, author: Author, set_id: int,
    look: Callable[[], WorkingSet],
) -> None:  # fmt: skip
    add(library_session, author, set_id)
    publishing.publish(library_session, author, set_id, clock.now(), "public")
    slug = look().slug
    assert "Delete this set?" in reader.get(f"/teach/sets/{set_id}/delete").text
    assert send("delete").status_code == 303
    assert reader.get(f"/sets/{slug}").status_code == 404
    assert reader.get(f"/teach/sets/{set_id}").status_code == 404
    sets.bring_back_set(library_session, author, set_id, clock.now())
    assert reader.get(f"/sets/{slug}").status_code == 200


def test_the_page_asks_the_database_as_often_for_thirty_questions_as_for_three(
    reader: FlaskClient, library_session: Session, author: Author, set_id: int, queries: list[str]
) -> None:
    counts = []
    for count in (3, 30):
        for number in range(count):
            add(library_session, author, set_id, stem=f"Question {number}?")
        library_session.rollback()
        queries.clear()
        assert reader.get(f"/teach/sets/{set_id}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
