"""Bodies that are no form, and addresses that name nothing: refused with a sentence, and nothing is written."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.routing import Rule

from .conftest import School
from .forms import FORMS, address
from .test_forged_forms import someone_allowed

MANY = "&".join(f"a{number}=1" for number in range(1001))
MULTIPART = "multipart/form-data; boundary=cut"


def parts(*parts: str, end: str = "--cut--\r\n") -> bytes:
    return "".join(f"--cut\r\nContent-Disposition: form-data; {part}\r\n" for part in parts).encode() + end.encode()


#: Content types and bodies; TOKEN stands where the form's token would.
BODIES: dict[str, tuple[str, bytes]] = {
    "1,001 fields": ("application/x-www-form-urlencoded", f"csrf_token=TOKEN&{MANY}".encode()),
    "1,001 parts": (MULTIPART, parts('name="csrf_token"\r\n\r\nTOKEN', *['name="a"\r\n\r\n1'] * 1001)),
    "no boundary": ("multipart/form-data", parts('name="csrf_token"\r\n\r\nTOKEN')),
    "an empty boundary": ("multipart/form-data; boundary=", parts('name="csrf_token"\r\n\r\nTOKEN')),
    "another boundary": ("multipart/form-data; boundary=other", parts('name="csrf_token"\r\n\r\nTOKEN')),
    "a boundary of 300": (f"multipart/form-data; boundary={'x' * 300}", b"--" + b"x" * 300),
    "cut off": (MULTIPART, parts('name="csrf_token"\r\n\r\nTOKEN', end="--cut\r\nContent-Disposition: form-da")),
    "no end": (MULTIPART, parts('name="stem"\r\n\r\nWhen?', end="")),
    "no name": (MULTIPART, parts('filename="a.png"\r\n\r\nx')),
    "a header that is none": (MULTIPART, b"--cut\r\n\xff\xfe: \x00\r\n\r\nx\r\n--cut--\r\n"),
    "JSON": ("application/json", b'{"csrf_token": "TOKEN", "role": "administrator"}'),
    "text": ("text/plain", b"csrf_token=TOKEN"),
    "XML": ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "nothing": ("", b""),
    "a type that is none": (";;;=", b"csrf_token=TOKEN"),
    "another alphabet": ("application/x-www-form-urlencoded; charset=utf-16", "csrf_token=TOKEN".encode("utf-16")),
    "no bytes of UTF-8": ("application/x-www-form-urlencoded", b"csrf_token=\xff\xfe\xed\xa0\x80&%ff%fe=%ed%a0%80"),
}


@pytest.mark.parametrize("body", sorted(BODIES))
def test_what_is_no_form_is_refused(school: School, body: str) -> None:
    before, wrong = school.stamp(), []
    content_type, data = BODIES[body]
    for endpoint in FORMS:
        role = someone_allowed(endpoint)
        sent = data.replace(b"TOKEN", school.token(role).encode())
        page = address(school.app, school.ids, endpoint)
        answer = school.client(role).post(page, data=sent, content_type=content_type)
        if answer.status_code not in {400, 413, 415}:
            wrong.append((endpoint, answer.status_code))
    assert wrong == []
    assert school.stamp() == before


FILES = ("file", "picture", "text", "title", "body", "stem", "data", "name", "do")
CALLED = ("../../a.png", "\\\\a\\b.docx", "a" * 3000, ".", "a\u202egnp.exe", "{{7*7}}.md")
CONTENTS = ("\x89PNG\r\n\x1a\n", "PK\x03\x04", "", "GIF89a", "<svg onload=alert(1)>", "a: &a [*a]", "%PDF-1.7")
#: Each content twice, under another name each time; the first two are what their names say.
PAIRS = [(CALLED[number % len(CALLED)], CONTENTS[number % len(CONTENTS)]) for number in range(2 * len(CONTENTS))]


@pytest.mark.parametrize("endpoint", sorted(FORMS))
def test_files_of_any_name_and_kind_are_no_fault_of_ours(school: School, endpoint: str) -> None:
    """A file where text is due, and text where a file is due."""
    role, page = someone_allowed(endpoint), address(school.app, school.ids, endpoint)
    for name, content in PAIRS:
        fields = [f'name="{field}"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n{content}' for field in FILES]
        data = parts(f'name="csrf_token"\r\n\r\n{school.token(role)}', *fields)
        before = school.stamp()
        answer = school.client(role).post(page, data=data, content_type=MULTIPART)
        assert answer.status_code < 500, (name, content)
        if school.stamp() != before:
            school.restore()


def test_each_name_and_each_content_of_a_file_has_its_turns() -> None:
    assert len(set(PAIRS)) == len(PAIRS) == 2 * len(CONTENTS)
    assert {name for name, _ in PAIRS} == set(CALLED)


def bent(rule: Rule, value: str) -> str:
    """The rule's address with this in place of everything that it names."""
    address = "".join(value if is_dynamic else part for is_dynamic, part in rule._trace)
    return address.partition("|")[2]


@pytest.mark.parametrize(
    "value",
    ["0", "-1", "2147483647", "2147483648", "9223372036854775808", "1" * 400, "1.0", "1e3", "0x1", "\u00b2", "+1",
     " 1", "1;", "1\x00", "\x00", "\ud800", "\u202e", "None", "..", "%2e", "{7*7}", "<b>", "a" * 5000, "\ufffe", "'"],
    ids=ascii,
)  # fmt: skip
def test_an_address_that_names_nothing_is_not_there(school: School, value: str) -> None:
    before, named = school.stamp(), quote(value.encode("utf-8", "surrogatepass"), safe="")
    for rule in school.app.url_map.iter_rules():
        if rule.arguments and rule.endpoint not in {"static", "bootstrap.static"}:
            role = someone_allowed(rule.endpoint)
            fields: dict[str, Any] = {"csrf_token": school.token(role), **FIELDS}
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            page = bent(rule, named)
            with school.client(role).open(page, method=method, data=fields if method == "POST" else None) as answer:
                assert answer.status_code in EXPECTED, (method, page[:200], answer.status_code)
    assert school.stamp() == before


#: A form that would do something.
FIELDS = {
    "sure": "yes",
    "do": "load",
    "right": "own",
    "role": "teacher",
    "mode": "test",
    "request": "x",
    "password": "-",
}
#: Not there; not a form that can be read; a browser that is signed out already; a path that is written otherwise.
EXPECTED = {303, 308, 400, 404, 405, 422}
