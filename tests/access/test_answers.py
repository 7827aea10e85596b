"""What every address answers, by whatever method: its type, its methods, nothing for other sites."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.store.tables import AccountRow
from quizapp.web.extensions import db

from .conftest import School
from .forms import address, fields_of
from .routes import every_method, methods
from .test_forged_forms import someone_allowed

Send = Callable[..., Any]

#: How files of each type begin.
SIGNS = {
    "text/html": b"<!doctype html>",
    "application/zip": b"PK",
    "application/vnd.anki": b"PK",
    "image/png": b"\x89PNG",
    "image/svg+xml": b"<svg",
}


def test_every_answer_says_what_it_is(school: School, send: Send) -> None:
    seen = set()
    for endpoint, method in methods(school.app):
        with send(school, someone_allowed(endpoint), method, endpoint) as answer:
            kind, body = answer.headers.get("Content-Type", ""), answer.data
        if method == "POST":
            school.restore()
        if body:
            assert kind, endpoint
            assert not kind.startswith("text/") or kind.endswith("charset=utf-8"), (endpoint, kind)
            plain = kind.partition(";")[0]
            assert body.lstrip().lower().startswith(SIGNS.get(plain, b"").lower()) or plain not in SIGNS, (
                endpoint,
                kind,
            )
            assert plain != "application/json" or json.loads(body) is not None
            seen.add(plain)
    assert {"text/html", "application/json", "image/png", "image/svg+xml", "text/css"} <= seen


def test_no_answer_is_for_another_sites_scripts(school: School) -> None:
    """None names an origin, so that browsers show it to none; and none asks beforehand with success."""
    asked = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for endpoint, method in methods(school.app):
        page = address(school.app, school.ids, endpoint)
        for way in {method, "OPTIONS"} - {"POST"}:
            with school.client(someone_allowed(endpoint)).open(page, method=way, headers=asked) as answer:
                assert [name for name in dict(answer.headers) if name.lower().startswith("access-control-")] == []


def test_a_method_that_is_not_taken_is_told_which_are(school: School) -> None:
    before, adapter = school.stamp(), school.app.url_map.bind("localhost")
    for endpoint in {endpoint for endpoint, _ in every_method(school.app)}:
        page = address(school.app, school.ids, endpoint)
        taken = set(adapter.allowed_methods(page.partition("?")[0]))
        for method in ("TRACE", "PUT", "PROPFIND"):
            with school.client("administrator").open(page, method=method) as answer:
                assert answer.status_code == 405, (method, page)
                assert set(re.split(r",\s*", answer.headers["Allow"])) == taken, page
                assert "Kestrel" not in answer.text.replace("Administrator Kestrel", "")
    assert school.stamp() == before


def test_to_ask_what_is_taken_tells_that_alone(school: School) -> None:
    before, adapter = school.stamp(), school.app.url_map.bind("localhost")
    for endpoint in {endpoint for endpoint, _ in every_method(school.app)}:
        page = address(school.app, school.ids, endpoint)
        with school.client("guest").open(page, method="OPTIONS") as answer:
            assert (answer.status_code, answer.data) == (200, b""), page
            assert set(re.split(r",\s*", answer.headers["Allow"])) == set(
                adapter.allowed_methods(page.partition("?")[0])
            )
            assert "Set-Cookie" not in answer.headers
    assert school.stamp() == before


@pytest.mark.parametrize("role", ["guest", "owner"])
def test_the_head_of_a_page_is_that_of_the_page(school: School, role: str) -> None:
    different = []
    for endpoint, method in methods(school.app):
        if method == "GET":
            page = address(school.app, school.ids, endpoint)
            with school.client(role).get(page) as whole, school.client(role).head(page) as head:
                assert head.data == b"", page
                told = [(answer.status_code, answer.headers.get("Content-Type")) for answer in (whole, head)]
                told += [(answer.headers["Cache-Control"], answer.location) for answer in (whole, head)]
            if told[0] != told[1] or told[2] != told[3]:
                different.append((endpoint, told))
    assert different == []


@pytest.mark.parametrize(
    "path",
    [".git/config", ".git/HEAD", ".env", ".svn/entries", ".hypothesis", "instance/secret_key", "quizapp.sqlite3",
     "instance/quizapp.sqlite3", "pyproject.toml", "quizapp/settings.py", "static", "static/", "console", "debug",
     "static/%2e%2e/app.py", "static/..%2f..%2fsettings.py", "server-status", "admin", "phpinfo.php", "backup.zip"],
)  # fmt: skip
def test_what_is_not_a_page_is_not_there(school: School, path: str) -> None:
    static = school.app.static_url_path
    for start in ("/", f"{static}/", "/bootstrap/static/", "/articles/bridge/pictures/"):
        answer = school.client("administrator").get(start + path)
        assert answer.status_code in {404, 308}, start + path
        assert answer.status_code == 404 or answer.location.startswith("http://localhost/"), path


def test_a_new_site_has_no_account(tmp_path: Path) -> None:
    """Nobody signs in as root, admin or anybody else whom its makers thought of."""
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite3'}"))
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(AccountRow)) == 0
        db.session.remove()
        db.engine.dispose()


def test_passwords_are_typed_unseen_and_may_be_pasted_or_kept_by_a_manager(school: School) -> None:
    found = 0
    for role, endpoint in (
        ("guest", "sign_in.show"), ("guest", "sign_up.show"), ("guest", "sign_up.invited"),
        ("guest", "password_reset.anew"), ("owner", "account.show"),
    ):  # fmt: skip
        page = school.client(role).get(address(school.app, school.ids, endpoint)).text
        for field in re.findall(r'<input[^>]*\bname="(?:password|old|new)"[^>]*>', page):
            found += 1
            assert 'type="password"' in field, field
            assert re.search(r'autocomplete="(current|new)-password"', field), field
            assert "readonly" not in field
    assert found >= 8
    scripts = Path(str(school.app.static_folder)).rglob("*.js")
    # There an article is pasted, with its headings.
    assert [path.name for path in scripts if '"paste"' in path.read_text()] == ["article_editor.js"]


def test_what_a_browser_keeps_is_signed_with_sha_256(school: School, password: str) -> None:
    """The signature is the last part of each: 32 bytes, where those of SHA-1 have 20."""
    fields = {**fields_of(school.ids, "sign_in.enter", password), "csrf_token": school.token("guest")}
    entered = school.client("guest").post("/sign-in", data=fields)
    kept = dict(line.partition(";")[0].split("=", 1) for line in entered.headers.getlist("Set-Cookie"))
    for value in (school.token("guest"), school.cookie("guest"), kept["quizapp_browser"]):
        signature = value.rpartition(".")[2]
        assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) == 32
