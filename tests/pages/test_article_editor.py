"""An article is described, kept and changed, and no passage loses its place unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.store.authoring import working
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, publishing, sets

SignIn = Callable[..., Account]
FieldsOf = Callable[[str], dict[str, str]]
BODY = (
    "The ferry left Alder Quay at six in the morning.\n\nForty sheep were on board.\n\n"
    "The captain, Runa Vik, said that the sea was calm."
)
ARTICLE = {"title": "The early ferry", "publisher": "Quay News", "published": "2024-05-02", "body": BODY}


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    """The teacher who is signed in in the reader's browser."""
    return Author(sign_in(reader).person_id)


@pytest.fixture
def article_id(library_session: Session, teacher: Author) -> int:
    return articles.create_article(library_session, teacher, ARTICLE, (), clock.now())


@pytest.fixture
def set_id(library_session: Session, teacher: Author, article_id: int) -> int:
    """A published set with a question on each of the three paragraphs."""
    made = sets.create_set(library_session, teacher, article_id, {"title": "Ferry questions"}, clock.now())
    for number, exact in enumerate(("six in the morning", "Forty sheep were on board.", "said that the sea was calm")):
        document = {
            "kind": "true_false",
            "stem": f"Statement {number}.",
            "answer": True,
            "explanation": "It is said so.",
            "evidence": [{"exact": exact}],
        }
        drafting.add_question(library_session, teacher, made, document, clock.now())
    publishing.publish(library_session, teacher, made, clock.now(), "link")
    return made


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Type the title"),
        ("publisher", " ", "Say where it was published"),
        ("published", "", "Choose the day"),
        ("published", "last week", "Write the day as 2019-11-23"),
        ("url", "javascript:alert(1)", "A link begins with https://"),
        ("language", "Klingon!", "Choose the language"),
        ("body", " \n ", "Paste or write the text"),
        ("title", "x" * 501, "longer than 500"),
        ("body", "x" * 200_001, "longer than 200000"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_all_that_was_typed_stays(
    fields_of: FieldsOf, reader: FlaskClient, teacher: Author, field: str, value: str, told: str
) -> None:
    token = fields_of(reader.get("/teach/articles/write").text)["csrf_token"]
    typed = {**ARTICLE, "author": "A <b>name", "language": "en", field: value}
    answer = reader.post("/teach/articles", data={"csrf_token": token, **typed})
    assert answer.status_code == 422
    assert told in answer.text
    kept = fields_of(answer.text)
    assert kept["author"] == "A <b>name"
    assert kept[field].strip() == value.strip()
    assert "three steps" in reader.get("/teach").text


def test_how_it_reads_is_shown_before_anything_is_kept(
    fields_of: FieldsOf, reader: FlaskClient, teacher: Author
) -> None:
    fields = fields_of(reader.get("/teach/articles/write").text)
    answer = reader.post("/teach/articles", data={**fields, "body": "Some **bold** <i>words", "do": "preview"})
    assert answer.status_code == 200
    assert "<p>Some <strong>bold</strong> &lt;i&gt;words</p>" in answer.text
    data = {"csrf_token": fields["csrf_token"], "body": "Some **bold** <i>words", "language": "ar"}
    live = reader.post("/teach/articles/preview", data=data)
    assert live.json == {"html": "<p>Some <strong>bold</strong> &lt;i&gt;words</p>\n", "direction": "rtl"}


def test_the_rest_of_an_article_is_saved_without_a_question(
    fields_of: FieldsOf, reader: FlaskClient, set_id: int, article_id: int
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    answer = reader.post(
        f"/teach/articles/{article_id}",
        data={**fields, "title": "The ferry at six", "licence": "CC BY 4.0", "body": f"{BODY}\n\nIt rained."},
    )
    assert answer.status_code == 303, answer.text
    after = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    assert (after["title"], after["licence"], after["revision"]) == ("The ferry at six", "CC BY 4.0", "2")


def changed_body() -> str:
    """One passage reworded in a number, one gone, one with a twin before it."""
    return (
        "In March it was said that the sea was calm.\n\nThe ferry left Alder Quay at seven in the morning.\n\n"
        "The captain, Runa Vik, said that the sea was calm."
    )


def test_a_teacher_sees_what_becomes_of_each_passage_before_it_is_saved(
    fields_of: FieldsOf, reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, article_id: int
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    asked = reader.post(f"/teach/articles/{article_id}", data={**fields, "body": changed_body()})
    assert asked.status_code == 200
    for told in ("1 passage is gone", "1 passage says it in other words", "1 passage is found again"):
        assert told in asked.text
    assert re.search(r"<del>.*six.*</del><ins>.*seven.*</ins>", asked.text)
    assert "Statement 0." in asked.text
    assert "Ferry questions" in asked.text
    assert fields_of(reader.get(f"/teach/articles/{article_id}").text)["revision"] == "1"
    kept = reader.post(f"/teach/articles/{article_id}", data=fields_of(asked.text))
    assert kept.status_code == 303
    after = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    assert after["body"].replace("\r", "") == changed_body()
    library_session.rollback()
    found = working.working_set(library_session, teacher, set_id)
    assert found
    quotes = [question.document["evidence"][0] for question in found.questions]
    assert "seven in the morning" in quotes[0]["exact"]
    assert quotes[1]["exact"] == "Forty sheep were on board."
    assert quotes[2]["prefix"]
    assert [question.state for question in found.questions] == ["changed", "unchanged", "unchanged"]


def test_going_back_from_the_passages_keeps_what_was_typed(
    fields_of: FieldsOf, reader: FlaskClient, set_id: int, article_id: int
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    asked = reader.post(f"/teach/articles/{article_id}", data={**fields, "title": "New", "body": changed_body()})
    back = reader.post(f"/teach/articles/{article_id}", data={**fields_of(asked.text), "do": "back"})
    assert back.status_code == 200
    typed = fields_of(back.text)
    assert (typed["title"], typed["body"].replace("\r", "")) == ("New", changed_body())
    assert fields_of(reader.get(f"/teach/articles/{article_id}").text)["title"] == "The early ferry"


def test_another_question_meanwhile_is_asked_about_again(
    fields_of: FieldsOf, reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, article_id: int
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    asked = reader.post(f"/teach/articles/{article_id}", data={**fields, "body": changed_body()})
    late = {"kind": "true_false", "stem": "A late one.", "evidence": [{"exact": "Forty sheep"}]}
    drafting.add_question(library_session, teacher, set_id, late, clock.now())
    again = reader.post(f"/teach/articles/{article_id}", data=fields_of(asked.text))
    assert again.status_code == 200
    assert "2 passages are gone" in again.text
    assert reader.post(f"/teach/articles/{article_id}", data=fields_of(again.text)).status_code == 303


def test_of_two_who_change_it_at_once_neither_loses_a_word(
    fields_of: FieldsOf, reader: FlaskClient, set_id: int, article_id: int
) -> None:
    mine = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    theirs = {**mine, "body": f"{BODY}\n\nTheir end."}
    assert reader.post(f"/teach/articles/{article_id}", data=theirs).status_code == 303
    both = reader.post(f"/teach/articles/{article_id}", data={**mine, "body": f"{BODY}\n\nMy own end."})
    assert both.status_code == 409
    assert "Their end." in both.text
    typed = fields_of(both.text[both.text.index('name="revision"') - 400 :].join(["<main><form ", ""]))
    assert typed["body"].replace("\r", "").endswith("My own end.")
    assert reader.post(f"/teach/articles/{article_id}", data=typed).status_code == 303
    assert "My own end." in fields_of(reader.get(f"/teach/articles/{article_id}").text)["body"]


@pytest.mark.parametrize("revision", ["", "x", "-1", "٣"])
def test_a_form_without_a_sound_revision_overwrites_nothing(
    fields_of: FieldsOf, reader: FlaskClient, article_id: int, revision: str
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    answer = reader.post(f"/teach/articles/{article_id}", data={**fields, "title": "Other", "revision": revision})
    assert answer.status_code == 409
    assert fields_of(reader.get(f"/teach/articles/{article_id}").text)["title"] == "The early ferry"


def test_others_who_work_on_a_set_read_the_article_and_do_not_change_it(
    library_app: Flask, library_session: Session, sign_in: SignIn, teacher: Author, set_id: int, article_id: int
) -> None:
    other = library_app.test_client()
    account = sign_in(other, name="Tove Lind")
    address = f"/teach/articles/{article_id}"
    assert other.get(address).status_code == 404
    sets.share(library_session, teacher, set_id, account.email, "edit", clock.now())
    page = other.get(address)
    assert "<p>Forty sheep were on board.</p>" in page.text
    assert "<textarea" not in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    assert other.post(address, data={**ARTICLE, "csrf_token": token[1], "revision": "1"}).status_code == 403


def test_what_was_typed_is_never_taken_for_markup(
    fields_of: FieldsOf, reader: FlaskClient, library_session: Session, teacher: Author
) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    fields = {**ARTICLE, "title": nasty, "body": f"{nasty}\n\n<img src=x onerror=alert(1)>", "language": "he"}
    made = articles.create_article(library_session, teacher, fields, (), clock.now())
    page = reader.get(f"/teach/articles/{made}")
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    typed = fields_of(page.text)
    assert (typed["title"], typed["body"].replace("\r", "")) == (nasty, fields["body"])
    assert 'dir="rtl"' in page.text
