"""Whatever a teacher's browser, or a teacher's own program, may send: a sentence comes back, never a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .conftest import School
from .forms import FORMS, address, fields_of
from .routes import ROUTES
from .test_forged_forms import someone_allowed

#: For each form; all of them together are two thousand requests, however many forms there are.
EXAMPLES = max(20, -(-2000 // len(FORMS)))
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


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_every_form_answers_everything_with_a_sentence(founded: School, password: str, endpoint: str) -> None:
    founded.restore()
    role = "owner" if "owner" in ROUTES[endpoint] else someone_allowed(endpoint)
    page = address(founded.app, founded.ids, endpoint)
    fields = {"csrf_token": founded.token(role), **fields_of(founded.ids, endpoint, password)}
    answers = []

    @settings(max_examples=EXAMPLES, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(requests(fields))
    def sent(request: tuple[bytes, dict[str, str]]) -> None:
        body, headers = request
        before = founded.stamp()
        answer = founded.client(role).post(page, data=body, content_type=FORM, headers=headers)
        answers.append(answer.status_code)
        assert answer.status_code < 500, answer.text
        if founded.stamp() != before:
            founded.restore()

    sent()
    assert len(answers) >= EXAMPLES
    founded.restore()


def test_these_are_two_thousand_requests() -> None:
    assert len(FORMS) * EXAMPLES >= 2000
    assert len(set(NASTY)) == len(NASTY)
