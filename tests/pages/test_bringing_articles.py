"""An article is brought from elsewhere, looked through and kept, with nothing lost on the way."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author

SignIn = Callable[..., Account]
FieldsOf = Callable[[str], dict[str, str]]
Forms = Callable[[str], list[dict[str, str]]]
BODY = (
    "The ferry left Alder Quay at six in the morning.\n\nForty sheep were on board.\n\n"
    "The captain, Runa Vik, said that the sea was calm."
)
ARTICLE = {"title": "The early ferry", "publisher": "Quay News", "published": "2024-05-02", "body": BODY}


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    """The teacher who is signed in in the reader's browser."""
    return Author(sign_in(reader).person_id)


def picture(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def bring(fields_of: FieldsOf, reader: FlaskClient, teacher: Author) -> Callable[..., TestResponse]:
    """`bring(text=..., formatted=..., file=(data, name))`: send the form of the first page."""

    def send(**fields: Any) -> TestResponse:
        token = fields_of(reader.get("/teach/articles/new").text)["csrf_token"]
        if "file" in fields:
            data, name = fields["file"]
            fields["file"] = (BytesIO(data), name)
        answer = reader.post("/teach/articles/new", data={"csrf_token": token, **fields})
        # The browser of the tests keeps a large form in a file.
        answer.request.environ["wsgi.input"].close()
        return answer

    return send


Bring = Callable[..., TestResponse]


def test_a_pasted_text_is_looked_through_and_kept(fields_of: FieldsOf, reader: FlaskClient, bring: Bring) -> None:
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


def test_pasted_formatting_comes_along_and_nothing_that_runs(fields_of: FieldsOf, bring: Bring) -> None:
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
def test_a_file_is_read(fields_of: FieldsOf, bring: Bring, name: str, data: bytes) -> None:
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
    fields_of: FieldsOf, bring: Bring, fields: dict[str, Any], told: str
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


def test_a_picture_in_a_text_comes_along_to_the_article(
    fields_of: FieldsOf, library_app: Flask, reader: FlaskClient, bring: Bring
) -> None:
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


def test_a_picture_that_this_site_did_not_sign_is_refused(
    fields_of: FieldsOf, reader: FlaskClient, bring: Bring
) -> None:
    fields = fields_of(bring(text=BODY).text)
    answer = reader.post("/teach/articles", data={**fields, **ARTICLE, "picture": "a.png|image/svg+xml|PHN2Zz4=.x"})
    assert answer.status_code == 422
    assert "three steps" in reader.get("/teach").text


def test_a_file_of_five_megabytes_arrives_and_one_too_large_is_refused(bring: Bring) -> None:
    large = bring(file=(b"word " * 1_100_000, "large.txt"))
    assert large.status_code == 422
    assert "larger than 5 MB" in large.text
    assert bring(file=(b"word " * 2_600_000, "larger.txt")).status_code == 413


def test_other_pages_take_no_more_than_before(reader: FlaskClient, forms: Forms) -> None:
    form = forms(reader.get("/sets/who-and-what").text)[0]
    answer = reader.post(form["action"], data={**form, "more": "x" * 1_100_000})
    assert answer.status_code == 413
