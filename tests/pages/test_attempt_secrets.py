"""Before its answer is in, nothing tells a question's key: twins that differ in secrets alone give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.core.kinds import all_kinds, from_dict
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.core.prose import plain
from quizapp.core.question import Question
from quizapp.formats import LoadedFolder
from quizapp.store import library
from quizapp.store.tables import SlotRow
from quizapp.web.sessions import Sessions
from quizapp.work.loading import load

Forms = Callable[[str], list[dict[str, str]]]
Begin = Callable[[str, str], str]

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
BODY = "The first proof stands here. The second proof stands there."


@dataclass(frozen=True)
class Twins:
    """Two sets of secrets behind one face, the order that shows it, and an answer and a half answer to it."""

    face: dict[str, Any]
    one: dict[str, Any]
    other: dict[str, Any]
    orders: tuple[list[int], list[int]] = ([], [])
    answer: dict[str, str] = field(default_factory=lambda: {"answer": "0"})
    unreadable: dict[str, str] = field(default_factory=lambda: {"answer": "77"})


def options(written: str, **of: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": text, **of.get(text, {})} for text in written.split()]


def pairs(**of: str) -> list[dict[str, str]]:
    return [{"id": left.lower(), "left": left, "right": right} for left, right in of.items()]


KEY = {"correct": True}
TWINS = {
    "choice": Twins(
        {},
        {"options": options("Ann Bob Cho Dee", Ann={**KEY, "feedback": "Yes."}, Bob={"weight": "1/2"})},
        {"options": options("Cho Ann Bob Dee", Cho=KEY, Ann={"feedback": "No."})},
        ([2, 0, 3, 1], [0, 1, 3, 2]),
    ),
    "multiple": Twins(
        {},
        {"options": options("Ann Bob Cho Dee", Ann=KEY, Bob=KEY), "scoring": "all_or_nothing"},
        {"options": options("Dee Ann Bob Cho", Dee={**KEY, "feedback": "Yes."})},
        ([2, 0, 3, 1], [3, 1, 0, 2]),
    ),
    "true_false": Twins(
        {},
        {"answer": True, "feedback_true": "Yes."},
        {"answer": False, "feedback_true": "No.", "feedback_false": "Yes."},
        answer={"answer": "true"},
    ),
    "matching": Twins(
        {},
        {"pairs": pairs(A="Ann", B="Bob"), "extra": ["Cho"]},
        {"pairs": pairs(A="Cho", B="Ann"), "extra": ["Bob"]},
        ([2, 0, 1], [0, 1, 2]),
        {"answer.0": "0", "answer.1": "2"},
        {"answer.0": "77"},
    ),
    "ordering": Twins(
        {},
        {"items": ["Ann", "Bob", "Cho"], "scoring": "pairs"},
        {"items": ["Cho", "Ann", "Bob"]},
        ([1, 0, 2], [2, 1, 0]),
        {"answer.0": "1", "answer.1": "2", "answer.2": "3"},
        {"answer.0": "1", "answer.1": "1"},
    ),
    "short_text": Twins(
        {},
        {"answer": "Ann", "accept": ["Anna", {"text": "Annie", "weight": "1/2", "feedback": "Nearly."}]},
        {"answer": "Bob", "typos": False},
        answer={"answer": "Eve"},
        unreadable={"answer": "\x01"},
    ),
    "number": Twins(
        {"unit": "km"},
        {"answer": 12, "tolerance": 2, "units": {"m": "1/1000"}},
        {"answer": 99, "relative_tolerance": "1/10"},
        answer={"answer": "5 km"},
        unreadable={"answer": "many"},
    ),
    "date": Twins(
        {},
        {"answer": "2019-11-23"},
        {"answer": "1905-06-07"},
        answer={"answer": "2020-01-01"},
        unreadable={"answer": "never"},
    ),
    "cloze": Twins(
        {"text": "It is [[1]] or [[2]] on [[3]]."},
        {
            "gaps": {
                "1": {"kind": "short_text", "answer": "Ann"},
                "2": {"kind": "choice", "options": ["Bob", "Cho"], "answer": "Bob"},
                "3": {"kind": "date", "answer": 1905, "precision": "year"},
            }
        },
        {
            "gaps": {
                "1": {"kind": "short_text", "answer": "Eve", "accept": ["Eva"]},
                "2": {"kind": "choice", "options": ["Cho", "Bob"], "answer": "Cho"},
                "3": {"kind": "date", "answer": 2014, "precision": "year"},
            }
        },
        ([1, 0], [0, 1]),
        {"answer.1": "Dee", "answer.2": "0", "answer.3": "1999"},
        {"answer.1": "Dee", "answer.3": "never"},
    ),
}  # fmt: skip

SECRET = {
    "one": {"explanation": "Because of one.", "hints": ["Think of one."], "evidence": [{"exact": "The first proof"}]},
    "other": {"explanation": "For the other.", "hints": ["Or another."], "evidence": [{"exact": "The second proof"}]},
}


def twin(kind: str, which: str) -> tuple[Question, list[int]]:
    twins = TWINS[kind]
    secrets, order = {"one": (twins.one, twins.orders[0]), "other": (twins.other, twins.orders[1])}[which]
    shared = {"id": "secret", "kind": kind, "stem": "Which is it?", "tries": 2, "penalty": "1/3", "points": 2}
    return from_dict({**shared, **twins.face, **SECRET[which], **secrets}), order


class Learner:
    """Goes the same way through an attempt each time, and notes all that a browser could see."""

    def __init__(self, app: Flask, forms: Forms, session: Session) -> None:
        self.app, self.client, self.forms, self.session = app, app.test_client(), forms, session
        self.seen: list[str] = []

    def begin(self, mode: str, order: list[int]) -> str:
        page = self.client.get("/sets/secrets").text
        form = next(form for form in self.forms(page) if form.get("mode") == mode)
        address = str(self.client.post(form["action"], data=form).location)
        self.token = form["csrf_token"]
        slot = self.session.scalars(select(SlotRow).order_by(SlotRow.id.desc())).first()
        assert slot
        slot.shown_order = order
        self.session.commit()
        self.attempt = address.rsplit("/", 1)[1]
        return address

    def note(self, answer: TestResponse) -> None:
        assert answer.status_code < 500
        headers = sorted(f"{name}: {value}" for name, value in answer.headers if name not in {"Set-Cookie", "Date"})
        self.seen.append(self._same_for_all("\n".join([answer.status, *headers, answer.text, self._cookies()])))

    def get(self, address: str) -> None:
        self.note(self.client.get(address))

    def post(self, address: str, fields: dict[str, str], **options: Any) -> None:
        self.note(self.client.post(address, data={"csrf_token": self.token, **fields}, **options))

    def _cookies(self) -> str:
        cookie = self.client.get_cookie("quizapp_session")
        serializer = Sessions().get_signing_serializer(self.app)
        assert cookie
        assert serializer
        return str({**serializer.loads(cookie.value), "csrf_token": ""})

    def _same_for_all(self, text: str) -> str:
        """Without what differs from attempt to attempt: its number, and random tokens."""
        text = re.sub(r'(name="(?:csrf_token|request)" value=)"[^"]+"', r"\1", text)
        text = re.sub(r"^(Content-Length|ETag): .*$", "", text, flags=re.M)
        return re.sub(rf"(attempts/|data-(?:attempt|autosave|draft|sheet)=\"){self.attempt}\b", r"\1", text)


@pytest.fixture
def learner(library_app: Flask, library_session: Session, forms: Forms) -> Callable[[str, str], Learner]:
    """`learner(kind, "one")`: a new guest, and the set `secrets` with this question."""

    def make(kind: str, which: str) -> Learner:
        question, _ = twin(kind, which)
        article = Article(slug="secrets", title="Proofs", publisher="Post", published=date(2021, 5, 14), body=BODY)
        content = QuestionSet(slug="secrets", title="Secrets", questions=(question,))
        folder = LoadedFolder(ArticleWithSets(article=article, sets=(content,)), (("secrets", "# one"),))
        load(library_session, [folder], NOW)
        return Learner(library_app, forms, library_session)

    return make


def assert_same(one: list[str], other: list[str]) -> None:
    for page, twin_page in zip(one, other, strict=True):
        assert page.splitlines() == twin_page.splitlines()


def test_every_kind_keeps_its_secrets_here() -> None:
    assert set(TWINS) == set(all_kinds())


@pytest.mark.parametrize("kind", sorted(TWINS))
def test_a_running_test_tells_nothing(learner: Callable[[str, str], Learner], kind: str) -> None:
    seen = []
    for which in ("one", "other"):
        taking = learner(kind, which)
        address = taking.begin("test", twin(kind, which)[1])
        question, json = f"{address}/questions/1", {"Accept": "application/json"}
        taking.get(question)
        for fields in ({}, TWINS[kind].unreadable, TWINS[kind].answer):
            taking.post(question, fields)
            taking.post(question, fields, headers=json)
            taking.get(question)
            prefixed = {f"q1.{name}": value for name, value in fields.items()}
            taking.post(f"{address}/page", {"asked": "1", **prefixed}, headers=json)
        for deed in ("flag", "hint", "reveal"):
            taking.post(f"{question}/{deed}", {"flagged": "yes", "hints": "0"}, headers=json)
        own = [address + page for page in ("", "/questions/1", "/page", "/finish", "/result")]
        for page in [*own, "/sets/secrets", "/", "/sets/secrets/answer-key"]:
            taking.get(page)
        seen.append(taking.seen)
    assert_same(*seen)
    assert all("proof" not in page for page in seen[0])


@pytest.mark.parametrize("kind", sorted(TWINS))
def test_practice_tells_nothing_before_the_answer(learner: Callable[[str, str], Learner], kind: str) -> None:
    seen = []
    for which in ("one", "other"):
        practising = learner(kind, which)
        address = practising.begin("practice", twin(kind, which)[1])
        practising.get(f"{address}/questions/1")
        practising.post(f"{address}/questions/1", {})
        practising.post(f"{address}/questions/1", TWINS[kind].unreadable)
        for page in (f"{address}/questions/1", f"{address}/finish", f"{address}/result"):
            practising.get(page)
        seen.append(practising.seen)
    assert_same(*seen)


@pytest.mark.parametrize("kind", sorted(TWINS))
def test_the_worksheet_tells_no_secret_in_words(learner: Callable[[str, str], Learner], kind: str) -> None:
    for which in ("one", "other"):
        sheet = learner(kind, which).client.get("/sets/secrets/worksheet").text
        assert re.findall(r"Because of one|For the other|Think of|Or another|proof|feedback|Yes\.|No\.", sheet) == []


@pytest.mark.parametrize("kind", sorted(TWINS))
def test_the_twins_differ_once_the_answer_is_shown(learner: Callable[[str, str], Learner], kind: str) -> None:
    """Else the tests above could see nothing."""
    seen = []
    for which in ("one", "other"):
        practising = learner(kind, which)
        address = practising.begin("practice", twin(kind, which)[1])
        practising.post(f"{address}/questions/1/reveal", {})
        practising.get(f"{address}/questions/1")
        seen.append(practising.seen[-1])
    assert seen[0] != seen[1]
    assert "Because of one." in seen[0]
    assert '<mark class="evidence"' in seen[0]


def secrets_of(question: Question) -> Iterator[str]:
    """Texts of a question that stand nowhere on its page before the answer."""
    yield question.explanation
    yield from question.hints
    for option in getattr(question, "options", ()):
        yield from filter(None, [option.feedback])
    shown = " ".join([question.stem, *(quote.exact for quote in question.evidence)])
    if question.kind == "short_text" and str(getattr(question, "answer", "")) not in shown:
        yield str(getattr(question, "answer", ""))


@pytest.mark.parametrize("slug", ["who-and-what", "money-and-law", "jisr", "hashi"])
@pytest.mark.parametrize("mode", ["practice", "test"])
def test_no_page_of_a_question_has_its_secret_texts(
    reader: FlaskClient, begin: Begin, library_session: Session, mode: str, slug: str
) -> None:
    address, held = begin(slug, mode), library.question_set(library_session, slug)
    assert held
    for position, question in enumerate(held.content.questions, start=1):
        whole = reader.get(f"{address}/page").text * (mode == "test")
        page = plain(reader.get(f"{address}/questions/{position}").text + whole)
        assert [text for text in secrets_of(question) if plain(text) in page] == []
        if mode == "test":
            assert [quote for quote in question.evidence if plain(quote.exact) in page] == []
