"""What nobody's browser sends, and somebody's program may: values, names, bodies, headers and addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, Response
from flask.testing import EnvironBuilder
from hypothesis import strategies as st

from .conftest import ROLES, School
from .forms import FORMS, address, fields_of
from .routes import ROUTES

FORM = "application/x-www-form-urlencoded"
NASTY = (
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xed\xb0\x80\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\xc0\xaf", "\ufffe\uffff".encode(), "\u202e\u2066".encode(), "e\u0301".encode() * 50, "\U000e0001".encode(),
    b"\r\n", b"\x1b[31m", b"0", b"-1", b"1e999", b"-0", b"NaN", b"inf", b"1/0", b"1" * 5000, b"9223372036854775808",
    b"2147483648", b"0x10", "\u0661\u0662".encode(), "\u00b2".encode(), "\u2460".encode(), "\uff11".encode(),
    b"1_000", b"+1", b"1.5", b"1,5", b"true", b"null", b"[]", b"{}", b'["a"]', b'{"a": 1}', b"[" * 3000, b"{{7*7}}",
    b"${7*7}", b"%s%n%x", b"%(name)s", b"{0.__class__}", b"' OR 1=1 --", b"../../etc/passwd", b"a" * 70_000,
    b"[[1]]" * 200, b"[[99]] [[0]]", b"**" * 2000, b"> " * 500, b"![" * 500, b"[a](" * 500, b"|a|\n|-|\n" * 200,
    b"<" * 2000, b"&#0;&#xd800;", b"9999-99-99", b"0000-00-00", b"-1-1-1", b"10000-01-01", b"article:1",
    b"set:99999999999", b"set:-1", b"add:options", b"remove:options:99999999999", b"move:options:0:99",
    b"up:evidence:0", b"down:pairs:-1", b"add:gaps.1.options", b"drop:gaps.99", b"drop:", b"gaps", b"turn",
    b"prove:0", b"prove:99999", b"prove:\xd9\xa1", b"silence:", b"silence:echo", b"speak:echo", b"go:next", b"order",
    b"up:", b"move:0", b"take:", b"wave-away:\x00", b"preview", b"back", b"load", b"add-tag", b"points", b"copy",
    b"delete", b"UEsDBA==", b"UEs=", b"LQ==", b"YTogJmEgWyphXQ==", b"=", b"xn--a@b.c", b"a@b",
    "\u0131@\u0130.example".encode(), b"application/json",
)  # fmt: skip
#: Names that a form of these pages may have beside its own.
NAMES = (
    "do", "kind", "new_kind", "stem", "options-0-text", "options-999999-text", "options--text", "options-0",
    "options", "gaps-0-key", "gaps-0-value-kind", "gaps-0-value-options-0-text", "pairs-0-left", "items-0",
    "evidence-0-exact", "evidence-0-prefix", "range-low", "units-0-key", "units-0-value", "hints-3", "points", "tags",
    "silence", "marked", "marked-before", "answer", "answer.1", "answer.0", "answer.99999999999999999999", "order",
    "question", "set", "to-0", "reason-echo", "stamp", "revision", "confirmed", "picture", "file", "formatted",
    "text", "data", "into", "name", "next", "csrf_token", "\x00", "", "[]", "a[b]",
)  # fmt: skip

values = st.one_of(st.sampled_from(NASTY), st.binary(max_size=40), st.text(max_size=40).map(str.encode))
names = st.one_of(st.sampled_from(NAMES), st.text(max_size=20))


@st.composite
def requests(draw: Any, fields: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """The body of a form, bent in some places, and its headers."""
    kept = [(name, draw(values) if draw(st.integers(0, 2)) == 0 else value) for name, value in fields.items()]
    more = draw(st.lists(st.tuples(names, values), max_size=6))
    doubled = draw(st.sampled_from([1, 1, 1, 2, 1001]))
    pairs = [*kept, *more, *(kept[:1] * (doubled - 1))]
    headers = {"Accept": draw(st.sampled_from(["text/html", "application/json", "*/*", "", ";;,"]))}
    referrer = draw(st.sampled_from(["", "http://localhost/teach", "http://[", "//", "%00", "http://localhost:x/"]))
    return body_of(pairs, draw), {**headers, "Referer": referrer}


def body_of(pairs: list[tuple[str, Any]], draw: Callable[[Any], Any]) -> bytes:
    return b"&".join(b"=".join([escaped(name, draw), escaped(value, draw)]) for name, value in pairs)


def escaped(value: Any, draw: Callable[[Any], Any]) -> bytes:
    whole = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return b"".join(b"%%%02X" % byte if byte in RESERVED or not 32 < byte < 127 else bytes([byte]) for byte in whole)


RESERVED = frozenset(b"%&=+;")


#: Headers that something here reads, or might.
HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Encoding", "Content-Type", "Cookie",
    "Expect", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Pragma", "Range",
    "Referer", "Sec-Fetch-Site", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host",
    "X-Forwarded-Proto", "X-Http-Method-Override", "X-Request-Id", "X-Requested-With",
)  # fmt: skip
SAID = (
    "", " ", "*", "*/*", "q=", ";;,", "text/html;q=nan", "en;q=2,de;q=-1", "x" * 5000, "\xff\xfe", "bytes=0-",
    "bytes=5-2", "bytes=" + "0-0," * 500, "bytes=-99999999999999999999", "W/", '"', '"a","b',
    "Mon, 99 Foo 10000 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Basic !!!", "Bearer x", "http://[", "//",
    "null", "localhost:99999", "localhost:x", "[::1", "a b", "a,b", "..", "xn--", "quizapp_session=.eJx",
    "quizapp_account=\xe9; quizapp_guest=" + "a" * 400, "quizapp_browser=.; quizapp_session=a.b.c", "=;=;",
    "multipart/form-data", "multipart/form-data; boundary=\xff", "application/json; charset=utf-99",
    "text/html; charset=\x00", "gzip;q=1e999", "identity;q=0, *;q=0", "chunked", "100-continue", "PUT", "cross-site",
    "websocket", "127.0.0.1, ::1, unknown", "999.1.1.1", "fe80::1%eth0",
)  # fmt: skip
TYPES = (FORM, "multipart/form-data; boundary=cut", "application/json", "text/plain", "", ";;")
METHODS = ("GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW")


@dataclass(frozen=True)
class Request:
    """As sent by somebody in this role, with cookies that may be bent as well; shown whole where it fails."""

    role: str
    method: str
    address: str
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...]

    def send(self, school: School) -> Response:
        headers = [("Cookie", school.cookie(self.role)), *self.headers]
        return sent(
            school.app,
            self.address,
            method=self.method,
            data=self.body,
            content_type=self.content_type,
            headers=headers,
        )


def sent(app: Flask, address: str, **options: Any) -> Response:
    """The answer as a server gets it: a client of Flask's needs a host that is one."""
    return Response.from_app(app.wsgi_app, EnvironBuilder(app, address, **options).get_environ(), buffered=True)


@st.composite
def anything(draw: Any, school: School, password: str) -> Request:
    """A request to some address of the site, right in some places and bent in others."""
    endpoint, role = draw(st.sampled_from(sorted(ROUTES))), draw(st.sampled_from(ROLES))
    query = draw(st.lists(st.tuples(names, values), max_size=3))
    sent = _fields(draw, school, password, endpoint, role)
    headers = draw(st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(SAID)), max_size=3))
    page = _address(draw, school, endpoint)
    return Request(
        role, draw(st.sampled_from(METHODS)), f"{page}?{body_of(query, draw).decode('ascii')}" if query else page,
        draw(st.one_of(st.just(body_of(sent, draw)), st.binary(max_size=200))), draw(st.sampled_from(TYPES)),
        tuple((name, said) for name, said in headers if "\x00" not in said),
    )  # fmt: skip


def _address(draw: Any, school: School, endpoint: str) -> str:
    """Often the right one."""
    page = address(school.app, school.ids, endpoint)
    if draw(st.integers(0, 2)):
        return page
    parts = page.partition("?")[0].split("/")
    place = draw(st.integers(1, len(parts) - 1))
    return "/".join([*parts[:place], quote(draw(values)[:3000], safe=""), *parts[place + 1 :]])


def _fields(draw: Any, school: School, password: str, endpoint: str, role: str) -> list[tuple[str, Any]]:
    right = fields_of(school.ids, endpoint, password) if endpoint in FORMS else {}
    token = draw(st.sampled_from([school.token(role)] * 4 + ["", "x"]))
    kept = [(name, draw(values) if draw(st.integers(0, 2)) == 0 else value) for name, value in right.items()]
    return [("csrf_token", token), *kept, *draw(st.lists(st.tuples(names, values), max_size=4))]


def answered(school: School, request: Request) -> int:
    """The status; fails where that is a fault of ours, or a refusal without a word."""
    before = school.stamp()
    answer = request.send(school)
    assert answer.status_code < 500, (request, answer.data)
    assert answer.status_code < 400 or answer.data or request.method == "HEAD", request
    if school.stamp() != before:
        school.restore()
    return answer.status_code
