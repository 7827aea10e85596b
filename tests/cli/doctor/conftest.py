"""What the tests of `quizapp doctor` share: a site that is well, and what is found once it is not."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizapp.cli.doctor import command

Doctor = Callable[..., tuple[int, list[dict[str, str]]]]
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture
def instance(tmp_path: Path, empty_database: Path) -> Path:
    """The folder of a site that is well."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    shutil.copy(empty_database, folder / "quizapp.sqlite3")
    (folder / "secret_key").write_text(KEY)
    (folder / "secret_key").chmod(0o600)
    return folder


@pytest.fixture
def doctor(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """`doctor(QUIZAPP_HTTPS="1")`: the exit code, and what is not well, under these settings."""
    for name in [name for name in os.environ if name.startswith("QUIZAPP_")]:
        monkeypatch.delenv(name)

    def run(*words: str, **environment: str) -> tuple[int, list[dict[str, str]]]:
        for name, value in {"QUIZAPP_INSTANCE": str(instance), **environment}.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(command, ["--json", *words])
        assert done.exit_code in {0, 1}, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        found = json.loads(done.output)
        return done.exit_code, [row for row in found if row["level"] != "ok" and row["about"] != "backup"]

    return run


def told(found: tuple[int, list[dict[str, str]]], level: str, about: str) -> str:
    """The only finding, with its remedy; the exit code fits its level."""
    code, rows = found
    assert code == (1 if level == "problem" else 0)
    (row,) = rows
    assert (row["level"], row["about"]) == (level, about), row
    assert row["remedy"]
    return f"{row['sentence']} {row['remedy']}"
