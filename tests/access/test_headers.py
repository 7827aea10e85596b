"""What answers tell browsers, caches and file systems; and that no address leads away from this site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web.extensions import db
from quizapp.web.headers import HEADERS
from quizapp.web.watching import PROBES

from .conftest import School
from .forms import FORMS, address, fields_of
from .odd import sent
from .routes import ROUTES, methods
from .test_forged_forms import someone_allowed

Send = Callable[..., Any]

#: The same for everyone, and so for every cache.
SHARED = {"article.picture", "deck.of_set", "deck.of_article", "static", "bootstrap.static"}
#: Addresses elsewhere, and such as browsers take for one.
ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example/%2e%2e", "https://evil.example", "https:evil.example",
    "http:\\\\evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
    "/\n/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    "//evil.example\\@localhost", "https://localhost@evil.example", "http://localhost.evil.example",
    "//evil%E3%80%82example", "/%09/evil.example", "/%5cevil.example", "%2f%2fevil.example", "evil.example",
    "/\u2028/evil.example", "/\u00a0/evil.example", "/\ufeff/evil.example", "\x00//evil.example", "/\x00/evil.example",
    "/\r\nLocation: https://evil.example", "/\r\nSet-Cookie: a=b", "//[::1", "http://[evil", "/[", "?next=//x.example",
    "/..//evil.example", "/.//evil.example", "/;//evil.example", "/#//evil.example", "///", "//", "/\\", "\\", "\ud800",
)  # fmt: skip
PUBLIC = {"visibility": "public"}
NAMES = ("next", "go", "url", "to", "return", "return_to", "continue", "onward", "redirect", "query", "back")


def test_what_is_private_is_kept_by_no_cache(school: School, send: Send) -> None:
    kept = []
    for endpoint, method in methods(school.app):
        with send(school, someone_allowed(endpoint), method, endpoint) as answer:
            if answer.headers.get("Cache-Control") != "no-store" and endpoint not in SHARED:
                kept.append((endpoint, method, answer.headers.get("Cache-Control")))
            for name, value in HEADERS.items():
                if name != "Content-Security-Policy" or endpoint != "article.picture":
                    assert answer.headers[name] == value, (endpoint, method)
        if method == "POST":
            school.restore()
    assert kept == []


def test_what_is_refused_is_kept_by_no_cache(school: School, send: Send) -> None:
    for endpoint, method in methods(school.app):
        if "guest" not in ROUTES[endpoint]:
            with send(school, "guest", method, endpoint) as answer:
                assert answer.headers["Cache-Control"] == "no-store", endpoint


@pytest.mark.parametrize(
    "title",
    [
        'a".exe"; filename="evil.html',
        "a; filename*=UTF-8''evil.html",
        "../../etc/passwd",
        "C:\\Windows\\evil.bat",
        "Tide\u202egpj.exe",
        "🦀 ψ 海 " * 20,
        "<script>alert(1)</script>",
        "%0d%0aSet-Cookie: a=b",
        "...",
        "CON",
    ],
)
def test_a_file_is_named_as_a_file(school: School, title: str) -> None:
    ids = school.ids
    settings = {"title": title, "language": "en", "revision": str(ids["revision"])}
    page = address(school.app, ids, "set_editor.settings")
    assert school.post("owner", page, settings).status_code == 303
    assert school.post("owner", address(school.app, ids, "publication.publish"), PUBLIC).status_code == 303
    for page in downloads(school):
        with school.client("owner").get(page) as answer:
            assert answer.status_code == 200, page
            assert_named_as_a_file(answer.headers["Content-Disposition"])


def downloads(school: School) -> Iterator[str]:
    """All that is sent as a file of the set, or of its owner."""
    place = str(school.client("owner").get(address(school.app, school.ids, "short_link.follow")).location)
    slug = place.rsplit("/", 1)[1]
    for endpoint in ("publication.qr_svg", "publication.qr_png", "deck.of_set", "account.export", "transfer.download"):
        yield address(school.app, school.ids, endpoint, slug=slug)
    yield address(school.app, school.ids, "deck.of_article", slug=school.ids["article_slug"])


def assert_named_as_a_file(disposition: str) -> None:
    assert disposition.isascii()
    assert disposition.isprintable()
    message = Message()
    message["Content-Disposition"] = disposition
    names = [value for name, value in message.get_params(header="Content-Disposition")[1:] if "filename" in name]
    assert disposition.startswith("attachment;")
    assert names
    for name in names:
        told = name[2] if isinstance(name, tuple) else name
        assert not re.search(r'[/\\:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]', str(told)), disposition
        assert re.search(r"[^.]\.(svg|png|apkg|json|yaml|zip|html|csv|xlsx|txt|gift|xml)$", str(told)), disposition


def assert_stays(page: str, location: str | None) -> None:
    """As browsers read it: they skip white space and take a backslash for a slash."""
    if location is not None:
        read = re.sub(r"[\t\r\n]", "", location).strip("\x00\x20").replace("\\", "/")
        parts = urlsplit(urljoin("http://localhost/", read))
        assert (parts.scheme, parts.netloc) == ("http", "localhost"), (page, location)


@pytest.mark.parametrize("where", ELSEWHERE, ids=ascii)
def test_no_field_leads_away_from_this_site(school: School, password: str, where: str) -> None:
    """From the doors, where one comes from somewhere and goes on to somewhere."""
    wanted = dict.fromkeys(NAMES, where.encode("utf-8", "surrogatepass"))
    for endpoint in ("sign_in.enter", "sign_in.show", "sign_up.show", "sign_out.leave", "short_link.show"):
        page = address(school.app, school.ids, endpoint)
        if endpoint in FORMS:
            fields = {**fields_of(school.ids, endpoint, password), "csrf_token": school.token("owner"), **wanted}
            answer = school.client("owner").post(page, data=encoded(fields), content_type=FORM)
        else:
            answer = school.client("owner").get(f"{page}?{encoded(wanted)}")
        assert answer.status_code < 500, (page, where)
        assert_stays(page, answer.location)


FORM = "application/x-www-form-urlencoded"


def encoded(fields: dict[str, Any]) -> str:
    def every_byte(value: Any) -> str:
        whole = value if isinstance(value, bytes) else str(value).encode()
        return "".join(f"%{byte:02X}" for byte in whole)

    return "&".join(f"{every_byte(name)}={every_byte(value)}" for name, value in fields.items())


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_form_leads_away_from_this_site(school: School, send: Send, where: str) -> None:
    for endpoint in FORMS:
        answer = send(school, someone_allowed(endpoint), "POST", endpoint, dict.fromkeys(NAMES, where))
        assert_stays(endpoint, answer.location)
        school.restore()


@pytest.mark.parametrize("where", ELSEWHERE, ids=ascii)
def test_where_one_came_from_leads_nowhere_else(school: School, where: str) -> None:
    """A guest is asked to sign in, and comes back: to a page of this site."""
    referrer = where.encode("utf-8", "replace").decode("latin-1").replace("\r", "").replace("\n", "")
    for headers in ({"Referer": referrer}, {"Referer": f"http://localhost{referrer}"}):
        answer = school.client("guest").post(
            "/teach/questions", data={"csrf_token": school.token("guest")}, headers=headers
        )
        assert answer.status_code == 303, where
        assert_stays(where, answer.location)
        onward = school.client("owner").get(answer.location)
        assert_stays(where, onward.location)


@pytest.fixture
def named(founded: School, tmp_path: Path) -> Iterator[Flask]:
    """A site that answers to one name."""
    database = founded.app.config["SQLALCHEMY_DATABASE_URI"]
    made = create_app(
        Settings(instance=tmp_path, database_url=database, secret_key="s" * 40, trusted_hosts=("quiz.example",))
    )
    yield made
    with made.app_context():
        db.engine.dispose()


def test_a_site_with_a_name_answers_to_no_other(named: Flask, school: School) -> None:
    for endpoint, method in methods(named):
        if endpoint in PROBES.values():
            # Asked by the address of one process; see `tests/pages/test_health.py`.
            continue
        page = address(school.app, school.ids, endpoint)
        for host in ("evil.example", "quiz.example.evil.example", "quiz.example@evil.example", "evil.example:80", ""):
            with named.test_client().open(page, method=method, headers={"Host": host}) as answer:
                assert answer.status_code == 400, (method, page, host)
                assert "evil" not in answer.text
    assert named.test_client().get("/", headers={"Host": "quiz.example"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["xn--", "XN--", "xn--a", "xn--zzzzzz99999", f"xn--{'9' * 70}", "a.xn--.b", "[:.]", "[::1:2:3:4:5:6:7:8:9]", "a b",
     "a,b", "localhost:x", "localhost:99999", "[::1", "a/b", "\xe9"],
)  # fmt: skip
def test_a_host_that_is_none_gets_a_sentence_everywhere(school: School, host: str) -> None:
    for endpoint, method in methods(school.app):
        answer = sent(school.app, address(school.app, school.ids, endpoint), method=method, headers={"Host": host})
        assert answer.status_code == 400, (endpoint, host)
        assert method == "HEAD" or b"This site does not answer to that host name." in answer.data


def test_a_host_in_another_alphabet_is_one(school: School) -> None:
    for host in ("xn--ls8h.example", "[::1]", "[::1]:8000"):
        assert sent(school.app, "/about", headers={"Host": host}).status_code == 200
