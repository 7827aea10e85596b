"""The commands: what they print, what they write, how they refuse."""

from __future__ import annotations

import http.client
import os
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


def quizapp(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quizapp", *words],
        env={**os.environ, "QUIZAPP_INSTANCE": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


COMMANDS = [
    "serve",
    "backup",
    "restore",
    "move",
    "load",
    "check",
    "list",
    "export",
    "schema",
    "user",
    "purge",
    "measure-schedule",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = quizapp(tmp_path, command, "--help")
    assert done.returncode == 0
    assert "Usage: quizapp" in done.stdout
    assert command in quizapp(tmp_path, "--help").stdout


def test_help_makes_no_database(tmp_path: Path) -> None:
    quizapp(tmp_path, "--help")
    quizapp(tmp_path, "schema")
    assert list(tmp_path.iterdir()) == []


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    assert "0 changed" in quizapp(tmp_path, "load").stdout
    again = quizapp(tmp_path, "load")
    assert again.returncode == 0
    assert "0 questions new, 0 changed" in again.stdout


def test_an_empty_library_says_how_to_fill_it(tmp_path: Path) -> None:
    assert "quizapp load" in quizapp(tmp_path, "list").stdout


def test_a_set_is_listed_and_exported_in_every_format(tmp_path: Path) -> None:
    quizapp(tmp_path, "load")
    assert "who-met-whom" in quizapp(tmp_path, "list").stdout
    deck = quizapp(tmp_path, "export", "who-met-whom", "--format", "apkg", "--output", "deck.apkg")
    assert deck.returncode == 0, deck.stderr
    assert (tmp_path / "deck.apkg").read_bytes().startswith(b"PK")
    text = quizapp(tmp_path, "export", "who-met-whom", "--format", "yaml", "--output", "-")
    assert text.stdout.lstrip("#").count("- id:") >= 10


def test_the_same_export_has_the_same_bytes(tmp_path: Path) -> None:
    quizapp(tmp_path, "load")
    for name in ("one.apkg", "two.apkg"):
        quizapp(tmp_path, "export", "who-met-whom", "-o", name)
    assert (tmp_path / "one.apkg").read_bytes() == (tmp_path / "two.apkg").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "no-such-set"], "quizapp list"),
        (["load", "."], "no article in"),
        (["export", "who-met-whom", "-o", "no/such/folder/deck.apkg"], "can't be written"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_do(tmp_path: Path, words: list[str], said: str) -> None:
    (tmp_path / "instance").mkdir()
    quizapp(tmp_path, "load")
    done = quizapp(tmp_path, *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("QUIZAPP_HTTPS", "yes", "0 or 1"),
        ("QUIZAPP_PROXIES", "-1", "whole number"),
        ("QUIZAPP_SECRET_KEY", "short", "32 characters"),
        ("QUIZAPP_DATABASE_URL", "nonsense", "QUIZAPP_DATABASE_URL"),
        ("QUIZAPP_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "database"),
        ("QUIZAPP_TIME_ZONE", "Mars/Olympus", "QUIZAPP_TIME_ZONE"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = quizapp(tmp_path, "list", **{name: value})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_files_with_problems_load_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "library" / "broken"
    folder.mkdir(parents=True)
    (folder / "article.md").write_text("---\ntitle: T\npublisher: P\npublished: 2020-01-01\n---\nSome text.\n")
    (folder / "set.yaml").write_text("title: S\nquestions:\n  - id: one\n    kind: choice\n    stem: Which?\n")
    done = quizapp(tmp_path, "load", "library")
    assert done.returncode == 1
    assert "set.yaml:3:" in done.stderr
    assert "Nothing was loaded" in done.stderr
    assert "No sets yet" in quizapp(tmp_path, "list").stdout


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    quizapp(tmp_path, "list")
    key = tmp_path / "secret_key"
    first = key.read_text()
    assert len(first) >= 64
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    quizapp(tmp_path, "list")
    assert key.read_text() == first


def test_four_first_starts_at_once_agree_on_one_key_and_one_database(tmp_path: Path) -> None:
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(tmp_path)}
    code = "import quizapp; print(quizapp.create_app().config['SECRET_KEY'])"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    told = [start.communicate(timeout=60) for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0, 0], told
    assert len({out for out, _ in told}) == 1


def test_a_taken_port_is_told_before_anything_is_served(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = quizapp(tmp_path, "serve", "--port", str(listener.getsockname()[1]))
    assert done.returncode == 1
    assert "--port" in done.stderr


@pytest.mark.parametrize("starting", [False, True], ids=["once it serves", "while workers start"])
def test_serving_prints_the_address_and_ctrl_c_ends_it_cleanly(tmp_path: Path, starting: bool) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "quizapp", "serve", "--port", str(port), "--workers", "4" if starting else "1"],
        env={**os.environ, "QUIZAPP_INSTANCE": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert _answers(f"http://127.0.0.1:{port}/")
    visitor = http.client.HTTPConnection("127.0.0.1", port)
    if not starting:
        visitor.request("GET", "/about")
        visitor.getresponse().read()
    # A terminal sends Ctrl-C to the server and to all its workers.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in out
    visitor.close()
    assert process.returncode == 0
    assert err == ""
    assert not _answers(f"http://127.0.0.1:{port}/", tries=1)


def _answers(url: str, tries: int = 300) -> bool:
    for _ in range(tries):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False
