"""`quizapp check` prints problems as a compiler does, and ends with a code that a script can read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quizapp.cli.check import command

BRIDGE = Path(__file__).parent.parent / "formats/bridge"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is called from, with `content/bridge` in it."""
    shutil.copytree(BRIDGE, tmp_path / "content/bridge")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*words: str) -> Result:
    return CliRunner().invoke(command, words)


def broken(library: Path) -> None:
    path = library / "content/bridge/wood.yaml"
    path.write_text(path.read_text().replace("answer: false", "answer: no").replace("Wood", "2019"))


def test_sound_content_is_counted(library: Path) -> None:
    done = check("content")
    assert (done.exit_code, done.stdout) == (0, "1 set, 1 question: no problems.\n")


def test_each_problem_is_a_line_with_its_place(library: Path) -> None:
    broken(library)
    done = check("content")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        'content/bridge/wood.yaml:1:8: `title`: `2019` is read as a number; put it in quotes: "2019".',
        "content/bridge/wood.yaml:6:13: `answer` must be true or false.",
        "2 problems in 1 file.",
    ]


def test_a_place_is_named_as_it_was_given(library: Path) -> None:
    broken(library)
    assert check("content/bridge/wood.yaml").stdout == check(str(library / "content")).stdout


def test_json_is_all_that_is_printed(library: Path) -> None:
    assert json.loads(check("content", "--json").stdout) == []
    broken(library)
    done = check("content", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)[1] == {
        "file": "content/bridge/wood.yaml",
        "line": 6,
        "column": 13,
        "level": "error",
        "sentence": "`answer` must be true or false.",
    }


def test_a_problem_is_told_once_however_often_its_file_is_named(library: Path) -> None:
    broken(library)
    assert check("content", "content/bridge", "content/bridge/wood.yaml").stdout == check("content").stdout


def test_one_file_is_checked_without_its_neighbours(library: Path) -> None:
    (library / "content/bridge/more.yaml").write_text("title: [")
    assert check("content/bridge/wood.yaml").stdout == "No problems.\n"
    assert check("content/bridge/more.yaml").exit_code == 1


def test_a_set_cannot_be_checked_without_its_article(library: Path) -> None:
    (library / "content/bridge/article.md").unlink()
    assert check("content/bridge/wood.yaml").stdout.startswith("content/bridge/article.md:1:1: article.md is missing")


def test_a_file_that_is_no_set_is_told(library: Path) -> None:
    (library / "notes.txt").write_text("x")
    done = check("notes.txt")
    assert done.exit_code == 1
    assert done.stdout.startswith("notes.txt:1:1: This is no set")


def test_a_path_that_is_not_there_is_a_mistake_in_the_call(library: Path) -> None:
    done = check("nowhere")
    assert done.exit_code == 2
    assert "nowhere" in done.stderr


def test_without_a_path_the_shipped_content_is_checked_and_sound(library: Path) -> None:
    done = check()
    assert done.exit_code == 0, done.stdout
    assert "no problems" in done.stdout


def test_the_installed_command_ends_with_the_same_code(library: Path) -> None:
    broken(library)
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "check", "content"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, check("content").stdout, "")
