"""The first start, by however many at once; and starts that can't be, told in a sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from quizapp import create_app
from quizapp.core.sentences import Refusal
from quizapp.settings import Settings
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.web.extensions import db
from quizapp.web.secret_key import secret_key

START = "from quizapp import create_app; app = create_app(); print(app.secret_key, app.debug, app.testing)"


def ended(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def test_four_first_starts_at_once_share_one_key_and_one_schema(tmp_path: Path) -> None:
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(tmp_path)}
    starts = [
        subprocess.Popen([sys.executable, "-c", START], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    told = {start.communicate()[0] for start in starts}
    assert [start.returncode for start in starts] == [0, 0, 0, 0]
    key = (tmp_path / "secret_key").read_text()
    assert told == {f"{key} False False\n"}
    assert len(key) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    left = {path.name for path in tmp_path.iterdir()}
    assert left - {"quizapp.sqlite3-wal", "quizapp.sqlite3-shm"} == {
        "quizapp.sqlite3",
        "quizapp.sqlite3.lock",
        "secret_key",
    }


def test_all_who_make_the_key_at_the_same_moment_read_the_same(tmp_path: Path) -> None:
    ready = threading.Barrier(8)

    def make(folder: Path) -> str:
        ready.wait()
        return secret_key(folder)

    with ThreadPoolExecutor(8) as threads:
        for number in range(30):
            folder = tmp_path / str(number)
            folder.mkdir()
            keys = list(threads.map(make, [folder] * 8))
            assert {(folder / "secret_key").read_text()} == set(keys)
            assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_each_instance_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        app = create_app(Settings(tmp_path / name, f"sqlite:///{tmp_path / name / 'q.sqlite3'}"))
        keys.add(app.secret_key)
        ended(app)
    assert len(keys) == 2


def in_the_way(folder: Path) -> None:
    folder.write_text("a file")


def damaged_key(folder: Path) -> None:
    folder.mkdir()
    (folder / "secret_key").write_bytes(b"\xff" * 10)


def folder_as_key(folder: Path) -> None:
    (folder / "secret_key").mkdir(parents=True)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (in_the_way, r"The folder .*instance can't be used: File exists\. Make it writable, or name another"),
        (damaged_key, r"secret_key is damaged\. Delete it and start again"),
        (folder_as_key, r"The folder .*instance can't be used: Is a directory"),
    ],
)
def test_an_instance_folder_that_can_not_be_used_is_told(tmp_path: Path, spoil: object, sentence: str) -> None:
    folder = tmp_path / "instance"
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(Refusal, match=sentence):
        create_app(Settings(folder, f"sqlite:///{tmp_path / 'q.sqlite3'}"))


@pytest.mark.parametrize("path", ["/proc/quizapp", "/dev/null/quizapp"])
def test_a_folder_that_nobody_can_make_is_told(path: str) -> None:
    with pytest.raises(Refusal, match=rf"The folder {path} can't be used: "):
        create_app(Settings(Path(path), "sqlite:////proc/q.sqlite3"))


def test_a_database_where_nobody_can_write_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"The folder of the database can't be written: /proc: "):
        create_app(Settings(tmp_path, "sqlite:////proc/q.sqlite3"))


@contextmanager
def without_rights() -> Iterator[None]:
    """As the user nobody, where the tests run as root, whom no permission stops."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every user can reach, with the migrations in it."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    shutil.copytree(schema.MIGRATIONS, folder / "migrations")
    monkeypatch.setattr(schema, "MIGRATIONS", folder / "migrations")
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("modes", [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)], ids=["both", "file", "folder"])
def test_a_database_that_may_only_be_read_is_told(open_folder: Path, modes: tuple[int, int]) -> None:
    data = open_folder / "data"
    data.mkdir()
    file = data / "quizapp.sqlite3"
    engine = create_engine(f"sqlite:///{file}")
    opening.prepare(engine)
    schema.prepare(engine)
    engine.dispose()
    (data / "quizapp.sqlite3.lock").unlink()
    file.chmod(modes[1])
    data.chmod(modes[0])
    with without_rights(), pytest.raises(Refusal, match=r"can't be (written|opened)"):
        schema.prepare(engine)
    engine.dispose()
    data.chmod(0o755)
    file.chmod(0o644)
    schema.prepare(engine)
    engine.dispose()


def test_a_start_makes_no_secret_where_one_is_given(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'q.sqlite3'}", secret_key="k" * 40))
    assert app.secret_key == "k" * 40
    assert not (tmp_path / "secret_key").exists()
    with closing(app.test_client().get("/")) as answer:
        assert answer.status_code == 200
    ended(app)
