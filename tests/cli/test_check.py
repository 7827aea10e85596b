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


def weak(library: Path, silence: str = "") -> None:
    """A second question whose key is the longest option, on line 12."""
    path = library / "content/bridge/wood.yaml"
    path.write_text(path.read_text().rstrip("\n") + WEAK + silence)


WEAK = """

  - id: weak
    kind: choice
    stem: Why does the town like its bridge?
    options:
      - It is old
      - {text: "It was cheap, and people on both banks use it daily", correct: true}
      - It is red
    explanation: So it says.
    evidence: [{exact: made of larch and oak}]
"""


def line_of(library: Path, text: str) -> int:
    lines = (library / "content/bridge/wood.yaml").read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_warning_is_a_line_with_its_place_and_code_and_one_on_how_to_mend_it(library: Path) -> None:
    weak(library)
    done = check("content")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"content/bridge/wood.yaml:{line_of(library, 'It was cheap')}:9: warning: The key is clearly longer than every "
        "other option. [longest-key]",
        "    Shorten the key, or make the other options as long and as exact as the key.",
        "1 warning in 1 file.",
    ]


def test_strict_makes_warnings_count(library: Path) -> None:
    assert check("content", "--strict").exit_code == 0
    weak(library)
    assert check("content", "--strict").exit_code == 1


def test_warnings_follow_the_problems_of_a_file_that_has_both(library: Path) -> None:
    weak(library)
    broken(library)
    done = check("content")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert [line.partition(": ")[2][:7] for line in lines if line.startswith("content")] == [
        "`title`",
        "`answer",
        "warning",
    ]
    assert lines[-1] == "2 problems and 1 warning in 1 file."


def test_json_tells_why_a_warning_matters_and_how_to_mend_it(library: Path) -> None:
    weak(library)
    (row,) = json.loads(check("content", "--json").stdout)
    assert set(row) == {"file", "line", "column", "level", "sentence", "code", "why", "mend"}
    assert (row["level"], row["code"], row["line"]) == ("warning", "longest-key", line_of(library, "It was cheap"))
    assert "guess the longest option" in row["why"]


def test_a_silenced_weakness_is_not_told(library: Path) -> None:
    weak(library, "    silence: {longest-key: The lesson is about long answers.}\n")
    assert check("content", "--strict").stdout == "1 set, 2 questions: no problems.\n"


def test_a_silence_that_silences_nothing_is_a_warning_at_its_line(library: Path) -> None:
    weak(library, "    silence:\n      longest-key: So be it.\n      k-type: As well.\n")
    done = check("content")
    assert done.exit_code == 0
    place = f"content/bridge/wood.yaml:{line_of(library, 'k-type')}:15"
    assert done.stdout.startswith(f"{place}: warning: `silence` names k-type")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("longest-keys", "There is no check `longest-keys` to silence; did you mean `longest-key`?"),
        ("grammar", "There is no check `grammar` to silence; did you mean `grammar-cue`?"),
        ("x1", "There is no check `x1` to silence; docs/checks.md lists them."),
        ("idle-silence", "There is no check `idle-silence` to silence; docs/checks.md lists them."),
    ],
)
def test_a_silence_of_no_check_is_a_problem(library: Path, code: str, said: str) -> None:
    weak(library, f"    silence:\n      {code}: So be it.\n")
    done = check("content")
    assert done.exit_code == 1
    assert f"content/bridge/wood.yaml:{line_of(library, f'{code}: So')}:7: {said}" in done.stdout.splitlines()


def test_a_silence_needs_its_reason(library: Path) -> None:
    weak(library, "    silence:\n      longest-key:\n")
    assert "`longest-key` is empty." in check("content").stdout


def test_there_are_twenty_silences_at_most(library: Path) -> None:
    weak(library, "    silence:\n" + "".join(f"      x{number}: So.\n" for number in range(21)))
    assert "`silence` has more than 20." in check("content").stdout


def test_the_shipped_content_has_no_warning(library: Path) -> None:
    assert check("--strict").exit_code == 0
