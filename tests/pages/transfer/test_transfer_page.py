"""A set goes out as files and comes back the same, and nothing in a file is trusted."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.cli.load import load_folder
from quizapp.core.authoring import Author
from quizapp.store.authoring import working
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.authoring import articles, copying, drafting, publishing, sets

from .conftest import ARTICLE, BODY, QUESTION, Forms


@pytest.fixture
def upload(reader: FlaskClient, forms: Forms) -> Callable[..., TestResponse]:
    """`upload(data, name, into)`: send the form of the page."""

    def send(data: bytes, name: str = "set.zip", into: str = "") -> TestResponse:
        form = next(form for form in forms(reader.get("/teach/load").text) if "file" in form)
        fields = {"csrf_token": form["csrf_token"], "into": into, "file": (BytesIO(data), name)}
        return reader.post("/teach/load", data=fields)

    return send


@pytest.fixture
def load(reader: FlaskClient, forms: Forms, upload: Callable[..., TestResponse]) -> Callable[..., int]:
    """`load(data, name, into)`: upload it, look at it, and load it; gives the set's id."""

    def send(data: bytes, name: str = "set.zip", into: str = "") -> int:
        page = upload(data, name, into)
        assert page.status_code == 200, page.text
        form = next(form for form in forms(page.text) if "data" in form)
        answer = reader.post("/teach/load", data={**form, "do": "load"})
        assert answer.status_code == 303, answer.text
        return int(str(answer.location).rsplit("/", 1)[1])

    return send


Upload = Callable[..., TestResponse]
Load = Callable[..., int]


def packed(**files: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    """The files of a zip, by their endings: slugs differ from site to site."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {
            "set" if name.endswith(".yaml") else name.split("/")[1]: archive.read(name) for name in archive.namelist()
        }


def exported(client: FlaskClient, set_id: int) -> bytes:
    answer = client.get(f"/teach/sets/{set_id}/export.zip")
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("slug", ["who-and-what", "money-and-law"])
def test_what_was_loaded_back_is_exported_byte_for_byte_the_same(
    reader: FlaskClient, library_session: Session, teacher: Author, load: Load, slug: str
) -> None:
    """A set with questions of many kinds and a picture, out and in again, twice."""
    first = copying.copy_set(library_session, teacher, slug, clock.now())
    rounds = []
    for _ in range(3):
        publishing.publish(library_session, teacher, first, clock.now())
        rounds.append(exported(reader, first))
        first = load(rounds[-1])
    assert contents(rounds[1]) == contents(rounds[2])
    assert contents(rounds[0]) == contents(rounds[1])
    assert {"article.md", "set"} <= set(contents(rounds[0]))


def test_an_article_of_difficult_fields_comes_back_equal(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, load: Load
) -> None:
    before = working.working_set(library_session, teacher, set_id)
    after = working.working_set(library_session, teacher, load(exported(reader, set_id)))
    assert before and after
    assert after.article.model_copy(update={"slug": before.article.slug}) == before.article
    assert {**after.header, "slug": ""} == {**before.header, "slug": ""}
    assert [question.name for question in after.questions] == ["the-heron-caught-two-fish"]


def test_equal_content_gives_equal_bytes(reader: FlaskClient, set_id: int) -> None:
    assert exported(reader, set_id) == exported(reader, set_id)


def test_the_command_loads_what_was_exported(
    app: Flask, reader: FlaskClient, library_session: Session, teacher: Author, tmp_path: Path
) -> None:
    made = copying.copy_set(library_session, teacher, "who-and-what", clock.now())
    found = publishing.publish(library_session, teacher, made, clock.now())
    with zipfile.ZipFile(BytesIO(exported(reader, made))) as archive:
        archive.extractall(tmp_path / "unpacked")
    with app.app_context():
        report = load_folder(tmp_path / "unpacked")
        db.session.remove()
    assert (report.articles, report.sets, report.new) == (1, 1, len(found.questions))


def test_what_is_not_in_the_file_is_told(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int
) -> None:
    assert "What is not in it" not in reader.get(f"/teach/sets/{set_id}/export").text
    drafting.add_question(library_session, teacher, set_id, {**QUESTION, "stem": "A <i>new</i> one?"}, clock.now())
    page = reader.get(f"/teach/sets/{set_id}/export").text
    assert "What is not published yet is not in the file." in page
    assert b"new" not in contents(exported(reader, set_id))["set"]


def test_a_set_that_was_never_published_goes_out_as_far_as_it_is_finished(
    reader: FlaskClient, library_session: Session, teacher: Author, load: Load
) -> None:
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    made = sets.create_set(library_session, teacher, article_id, {"title": "Herons"}, clock.now())
    assert "nothing to export yet" in reader.get(f"/teach/sets/{made}/export").text
    assert reader.get(f"/teach/sets/{made}/export.zip").status_code == 409
    again = {**QUESTION, "explanation": "So it is."}
    for document in (QUESTION, again, {"kind": "choice", "stem": "Half a <question"}):
        drafting.add_question(library_session, teacher, made, document, clock.now())
    page = reader.get(f"/teach/sets/{made}/export").text
    assert "“Half a &lt;question”: it is not finished." in page
    assert "2 questions" in page
    loaded = working.working_set(library_session, teacher, load(exported(reader, made)))
    assert loaded
    names = ["the-heron-caught-two-fish", "the-heron-caught-two-fish-2"]
    assert [question.name for question in loaded.questions] == names


def test_a_question_whose_passage_is_gone_is_left_out_and_told(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int
) -> None:
    drafting.add_question(
        library_session, teacher, set_id, {**QUESTION, "stem": "Noon?", "evidence": [{"exact": "at noon"}]}, clock.now()
    )
    found = publishing.publish(library_session, teacher, set_id, clock.now())
    changed = {**ARTICLE, "body": BODY.replace("It caught two fish.\n\n", "")}
    articles.change_article(library_session, teacher, found.article_id, changed, 1, clock.now())
    page = reader.get(f"/teach/sets/{set_id}/export").text
    assert "its passage is no longer in the article" in page
    assert "mended before" not in page
    assert b"two fish" not in contents(exported(reader, set_id))["set"]


def test_a_changed_file_becomes_drafts_of_the_same_questions(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, upload: Upload, load: Load
) -> None:
    text = contents(exported(reader, set_id))["set"].decode()
    changed = text.replace("stem: The heron caught two fish.", "stem: The heron caught 2 fish.")
    more = changed + text[text.index("  - id") :].replace("two-fish", "fish-again")
    page = unescape(upload(more.encode(), "herons.yaml", f"set:{set_id}").text)
    assert "1 changed question" in page
    assert "1 new question" in page
    assert load(more.encode(), "herons.yaml", f"set:{set_id}") == set_id
    found = working.working_set(library_session, teacher, set_id)
    assert found
    assert [question.state for question in found.questions] == ["changed", "new"]
    assert found.questions[0].document["stem"] == "The heron caught 2 fish."
    publishing.publish(library_session, teacher, set_id, clock.now())
    assert "stem: The heron caught 2 fish." in contents(exported(reader, set_id))["set"].decode()
    assert (
        "2 questions as they are"
        in upload(contents(exported(reader, set_id))["set"], "again.yml", f"set:{set_id}").text
    )


def test_a_yaml_file_becomes_a_new_set_of_an_article(
    reader: FlaskClient, library_session: Session, teacher: Author, set_id: int, upload: Upload, load: Load
) -> None:
    data = contents(exported(reader, set_id))["set"]
    article_id = articles.create_article(library_session, teacher, ARTICLE, (), clock.now())
    made = load(data, "Herons (1).yaml", f"article:{article_id}")
    found = working.working_set(library_session, teacher, made)
    assert found
    assert (found.article_id, found.title, found.questions[0].state) == (article_id, "Herons", "new")
    again = upload(data, "Herons.yaml", f"article:{article_id}")
    assert again.status_code == 422
    assert "These ids are taken on this article: the-heron-caught-two-fish." in again.text


def test_every_problem_is_told_at_its_place(reader: FlaskClient, set_id: int, upload: Upload) -> None:
    text = contents(exported(reader, set_id))["set"].decode()
    broken = text.replace("kind: true_false", "kind: <b>magic").replace("It caught two fish", "It caught ten fish")
    answer = upload(broken.encode(), "herons.yaml", f"set:{set_id}")
    assert answer.status_code == 422
    places = re.findall(r"<code[^>]*>([^<]*)</code>", answer.text)
    assert len(places) == 2
    assert all(re.fullmatch(r"herons\.yaml:\d+:\d+", place) for place in places)
    assert "<b>magic" not in answer.text
    assert 'name="data"' not in answer.text


def test_problems_in_a_zip_are_told_by_the_names_in_the_zip(teacher: Author, upload: Upload) -> None:
    answer = upload(packed(**{"weir/article.md": b"---\ntitle: Weir\n---\nA weir.\n", "weir/a.yaml": b"title: A\n"}))
    assert answer.status_code == 422
    places = re.findall(r"<code[^>]*>([^<]*)</code>", answer.text)
    assert places
    assert all(re.match(r"weir/(article\.md|a\.yaml):\d+:\d+$", place) for place in places)
    assert "/tmp" not in answer.text


@pytest.mark.parametrize(
    ("data", "name", "into", "told"),
    [
        (b"", "a.zip", "", "Choose a file"),
        (b"PK\x03\x04 no zip at all", "a.zip", "", "no zip that can be read"),
        (packed(), "a.zip", "", "problem"),
        (b"title: a", "a.txt", "", "Choose a zip"),
        (b"title: a", "a.yaml", "", "Choose the article or the set"),
        (b"title: a", "a.yaml", "set:x", "Choose the article or the set"),
    ],
)
def test_what_can_not_be_loaded_is_refused_with_a_sentence(
    teacher: Author, upload: Upload, data: bytes, name: str, into: str, told: str
) -> None:
    answer = upload(data, name, into)
    assert answer.status_code == 422
    assert told in answer.text


def test_the_file_on_its_way_is_looked_at_again(reader: FlaskClient, teacher: Author, forms: Forms) -> None:
    token = forms(reader.get("/teach").text)[0]["csrf_token"]
    for data in ("", "no base64!", "UEsDBA=="):
        answer = reader.post("/teach/load", data={"csrf_token": token, "data": data, "do": "load", "name": "a.zip"})
        assert answer.status_code == 422
    assert "three steps" in reader.get("/teach").text


def test_a_broken_picture_in_a_zip_is_refused(
    reader: FlaskClient, library_session: Session, teacher: Author, upload: Upload
) -> None:
    made = copying.copy_set(library_session, teacher, "who-and-what", clock.now())
    files = zipfile.ZipFile(BytesIO(exported(reader, made)))
    names = {name: files.read(name) for name in files.namelist()}
    picture = next((name for name in names if name.endswith(".png")), None)
    assert picture
    answer = upload(packed(**{**names, picture: names[picture][:60]}))
    assert answer.status_code == 422
    assert "bridge.png: This picture" in answer.text
