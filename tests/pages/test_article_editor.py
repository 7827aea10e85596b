"""An article is brought, looked through, kept and changed, and no passage loses its place unseen."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author
from quizapp.store.authoring import working
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, publishing, sets

SignIn = Callable[..., Account]
BODY = (
    "The ferry left Alder Quay at six in the morning.\n\nForty sheep were on board.\n\n"
    "The captain, Runa Vik, said that the sea was calm."
)
ARTICLE = {"title": "The early ferry", "publisher": "Quay News", "published": "2024-05-02", "body": BODY}


def fields_of(page: str) -> dict[str, str]:
    """The fields of the page's form with the text, as a browser would send them."""
    form = page[page.index("<form", page.index("<main")) :]
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form)
    }  # fmt: skip
    texts = re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL)
    chosen = re.search(r'<option selected value="([^"]+)"', form)
    return {**found, **{name: unescape(value) for name, value in texts}, "language": chosen[1] if chosen else "en"}


def picture(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    """The teacher who is signed in in the reader's browser."""
    return Author(sign_in(reader).person_id)


@pytest.fixture
def bring(reader: FlaskClient, teacher: Author) -> Callable[..., TestResponse]:
    """`bring(text=..., formatted=..., file=(data, name))`: send the form of the first page."""

    def send(**fields: Any) -> TestResponse:
        token = fields_of(reader.get("/teach/articles/new").text)["csrf_token"]
        if "file" in fields:
            data, name = fields["file"]
            fields["file"] = (BytesIO(data), name)
        return reader.post("/teach/articles/new", data={"csrf_token": token, **fields})

    return send


Bring = Callable[..., TestResponse]


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


def test_a_pasted_text_is_looked_through_and_kept(reader: FlaskClient, bring: Bring) -> None:
    page = bring(text=f"The early ferry\n\n{BODY}")
    assert page.status_code == 200
    fields = fields_of(page.text)
    assert fields["title"] == "The early ferry"
    assert fields["body"].replace("\r", "") == BODY
    assert "<p>Forty sheep were on board.</p>" in page.text
    answer = reader.post("/teach/articles", data={**fields, "publisher": "Quay News", "published": "2024-05-02"})
    assert answer.status_code == 303
    article_id = int(str(answer.location).split("/")[3])
    assert "Give the set a title" in reader.get(str(answer.location)).text
    assert fields_of(reader.get(f"/teach/articles/{article_id}").text)["body"].replace("\r", "") == BODY


def test_pasted_formatting_comes_along_and_nothing_that_runs(bring: Bring) -> None:
    html = "<h2>On <b>board</b></h2><p onclick='a()'>Forty <i>sheep</i>.</p><script>alert(1)</script>"
    page = bring(text="On board Forty sheep.", formatted=html)
    assert "Forty *sheep*." in fields_of(page.text)["body"]
    assert "alert(1)" not in page.text
    assert "onclick" not in page.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ferry.txt", BODY.encode("utf-16")),
        ("ferry.md", f"---\ntitle: The early ferry\npublisher: Quay News\n---\n{BODY}".encode()),
        ("ferry.html", f"<title>The early ferry</title><article><p>{BODY}</p></article>".encode()),
    ],
)
def test_a_file_is_read(bring: Bring, name: str, data: bytes) -> None:
    page = bring(file=(data, name), text="not this")
    assert page.status_code == 200
    assert "Forty sheep were on board." in fields_of(page.text)["body"]
    assert "not this" not in page.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " "}, "Paste the text"),
        ({}, "Paste the text"),
        ({"file": (b"%PDF-1.7 ...", "a.pdf"), "text": "typed <b>words"}, "PDF"),
        ({"file": (b"PK\x03\x04 no zip", "a.docx")}, "Word"),
    ],
)
def test_what_can_not_be_read_is_refused_and_nothing_typed_is_lost(
    bring: Bring, fields: dict[str, Any], told: str
) -> None:
    answer = bring(**fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'role="alert"' in answer.text
    assert fields_of(answer.text)["text"] == fields.get("text", "")


def test_what_was_left_out_is_told(bring: Bring) -> None:
    page = bring(formatted="<p>Sheep.</p><img src='https://elsewhere.example/sheep.png' alt='Sheep'>")
    assert "What was left out" in page.text
    assert "were left out: 1" in page.text


def test_a_picture_in_a_text_comes_along_to_the_article(library_app: Flask, reader: FlaskClient, bring: Bring) -> None:
    source = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    page = bring(formatted=f"<p>Sheep.</p><img src='{source}' alt='A red field'>")
    fields = fields_of(page.text)
    name = re.search(r"!\[A red field\]\(([^)]+)\)", fields["body"])
    assert name
    assert 'src="data:image/' in page.text
    kept = {**fields, "title": "Sheep", "publisher": "Quay News", "published": "2024-05-02"}
    answer = reader.post("/teach/articles", data=kept)
    assert answer.status_code == 303
    page_of_article = reader.get(f"/teach/articles/{str(answer.location).split('/')[3]}").text
    address = re.search(r'<img src="([^"]+)" alt="A red field"', page_of_article)
    assert address
    with reader.get(address[1]) as shown:
        assert shown.status_code == 200
        assert shown.content_type.startswith("image/")
    assert library_app.test_client().get(address[1]).status_code == 404


def test_a_picture_that_this_site_did_not_sign_is_refused(reader: FlaskClient, bring: Bring) -> None:
    fields = fields_of(bring(text=BODY).text)
    answer = reader.post("/teach/articles", data={**fields, **ARTICLE, "picture": "a.png|image/svg+xml|PHN2Zz4=.x"})
    assert answer.status_code == 422
    assert "three steps" in reader.get("/teach").text


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
    reader: FlaskClient, teacher: Author, field: str, value: str, told: str
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


def test_how_it_reads_is_shown_before_anything_is_kept(reader: FlaskClient, teacher: Author) -> None:
    fields = fields_of(reader.get("/teach/articles/write").text)
    answer = reader.post("/teach/articles", data={**fields, "body": "Some **bold** <i>words", "do": "preview"})
    assert answer.status_code == 200
    assert "<p>Some <strong>bold</strong> &lt;i&gt;words</p>" in answer.text
    data = {"csrf_token": fields["csrf_token"], "body": "Some **bold** <i>words", "language": "ar"}
    live = reader.post("/teach/articles/preview", data=data)
    assert live.json == {"html": "<p>Some <strong>bold</strong> &lt;i&gt;words</p>\n", "direction": "rtl"}


def test_the_rest_of_an_article_is_saved_without_a_question(reader: FlaskClient, set_id: int, article_id: int) -> None:
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
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, article_id: int
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


def test_going_back_from_the_passages_keeps_what_was_typed(reader: FlaskClient, set_id: int, article_id: int) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    asked = reader.post(f"/teach/articles/{article_id}", data={**fields, "title": "New", "body": changed_body()})
    back = reader.post(f"/teach/articles/{article_id}", data={**fields_of(asked.text), "do": "back"})
    assert back.status_code == 200
    typed = fields_of(back.text)
    assert (typed["title"], typed["body"].replace("\r", "")) == ("New", changed_body())
    assert fields_of(reader.get(f"/teach/articles/{article_id}").text)["title"] == "The early ferry"


def test_another_question_meanwhile_is_asked_about_again(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, article_id: int
) -> None:
    fields = fields_of(reader.get(f"/teach/articles/{article_id}").text)
    asked = reader.post(f"/teach/articles/{article_id}", data={**fields, "body": changed_body()})
    late = {"kind": "true_false", "stem": "A late one.", "evidence": [{"exact": "Forty sheep"}]}
    drafting.add_question(library_session, teacher, set_id, late, clock.now())
    again = reader.post(f"/teach/articles/{article_id}", data=fields_of(asked.text))
    assert again.status_code == 200
    assert "2 passages are gone" in again.text
    assert reader.post(f"/teach/articles/{article_id}", data=fields_of(again.text)).status_code == 303


def test_of_two_who_change_it_at_once_neither_loses_a_word(reader: FlaskClient, set_id: int, article_id: int) -> None:
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
    reader: FlaskClient, article_id: int, revision: str
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
    reader: FlaskClient, library_session: Session, teacher: Author
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
