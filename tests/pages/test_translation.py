"""Every sentence on the pages goes through gettext: in a made-up language nothing stays English."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from quizapp.core.account import Account

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "quizapp/translations/messages.pot"

Begin = Callable[[str, str], str]
SignIn = Callable[..., Account]
Forms = Callable[[str], list[dict[str, str]]]


def test_the_list_for_translators_is_complete(tmp_path: Path) -> None:
    words = "extract -F quizapp/translations/babel.cfg -k say --omit-header --no-location --sort-output".split()
    made = tmp_path / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *words, "-o", str(made), "."]
    subprocess.run(command, cwd=ROOT, check=True)
    assert made.read_text() == TEMPLATE.read_text(), "run `make messages`"


class _Shown(HTMLParser):
    """What a reader sees or hears, but for content, which has a `lang` of its own, and names."""

    NAMED = ("aria-label", "title", "alt", "placeholder")
    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "rect", "line", "path"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: list[bool] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        names_itself = tag != "html" and bool({"lang", "translate"} & given.keys())
        inside = names_itself or tag in {"style", "script", "kbd", "code"} or any(self.hidden)
        if not inside:
            said = [name for name in given if name in self.NAMED or name.startswith("data-say")]
            self.texts += [given[name] or "" for name in said]
        if tag not in self.VOID:
            self.hidden.append(inside)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.hidden):
            self.texts.append(data)


#: The same in every language, or written by the library of dates; and the set's title, where no `lang` can stand.
NAMES = re.compile(r"https://\S+|quizapp|Anki|Who did what|Town opens a wooden bridge[\w ]+|\d{4}-\w+-\d+")


def untranslated(page: str) -> list[str]:
    """The texts with letters in them that are outside of every «translated» one."""
    found = []
    for text in _Shown(page).texts:
        rest = NAMES.sub("", text)
        while re.search("«[^«»]*»", rest):
            rest = re.sub("«[^«»]*»", "", rest)
        if re.search(r"[^\W\d_]{2}", rest):
            found.append(" ".join(text.split()))
    return found


@pytest.fixture
def foreign(library_app: Flask, tmp_path: Path) -> FlaskClient:
    """A reader for whom each sentence stands in «marks»."""
    with TEMPLATE.open("rb") as file:
        catalogue = read_po(file, locale="eo")
    for message in catalogue:
        if message.id:
            message.string = tuple(f"«{one}»" for one in message.id) if message.pluralizable else f"«{message.id}»"
    target = tmp_path / "eo" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    babel = library_app.extensions["babel"]
    babel.translation_directories, babel.locale_selector = [str(tmp_path)], lambda: "eo"
    return library_app.test_client()


@pytest.mark.parametrize(
    "address",
    ["/sign-in", "/sign-up", "/forgot", "/invitations/x", "/", "/about", "/articles/bridge", "/sets/who-and-what",
     "/sets/who-and-what/worksheet", "/no-such-page",
     "/sets/who-and-what/answer-key"],
)  # fmt: skip
def test_a_page_is_translated_whole(foreign: FlaskClient, address: str) -> None:
    assert untranslated(foreign.get(address).text) == []


def token(found: list[dict[str, str]]) -> str:
    return next(form["csrf_token"] for form in found if "csrf_token" in form)


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_an_attempt_is_translated_whole(foreign: FlaskClient, forms: Forms, mode: str) -> None:
    start = next(form for form in forms(foreign.get("/sets/who-and-what").text) if form.get("mode") == mode)
    address = foreign.post(start["action"], data=start).location
    for position in range(1, 6):
        where = f"{address}/questions/{position}"
        page = foreign.get(where).text
        assert untranslated(page) == []
        blank = foreign.post(where, data={"csrf_token": token(forms(page))}, follow_redirects=True).text
        assert untranslated(blank) == []
    assert untranslated(foreign.get(f"{address}/page", follow_redirects=True).text) == []
    finish = foreign.get(f"{address}/finish").text
    assert untranslated(finish) == []
    result = foreign.post(f"{address}/finish", data={"csrf_token": token(forms(finish))}, follow_redirects=True)
    assert "«Your result»" in result.text
    assert untranslated(result.text) == []


@pytest.mark.parametrize("address", ["/account", "/people", "/people/1"])
def test_a_page_of_an_account_is_translated_whole(foreign: FlaskClient, sign_in: SignIn, address: str) -> None:
    sign_in(foreign, "administrator")
    assert untranslated(foreign.get(address).text) == []


@pytest.mark.parametrize("address", ["/account/password", "/account/email", "/people/invitations"])
def test_what_is_wrong_with_a_form_is_translated_too(
    foreign: FlaskClient, forms: Forms, sign_in: SignIn, address: str
) -> None:
    sign_in(foreign, "administrator")
    fields = {"password": "x", "email": "x", "old": "x", "new": "x", "role": "learner"}
    sent = foreign.post(address, data={"csrf_token": token(forms(foreign.get("/account").text)), **fields})
    assert sent.status_code == 422
    assert untranslated(sent.text) == []
