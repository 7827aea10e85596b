"""`quizapp backup`, `restore` and `move`, as whoever runs a site types them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quizapp import create_app
from quizapp.cli import cli
from quizapp.settings import Settings
from quizapp.web.extensions import db


@pytest.fixture
def site(tmp_path: Path, library_database: Path) -> Path:
    """The folder of a site with content, at rest."""
    folder = tmp_path / "site"
    folder.mkdir()
    shutil.copy(library_database, folder / "quizapp.sqlite3")
    (folder / "secret_key").write_text("f" * 64)
    return folder


def quizapp(folder: Path, *words: str, typed: str = "", **environment: str) -> Result:
    return CliRunner().invoke(cli, words, typed, {"QUIZAPP_INSTANCE": str(folder), **environment})


def in_a_process(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Locks are between processes."""
    return subprocess.run(
        [sys.executable, "-m", "quizapp", *words],
        env={**os.environ, "QUIZAPP_INSTANCE": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def titles(folder: Path) -> list[str]:
    """Of the sets in a site's file."""
    with closing(sqlite3.connect(folder / "quizapp.sqlite3")) as database:
        return [title for (title,) in database.execute("SELECT title FROM sets ORDER BY id")]


def rename(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "quizapp.sqlite3")) as database, database:
        database.execute("UPDATE sets SET title = 'Another'")


def test_a_site_is_backed_up_and_comes_back_elsewhere(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    done = quizapp(site, "backup", str(path))
    assert done.exit_code == 0, done.stderr
    assert re.fullmatch(rf"{path}: [\d,]+ rows in \d+ tables, [\d,]+ bytes, read back\.\n", done.stdout)
    restored = quizapp(tmp_path / "new", "restore", str(path))
    assert restored.exit_code == 0, restored.stderr
    assert re.search(r"^ +3  articles$", restored.stdout, re.MULTILINE)
    assert restored.stdout.endswith(f"Restored to sqlite:///{tmp_path / 'new/quizapp.sqlite3'}.\n")
    assert titles(tmp_path / "new") == titles(site) != []


def test_it_goes_on_while_the_site_runs_and_the_restore_does_not(
    site: Path, tmp_path: Path, serving: Callable[..., AbstractContextManager[Any]]
) -> None:
    path = tmp_path / "one.zip"
    with serving(site, workers=2) as server:
        assert in_a_process(site, "backup", str(path)).returncode == 0
        for words in (
            ["restore", "--replace", "--yes", str(path)],
            ["move", f"sqlite:///{tmp_path / 'moved.sqlite3'}"],
        ):
            refused = in_a_process(site, *words)
            assert refused.returncode == 1
            assert f"A site runs on {site / 'quizapp.sqlite3'}. Stop it, then try again." in refused.stderr
        with urllib.request.urlopen(server.url, timeout=20) as answer:
            assert answer.status == 200
    assert not (tmp_path / "moved.sqlite3").exists()
    assert in_a_process(site, "restore", "--replace", "--yes", str(path)).returncode == 0


def test_what_is_there_is_replaced_after_a_yes(site: Path, tmp_path: Path) -> None:
    path, before = tmp_path / "one.zip", titles(site)
    quizapp(site, "backup", str(path))
    rename(site)
    refused = quizapp(site, "restore", str(path))
    assert refused.exit_code == 1
    assert "is not empty" in refused.stderr
    assert "--replace" in refused.stderr
    for typed in ("n\n", ""):
        asked = quizapp(site, "restore", str(path), "--replace", typed=typed)
        assert re.search(r"There are [\d,]+ rows in .* now\. Replace it\? \[y/N\]", asked.stdout)
        assert asked.exit_code == 1
        assert set(titles(site)) == {"Another"}
    assert quizapp(site, "restore", str(path), "--replace", typed="y\n").exit_code == 0
    assert titles(site) == before


def test_a_database_that_can_not_be_read_is_replaced_too(site: Path, tmp_path: Path) -> None:
    path, before = tmp_path / "one.zip", titles(site)
    quizapp(site, "backup", str(path))
    (site / "quizapp.sqlite3").write_bytes(b"no database" * 1000)
    done = quizapp(site, "restore", str(path), "--replace", typed="y\n")
    assert "What is in the database now can't be read" in done.stdout
    assert done.exit_code == 0, done.stderr
    assert titles(site) == before


def test_a_backup_can_be_tried_out(site: Path, tmp_path: Path) -> None:
    path, before = tmp_path / "one.zip", (site / "quizapp.sqlite3").read_bytes()
    quizapp(site, "backup", str(path))
    done = quizapp(site, "restore", "--check", str(path))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.endswith("The backup is sound.\n")
    assert (site / "quizapp.sqlite3").read_bytes() == before
    path.write_bytes(path.read_bytes()[:-50])
    assert "is damaged or cut off" in quizapp(site, "restore", "--check", str(path)).stderr


def test_the_secret_key_travels_where_it_is_asked_to(site: Path, tmp_path: Path) -> None:
    for words, kept in (([], False), (["--with-key"], True)):
        path, new = tmp_path / f"{kept}.zip", tmp_path / f"{kept}"
        quizapp(site, "backup", str(path), *words)
        assert quizapp(new, "restore", str(path)).exit_code == 0
        assert (new / "secret_key").exists() is kept
    assert (new / "secret_key").read_text() == "f" * 64
    assert (new / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_folder_keeps_the_newest_of_each_day(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("quizapp-2020-01-01T030000Z.zip", "quizapp-2020-01-02T030000Z.zip", "holiday.zip"):
        (folder / name).touch()
    done = quizapp(site, "backup", "--keep", "2", str(folder))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.endswith(f"Deleted: {folder / 'quizapp-2020-01-01T030000Z.zip'}\n")
    (new,) = {path.name for path in folder.iterdir()} - {"quizapp-2020-01-02T030000Z.zip", "holiday.zip"}
    assert re.fullmatch(r"quizapp-\d{4}-\d\d-\d\dT\d{6}Z\.zip", new)


def test_backups_that_could_not_be_made_cost_no_old_ones(site: Path, tmp_path: Path) -> None:
    old = [tmp_path / f"quizapp-2020-01-0{day}T030000Z.zip" for day in range(1, 5)]
    for path in old:
        path.touch()
    (site / "quizapp.sqlite3").write_bytes(b"no database" * 1000)
    assert quizapp(site, "backup", "--keep", "1", str(tmp_path)).exit_code == 1
    assert all(path.exists() for path in old)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "--keep", "7", "no-such-folder"], "must be a folder that is there"),
        (["backup", "no/such/folder/one.zip"], "can't be written"),
        (["backup", "--keep", "0", "."], "0 is not in the range"),
        (["restore", "no-such-file.zip"], "does not exist"),
        (["restore", __file__], "is no backup of quizapp"),
        (["move", "mysql://127.0.0.1/none"], "begins with postgresql:// or with sqlite:///"),
        (
            ["move", "postgresql://nobody:secret@127.0.0.1:1/none"],
            "The database postgresql://nobody:***@127.0.0.1:1/none",
        ),
        (["move"], "Missing argument 'TO_URL'"),
    ],
)
def test_what_can_not_be_done_is_told_in_a_sentence(site: Path, words: list[str], said: str) -> None:
    done = quizapp(site, *words)
    assert done.exit_code in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_moves_to_postgresql_and_back_and_works_there(
    site: Path, tmp_path: Path, new_postgresql_url: Callable[[], str]
) -> None:
    url, before, back = new_postgresql_url(), titles(site), tmp_path / "back"
    moved = quizapp(site, "move", QUIZAPP_MOVE_TO=url)
    assert moved.exit_code == 0, moved.stderr
    assert "Set QUIZAPP_DATABASE_URL" in moved.stdout
    start_something(Settings(tmp_path, url, secret_key="k" * 40))
    back.mkdir()
    done = quizapp(back, "move", f"sqlite:///{back / 'quizapp.sqlite3'}", QUIZAPP_DATABASE_URL=url)
    assert done.exit_code == 0, done.stderr
    assert titles(back) == before
    start_something(Settings(back, f"sqlite:///{back / 'quizapp.sqlite3'}", secret_key="k" * 40))
    with closing(sqlite3.connect(back / "quizapp.sqlite3")) as database:
        assert database.execute("SELECT id, person_id FROM attempts").fetchall() == [(1, 1), (2, 2)]


def start_something(settings: Settings) -> None:
    """A visitor to the site on this database begins an attempt, and sees its first question."""
    app = create_app(settings)
    client = app.test_client()
    page = client.get("/sets/who-and-what").text
    fields = {name: re.findall(rf'name="{name}"\s+value="([^"]+)"', page)[0] for name in ("csrf_token", "request")}
    begun = client.post("/sets/who-and-what/attempts", data={**fields, "mode": "practice"})
    assert begun.status_code == 303
    assert client.get(begun.location, follow_redirects=True).status_code == 200
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_backup_can_be_read_without_quizapp(site: Path, tmp_path: Path) -> None:
    quizapp(site, "backup", str(tmp_path / "one.zip"))
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        columns = json.loads(packed.read("manifest.json"))["columns"]["sets"]
        rows = [dict(zip(columns, json.loads(line), strict=True)) for line in packed.open("tables/sets.jsonl")]
    assert "who-and-what" in {row["slug"] for row in rows}
