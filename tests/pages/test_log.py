"""The log tells those who run the site what happened, by a number and a pattern of the path, and never of whom."""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from quizapp import create_app
from quizapp.core.account import Account
from quizapp.core.sentences import Busy, Refusal, say
from quizapp.settings import Settings
from quizapp.web import clock, logs
from quizapp.web.extensions import db
from quizapp.web.logs import tracebacks
from quizapp.work.accounts import links

SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]
Log = Callable[[], list[dict[str, Any]]]
TYPED = "larch and 0ak"


def _break() -> str:
    # As a library does that can't make anything of what it is given.
    return str(int(request.args["typed"]))


def _refuse() -> str:
    raise Busy(say("No %(what)s now.", what=request.args["typed"]))


@pytest.fixture
def logged(library_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The site with a log of JSON; one address fails, another is busy."""
    for module, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    settings: Settings = library_app.config["SETTINGS"]
    made = create_app(replace(settings, log="json", proxies=0))
    made.jinja_env.bytecode_cache = library_app.jinja_env.bytecode_cache
    made.add_url_rule("/breaks/<token>", "breaks", lambda token: _break())
    made.add_url_rule("/busy", "busy", _refuse)
    yield made
    logging.captureWarnings(capture=False)
    logs.configure("plain")
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    """`log()`: the lines written since it was last called."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_with_the_pattern_of_its_path(logged: Flask, log: Log) -> None:
    client = logged.test_client()
    answer = client.get("/sets/who-and-what?secret=x")
    (line,) = log()
    assert line.pop("ms") > 0
    assert line.pop("timestamp").endswith("Z")
    number = answer.headers["X-Request-ID"]
    assert line == {
        "event": "request", "level": "info", "method": "GET", "route": "/sets/<slug>", "status": 200,
        "request_id": number,
    }  # fmt: skip
    client.get("/healthz")
    client.get("/readyz")
    assert log() == []


def test_what_a_client_made_up_stands_in_no_line(logged: Flask, log: Log) -> None:
    logged.test_client().open("/Ida-Holm", method="IDA", headers={"X-Request-ID": "written-by-me"})
    (line,) = log()
    assert (line["method"], line["route"], line["status"]) == ("other", None, 404)
    assert "written-by-me" not in str(line)


def test_an_error_has_its_way_as_a_field_and_its_number_on_the_page(logged: Flask, log: Log) -> None:
    answer = logged.test_client().get("/breaks/t0ken", query_string={"typed": TYPED})
    failed, line = log()
    assert answer.status_code == 500
    assert failed["request_id"] == line["request_id"] == answer.headers["X-Request-ID"]
    assert f'<code translate="no">{line["request_id"]}</code>' in answer.text
    assert (failed["event"], failed["level"]) == ("failed at GET /breaks/<token>", "error")
    assert "in _break" in failed["traceback"]
    assert failed["error"] == "ValueError"
    assert TYPED not in str(failed) and "t0ken" not in str(failed)


def test_a_busy_site_tells_its_number_too(logged: Flask, log: Log) -> None:
    answer = logged.test_client().get("/busy", query_string={"typed": TYPED})
    told, line = log()
    assert answer.status_code == 503
    assert told["request_id"] == line["request_id"] == answer.headers["X-Request-ID"]
    assert answer.text.count(line["request_id"]) == 1
    assert told["event"] == "Busy: No %(what)s now. at GET /busy"


def test_a_page_that_is_not_there_tells_no_number(logged: Flask) -> None:
    assert "tell whoever runs this site" not in logged.test_client().get("/nowhere").text


def test_a_site_that_writes_text_tells_the_number_of_what_failed(
    library_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    library_app.add_url_rule("/breaks/<token>", "breaks", lambda token: _break())
    client = library_app.test_client()
    assert "X-Request-ID" not in client.get("/").headers
    answer = client.get("/breaks/t0ken", query_string={"typed": TYPED})
    written = capsys.readouterr().err
    first = written.splitlines()[0]
    assert first.endswith(f"ERROR failed at GET /breaks/<token> (request {answer.headers['X-Request-ID']})")
    assert "in _break" in written
    assert TYPED not in written and "t0ken" not in written


@pytest.mark.parametrize(
    ("given", "taken"), [("9f" * 16, True), ("short", False), ("a b" * 5, False), ("x" * 65, False)]
)
def test_a_proxys_number_is_taken_where_it_is_one(logged: Flask, log: Log, given: str, taken: bool) -> None:
    logged.config["SETTINGS"] = replace(logged.config["SETTINGS"], proxies=1)
    answer = logged.test_client().get("/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is taken
    assert log()[0]["request_id"] == answer.headers["X-Request-ID"]


def test_what_other_code_writes_goes_the_same_way(logged: Flask, log: Log) -> None:
    logging.getLogger("some.library").warning("%s things", 3)
    threading.Thread(target=lambda: 1 // 0).start()
    next((one.join() for one in threading.enumerate() if one.name.startswith("Thread-")), None)
    library, thread = log()
    assert (library["event"], library["logger"], library["level"]) == ("3 things", "some.library", "warning")
    assert thread["error"] == "ZeroDivisionError: integer division or modulo by zero"


SHOWN = [
    (ValueError(TYPED), "ValueError"),
    (KeyError(TYPED), "KeyError"),
    (UnicodeEncodeError("utf-8", TYPED, 0, 1, "x"), "UnicodeEncodeError"),
    (TypeError("an int is needed"), "TypeError: an int is needed"),
    (FileNotFoundError(2, "No such file", TYPED), "FileNotFoundError: No such file"),
    (Refusal(say("There is no %(what)s.", what=TYPED)), "Refusal: There is no %(what)s."),
    (
        IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation(f'constraint "a"\nDETAIL:  Key (email)=({TYPED})')),
        'IntegrityError: UniqueViolation: constraint "a"',
    ),
    (OperationalError("x", {}, sqlite3.OperationalError("disk full")), "OperationalError: OperationalError: disk full"),
    (
        DataError("x", {}, psycopg.errors.DatetimeFieldOverflow(f'out of range: "{TYPED}"')),
        "DataError: DatetimeFieldOverflow 22008",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("error", "told"), SHOWN, ids=lambda value: value if isinstance(value, str) else "")
def test_an_error_says_no_more_than_what_nobody_typed(error: Exception, told: str) -> None:
    assert tracebacks.told(error) == told
    assert TYPED not in tracebacks.written(error)


def test_an_error_is_told_with_the_ones_that_led_to_it() -> None:
    try:
        try:
            _ = {}[TYPED]
        except KeyError as first:
            raise Refusal(say("No.")) from first
    except Refusal as error:
        written = tracebacks.written(error)
    assert written.index("KeyError") < written.index("Refusal: No.")
    assert TYPED not in written.replace("{}[TYPED]", "")


def test_nothing_of_anybody_is_written(
    logged: Flask, log: Log, sign_in: SignIn, password: str, forms: Forms, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sign-in, wrong passwords, links, answers, errors: of all that nothing comes back."""
    client = logged.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.3"
    account = sign_in(client, "learner", "Ida Holm-Larch")
    form = next(form for form in forms(client.get("/sets/who-and-what").text) if form.get("mode") == "practice")
    csrf = {"csrf_token": form["csrf_token"]}
    attempt = client.post(form["action"], data=form).location
    for position in range(1, 6):
        client.post(f"{attempt}/questions/{position}", data={**csrf, "answer": TYPED, "answer.0": TYPED, "try": "1"})
        client.get(f"{attempt}/questions/{position}", query_string={"answer": TYPED})
    client.get("/breaks/t0ken", query_string={"typed": TYPED})
    client.get("/busy", query_string={"typed": TYPED})
    stranger = logged.test_client()
    for name in ("Ida Holm-Larch", account.email):
        fields = {**_token(forms, stranger), "email": name, "password": f"{password}!"}
        assert stranger.post("/sign-in", data=fields).status_code in {403, 422}
    stranger.post("/forgot", data={**_token(forms, stranger), "email": account.email})
    with logged.app_context():
        reset = links.reset(db.session(), account.person_id, clock.now(), links.MAILED)
        db.session.remove()
    stranger.get(f"/reset/{reset}")
    stranger.post(f"/reset/{reset}", data={**_token(forms, stranger), "password": "x"})
    stranger.get(f"/{reset}", query_string={"email": account.email}, headers={"Referer": f"http://x/{reset}"})
    written = capsys.readouterr().err
    assert len([json.loads(line) for line in written.splitlines()]) > 25
    secrets = [TYPED, "Holm", account.email, "school.example", password, reset, "t0ken", "203.0.113", "198.51.100"]
    secrets += [csrf["csrf_token"], *(cookie.value for cookie in client._cookies.values())]
    assert [secret for secret in secrets if secret in written] == []


def _token(forms: Forms, client: FlaskClient) -> dict[str, str]:
    return {
        "csrf_token": next(form["csrf_token"] for form in forms(client.get("/sign-in").text) if "csrf_token" in form)
    }
