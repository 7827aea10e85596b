"""Accounts from the command line, and the link of the first start."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.store import accounts
from quizapp.store.accounts import Account
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import changing, links
from quizapp.work.accounts.throttling import Browser

LONG = "a-very-long-address-that-no-narrow-column-holds@department.of.the.school.example"


def quizapp(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "quizapp", *words],
        env={**os.environ, "QUIZAPP_INSTANCE": str(folder), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def in_database(tmp_path: Path) -> Callable[[Callable[[Session], Any]], Any]:
    """`in_database(deed)`: what the deed gives with a session on the folder's database."""

    def run(deed: Callable[[Session], Any]) -> Any:
        app: Flask = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'quizapp.sqlite3'}"))
        with app.app_context():
            try:
                return deed(db.session())
            finally:
                db.session.remove()
                db.engine.dispose()

    return run


def added(folder: Path, email: str = "Ida@School.example", *more: str) -> str:
    done = quizapp(folder, "user", "add", email, "--name", "Ida Holm", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_account_is_added_with_a_link_that_sets_its_password(tmp_path: Path, in_database: Any) -> None:
    told = added(tmp_path, "Ida@School.example", "--role", "teacher")
    assert "Ida Holm <ida@school.example> is added as teacher." in told
    token = re.search(r"^http://127\.0\.0\.1:8000/reset/(\S{43})$", told, re.MULTILINE)
    assert token

    def redeem(session: Session) -> Account:
        browser = Browser("a network")
        return changing.reset_password(session, token[1], "seven larch bridges", browser, clock.now(), None).account

    assert in_database(redeem).role == "teacher"


def test_a_link_begins_with_the_public_address(tmp_path: Path) -> None:
    added(tmp_path)
    done = quizapp(tmp_path, "user", "reset-link", "ida@school.example", QUIZAPP_PUBLIC_URL="https://quiz.example/q/")
    assert re.search(r"^https://quiz\.example/q/reset/\S{43}$", done.stdout, re.MULTILINE)


def test_roles_are_given_and_all_accounts_listed(tmp_path: Path) -> None:
    assert "No accounts yet" in quizapp(tmp_path, "user", "list").stdout
    added(tmp_path)
    added(tmp_path, LONG)
    done = quizapp(tmp_path, "user", "role", "IDA@school.example", "administrator")
    assert done.stdout == "Ida Holm <ida@school.example> is administrator now.\n"
    lines = quizapp(tmp_path, "user", "list").stdout.splitlines()
    assert lines[1].split() == [LONG, "learner", "Ida", "Holm"]
    assert lines[2].split() == ["ida@school.example", "administrator", "Ida", "Holm"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "ida@school.example", "--name", "Ida"], "has an account already"),
        (["add", "nonsense", "--name", "Ida"], "no e-mail address"),
        (["add", "x@school.example", "--name", " "], "Type a name"),
        (["role", "ida@school.example", "learner"], "last administrator"),
        (["role", "nobody@school.example", "learner"], "quizapp user list"),
        (["reset-link", "nobody@school.example"], "quizapp user list"),
    ],
)
def test_a_refusal_is_one_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    added(tmp_path, "ida@school.example", "--role", "administrator")
    done = quizapp(tmp_path, "user", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_purging_tells_what_is_gone(tmp_path: Path) -> None:
    done = quizapp(tmp_path, "purge")
    assert done.stdout == "Deleted: 0 sign-ins, 0 links, 0 counters, 0 guests.\n"


class Serving:
    """`quizapp serve` with what it prints."""

    def __init__(self, folder: Path, port: int, workers: int = 3) -> None:
        words = ["serve", "--port", str(port), "--workers", str(workers), "--no-load"]
        environment = {**os.environ, "QUIZAPP_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizapp", *words], env=environment, stdout=subprocess.PIPE, text=True
        )

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)[0]


@pytest.fixture
def port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        found: int = listener.getsockname()[1]
        return found


def printed(served: Serving) -> str | None:
    """The address of the first start, once the server has printed where it is."""
    assert served.process.stdout
    assert "quizapp is at" in served.process.stdout.readline()
    if "first account" not in served.process.stdout.readline():
        return None
    return served.process.stdout.readline().strip()


def status(address: str) -> int:
    import time

    for _ in range(200):
        try:
            with closing(urllib.request.urlopen(address, timeout=5)) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def test_each_start_prints_one_link_until_there_is_an_administrator(
    tmp_path: Path, in_database: Any, port: int
) -> None:
    first = Serving(tmp_path, port)
    old = printed(first)
    assert old and old.startswith(f"http://127.0.0.1:{port}/first-start/")
    assert status(old) == 200
    # However many workers start: the parent alone makes it.
    assert "first-start" not in first.stop()
    second = Serving(tmp_path, port, workers=1)
    new = printed(second)
    assert new and new != old
    assert [status(new), status(old)] == [200, 404]
    second.stop()
    added(tmp_path, "ida@school.example", "--role", "administrator")
    third = Serving(tmp_path, port, workers=1)
    assert status(new) == 404
    assert "first-start" not in third.stop()
    assert in_database(lambda session: links.first_start(session, clock.now())) is None
    assert in_database(lambda session: accounts.count_of(session, "administrator")) == 1


def test_a_site_that_answers_to_its_own_name_alone_hands_out_links_as_well(tmp_path: Path) -> None:
    names = {"QUIZAPP_TRUSTED_HOSTS": "quiz.example", "QUIZAPP_PUBLIC_URL": "https://quiz.example"}
    done = quizapp(tmp_path, "user", "add", "ida@school.example", "--name", "Ida", **names)
    assert done.returncode == 0, done.stderr
    assert re.search(r"https://quiz\.example/reset/\S{30,}", done.stdout)
