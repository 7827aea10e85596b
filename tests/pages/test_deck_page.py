"""Decks over the wire: asked for again and again, sent once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.formats.yaml import FORMAT
from quizapp.settings import Settings
from quizapp.web.deck_shelf import Shelf
from quizapp.web.extensions import db
from quizapp.work.loading import load

SET, ARTICLE = "/decks/sets/who-and-what.apkg", "/decks/articles/bridge.apkg"
BRIDGE = Path(__file__).parents[1] / "library" / "bridge"
Edit = Callable[[str, str], None]


@pytest.fixture
def edit(library_session: Session, tmp_path: Path) -> Edit:
    """`edit(old, new)`: load the article `bridge` again, with `old` as `new` in the set who-and-what."""

    def loaded(old: str, new: str) -> None:
        folder = tmp_path / "edited" / "bridge"
        folder.mkdir(parents=True, exist_ok=True)
        for path in BRIDGE.iterdir():
            (folder / path.name).write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
        load(library_session, FORMAT.read(folder.parent).folders, datetime(2026, 1, 2, tzinfo=UTC))

    return loaded


@pytest.mark.parametrize("address", [SET, ARTICLE])
def test_a_deck_is_a_file_to_download(reader: FlaskClient, address: str) -> None:
    got = reader.get(address)
    assert got.status_code == 200
    assert got.mimetype == "application/vnd.anki"
    assert int(got.headers["Content-Length"]) == len(got.data)
    assert "Set-Cookie" not in got.headers
    with zipfile.ZipFile(io.BytesIO(got.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["collection.anki2", "media"]


def test_the_file_is_named_by_its_title(reader: FlaskClient) -> None:
    named = reader.get(SET).headers["Content-Disposition"]
    assert named.startswith("attachment; filename=who-and-what.apkg; filename*=UTF-8''")
    assert named.endswith("Who%20did%20what.apkg")
    japanese = reader.get("/decks/articles/japanese.apkg").headers["Content-Disposition"]
    assert "filename=japanese.apkg" in japanese
    assert "UTF-8''%E4%B9%9D%E5%B9%B4" in japanese


@pytest.mark.parametrize("address", [SET, ARTICLE])
def test_one_who_has_the_file_is_sent_nothing(reader: FlaskClient, address: str) -> None:
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "must-revalidate" in again.headers["Cache-Control"]
    assert "public" in again.headers["Cache-Control"]


def test_the_set_and_the_article_are_different_files(reader: FlaskClient) -> None:
    assert reader.get(SET).headers["ETag"] != reader.get(ARTICLE).headers["ETag"]


@pytest.mark.parametrize("address", [SET, ARTICLE])
def test_a_correction_makes_a_new_file_and_nothing_else_does(reader: FlaskClient, edit: Edit, address: str) -> None:
    first = reader.get(address)
    edit("tries: 2", "tries: 3")
    assert reader.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    edit("Who opened the bridge?", "Who opened it?")
    corrected = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert corrected.status_code == 200
    assert corrected.headers["ETag"] != first.headers["ETag"]


def test_a_new_description_makes_a_new_file(reader: FlaskClient, edit: Edit) -> None:
    first = reader.get(SET)
    edit("*Nine years* in five questions.", "Five questions.")
    assert reader.get(SET).headers["ETag"] != first.headers["ETag"]


def test_a_deck_outlives_its_set(reader: FlaskClient, library_session: Session, tmp_path: Path) -> None:
    """Those who have it are told by their cards that they were withdrawn."""
    folder = tmp_path / "without" / "bridge"
    folder.mkdir(parents=True)
    for name in ("article.md", "bridge.png", "money-and-law.yaml"):
        (folder / name).write_bytes((BRIDGE / name).read_bytes())
    load(library_session, FORMAT.read(folder.parent).folders, datetime(2026, 1, 2, tzinfo=UTC))
    assert reader.get("/sets/who-and-what").status_code == 404
    assert reader.get(SET).status_code == 200


@pytest.mark.parametrize("address", ["/decks/sets/none.apkg", "/decks/articles/none.apkg", "/decks/sets/bridge.apkg"])
def test_a_deck_that_is_not_there_is_told_in_a_sentence(reader: FlaskClient, address: str) -> None:
    got = reader.get(address)
    assert got.status_code == 404
    assert "There is no such deck." in got.text
    assert "Content-Disposition" not in got.headers


@pytest.mark.parametrize(
    ("slug", "most"),
    [("sets/who-and-what", 4), ("articles/bridge", 4), ("sets/hashi", 4)],
)
def test_a_deck_takes_the_same_few_queries_whatever_its_size(
    reader: FlaskClient, queries: list[str], slug: str, most: int
) -> None:
    queries.clear()
    first = reader.get(f"/decks/{slug}.apkg")
    assert len([sent for sent in queries if sent.startswith("SELECT")]) == most
    queries.clear()
    reader.get(f"/decks/{slug}.apkg", headers={"If-None-Match": first.headers["ETag"]})
    assert len([sent for sent in queries if sent.startswith("SELECT")]) == 2


def test_the_sites_address_is_in_the_deck_where_it_is_known(library_database: Path, tmp_path: Path) -> None:
    decks = {}
    for site in ("", "https://quiz.example"):
        app: Flask = create_app(
            Settings(
                instance=tmp_path, database_url=f"sqlite:///{library_database}", secret_key="k" * 40, public_url=site
            )
        )
        decks[site] = app.test_client().get(SET).data
        with app.app_context():
            db.engine.dispose()
    collection = zipfile.ZipFile(io.BytesIO(decks["https://quiz.example"])).read("collection.anki2")
    assert b"https://quiz.example/decks/sets/who-and-what.apkg" in collection
    assert b"https://quiz.example/articles/bridge#:~:text=" in collection
    assert b"quiz.example" not in zipfile.ZipFile(io.BytesIO(decks[""])).read("collection.anki2")


def test_what_is_asked_for_least_is_given_up_first() -> None:
    shelf, made = Shelf(largest=10), []

    def ask(name: str) -> bytes:
        return shelf.taken(name, lambda: made.append(name) or name.encode() * 4)[0]

    for name in ("a", "b", "a", "c", "a", "b"):
        assert ask(name) == name.encode() * 4
    assert made == ["a", "b", "c", "b"]


def test_a_file_larger_than_the_shelf_is_made_each_time() -> None:
    shelf, made = Shelf(largest=3), []
    for _ in range(2):
        assert shelf.taken("a", lambda: made.append("a") or b"aaaa")[0] == b"aaaa"
    assert made == ["a", "a"]
