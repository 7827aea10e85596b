"""Pictures beside an article: uploaded, told how to be shown, and deleted once no text shows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.account import Account
from quizapp.core.authoring import Author, Right
from quizapp.web import clock
from quizapp.work.authoring import articles, drafting, publishing, sets

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
ARTICLE = {"title": "The old weir", "publisher": "Lock News", "published": "2024-05-02", "body": "A weir of oak."}


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, kind)
    return file.getvalue()


#: As which it is kept.
NAME = "map.png"


@pytest.fixture
def teacher(reader: FlaskClient, sign_in: SignIn) -> Author:
    return Author(sign_in(reader).person_id)


@pytest.fixture
def article_id(library_session: Session, teacher: Author) -> int:
    return articles.create_article(library_session, teacher, ARTICLE, (), clock.now())


@pytest.fixture
def upload(forms: Forms, article_id: int) -> Callable[..., TestResponse]:
    """`upload(client, data, name, words)`: send the form of the page."""

    def send(client: FlaskClient, data: bytes, name: str = "Map.PNG", words: str = "A map") -> TestResponse:
        page = f"/teach/articles/{article_id}/pictures"
        form = next(form for form in forms(client.get(page).text) if "words" in form)
        return client.post(page, data={**form, "words": words, "file": (BytesIO(data), name)})

    return send


Upload = Callable[..., TestResponse]


def test_a_picture_is_uploaded_and_its_line_is_there_to_copy(reader: FlaskClient, upload: Upload) -> None:
    answer = upload(reader, picture(), words="A map [old] <b>")
    assert answer.status_code == 303
    page = reader.get(str(answer.location)).text
    assert f'value="![A map (old) &lt;b&gt;]({NAME})"' in page
    address = re.search(r'<img src="([^"]+)" alt="A map', page)
    assert address
    with reader.get(unescape(address[1])) as shown:
        assert shown.content_type == "image/png"
    assert "shown nowhere yet" in page


@pytest.mark.parametrize(
    ("data", "words", "told"),
    [
        (b"", "A map", "no picture"),
        (b"<svg onload=alert(1)>", "A map", "SVG"),
        (picture()[:60], "A map", "broken"),
        (picture(), " ", "Say what the picture shows"),
    ],
    ids=["nothing", "a drawing", "half of one", "no words"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    reader: FlaskClient, upload: Upload, data: bytes, words: str, told: str
) -> None:
    answer = upload(reader, data, words=words)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{words}"' in answer.text
    assert "no picture beside this article yet" in answer.text


def test_the_same_picture_twice_is_one_and_equal_names_are_told_apart(reader: FlaskClient, upload: Upload) -> None:
    for colour in ("red", "red", "blue"):
        assert upload(reader, picture(colour)).status_code == 303
    names = re.findall(r"\]\((map[^)]*)\)", reader.get(str(upload(reader, picture("blue")).location)).text)
    assert sorted(names) == ["map-2.png", NAME]


def test_a_picture_can_be_deleted_once_no_text_shows_it(
    reader: FlaskClient, library_session: Session, teacher: Author, article_id: int, upload: Upload, forms: Forms
) -> None:
    upload(reader, picture())
    address = f"/teach/articles/{article_id}/pictures"
    form = next(form for form in forms(reader.get(address).text) if form["action"].endswith("/delete"))
    shown = {**ARTICLE, "body": "A weir of oak.\n\n![A map](map.png)"}
    articles.change_article(library_session, teacher, article_id, shown, 1, clock.now())
    assert "shown in the article" in reader.get(address).text
    assert reader.post(form["action"], data=form).status_code == 409
    articles.change_article(library_session, teacher, article_id, ARTICLE, 2, clock.now())
    assert reader.post(form["action"], data=form).status_code == 303
    assert "no picture beside this article yet" in reader.get(address).text
    assert reader.post(form["action"], data=form).status_code == 404


def test_a_picture_that_learners_were_once_asked_about_stays(
    reader: FlaskClient, library_session: Session, teacher: Author, article_id: int, upload: Upload
) -> None:
    """Their attempts show the question as it was asked."""
    upload(reader, picture())
    set_id = sets.create_set(library_session, teacher, article_id, {"title": "Weirs"}, clock.now())
    document = {
        "kind": "true_false",
        "stem": f"![A map]({NAME}) Is it oak?",
        "answer": True,
        "explanation": "It is said.",
        "evidence": [{"exact": "A weir of oak."}],
    }
    question_id = drafting.add_question(library_session, teacher, set_id, document, clock.now())
    publishing.publish(library_session, teacher, set_id, clock.now())
    found = publishing.opened(library_session, teacher, set_id, "edit").question(question_id)
    assert found
    plain = {**document, "stem": "Is it oak?"}
    drafting.save(library_session, teacher, set_id, question_id, plain, found.stamp, clock.now())
    publishing.publish(library_session, teacher, set_id, clock.now())
    address = f"/teach/articles/{article_id}/pictures"
    page = reader.get(address).text
    assert "shown in 1 question" in page
    assert f"{address}/delete" not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    assert reader.post(f"{address}/delete", data={"csrf_token": token[1], "name": NAME}).status_code == 409


@pytest.mark.parametrize(("right", "status"), [(None, 404), ("view", 403), ("edit", 200)])
def test_who_may_change_a_set_may_add_pictures(
    library_app: Flask,
    library_session: Session,
    sign_in: SignIn,
    teacher: Author,
    article_id: int,
    right: Right | None,
    status: int,
) -> None:
    set_id = sets.create_set(library_session, teacher, article_id, {"title": "Weirs"}, clock.now())
    other = library_app.test_client()
    account = sign_in(other, name="Tove Lind")
    if right:
        sets.share(library_session, teacher, set_id, account.email, right, clock.now())
    address = f"/teach/articles/{article_id}/pictures"
    assert other.get(address).status_code == status
    token = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/teach").text)
    assert token
    data = {"csrf_token": token[1], "words": "A map", "file": (BytesIO(picture()), "map.png")}
    assert other.post(address, data=data).status_code == (303 if status == 200 else status)
    deleted = other.post(f"{address}/delete", data={"csrf_token": token[1], "name": NAME})
    assert deleted.status_code == (303 if status == 200 else status)
