"""`quizapp export`: sets and articles as decks, from the command line."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from quizapp import create_app
from quizapp.cli.export import command
from quizapp.cli.list import command as listing
from quizapp.settings import Settings
from quizapp.web.extensions import db


@pytest.fixture
def shelf(tmp_path: Path, library_database: Path) -> Iterator[Flask]:
    database = shutil.copy(library_database, tmp_path / "library.sqlite3")
    settings = Settings(
        instance=tmp_path, database_url=f"sqlite:///{database}", secret_key="k" * 40, public_url="https://quiz.example"
    )
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


def export(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(command, list(words))


def deck_names(path: Path) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        ((decks,),) = database.execute("select decks from col")
    return {deck["name"].split("::")[-1] for deck in json.loads(decks).values()} - {"Default"}


def test_an_article_is_one_deck_with_its_sets(shelf: Flask, tmp_path: Path) -> None:
    done = export(shelf, "bridge", "-o", str(tmp_path / "bridge.apkg"))
    assert done.exit_code == 0, done.output
    assert deck_names(tmp_path / "bridge.apkg") >= {"Who did what", "Money and law"}
    assert "bytes" in done.output


def test_the_command_and_the_page_give_the_same_file(shelf: Flask, tmp_path: Path) -> None:
    for name, page in (("who-and-what", "/decks/sets/who-and-what.apkg"), ("bridge", "/decks/articles/bridge.apkg")):
        assert export(shelf, name, "-o", str(tmp_path / "out.apkg")).exit_code == 0
        assert (tmp_path / "out.apkg").read_bytes() == shelf.test_client().get(page).data


def test_where_a_set_is_called_as_an_article_the_set_is_meant_unless_said(shelf: Flask, tmp_path: Path) -> None:
    with shelf.app_context():
        db.session.execute(db.text("UPDATE sets SET slug = 'bridge' WHERE slug = 'money-and-law'"))
        db.session.commit()
    out = tmp_path / "out.apkg"
    export(shelf, "bridge", "-o", str(out))
    assert deck_names(out) == {"Money and law"}
    export(shelf, "bridge", "--article", "-o", str(out))
    assert deck_names(out) >= {"Who did what", "Money and law"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing"], "no set or article nothing"),
        (["who-and-what", "--article"], "no set or article who-and-what"),
        (["bridge", "--format", "yaml"], "Only apkg holds a whole article"),
    ],
)
def test_what_can_not_be_exported_is_told(shelf: Flask, words: list[str], said: str) -> None:
    done = export(shelf, *words)
    assert done.exit_code != 0
    assert said in str(done.exception)


def test_the_list_names_what_export_takes(shelf: Flask) -> None:
    listed = shelf.test_cli_runner().invoke(listing)
    assert "who-and-what" in listed.output
    assert " bridge " in listed.output
