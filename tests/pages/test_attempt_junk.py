"""Whatever is sent to an attempt, it answers with a page and a sentence, never with an error of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from urllib.parse import quote_from_bytes, urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.kind import Fields, Presentation
from quizapp.core.kinds import all_kinds, kind_of
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.core.question import Question
from quizapp.formats import LoadedFolder
from quizapp.settings import Settings
from quizapp.store.tables import AnswerRow, SlotRow
from quizapp.web.extensions import db
from quizapp.work import people, starting
from quizapp.work.loading import load

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
KINDS = sorted(all_kinds())
SAMPLES = {name: all_kinds()[name].sample() for name in KINDS}


@dataclass
class Learner:
    """A browser with a practice and a test of one question of each kind."""

    client: FlaskClient
    session: Session
    attempts: dict[str, int]
    token: str

    def page(self, mode: str, kind: str) -> str:
        return f"/attempts/{self.attempts[mode]}/questions/{KINDS.index(kind) + 1}"

    def fresh(self) -> None:
        self.session.execute(delete(AnswerRow))
        self.session.commit()


def of_all_kinds() -> LoadedFolder:
    questions = tuple(SAMPLES[kind].question.model_copy(update={"tries": 2, "hints": ("Think.",)}) for kind in KINDS)
    body = ". ".join(quote.exact for question in questions for quote in question.evidence)
    article = Article(slug="kinds", title="Kinds", publisher="Post", published=date(2021, 5, 14), body=body)
    content = QuestionSet(slug="all-kinds", title="All kinds", questions=questions)
    return LoadedFolder(ArticleWithSets(article=article, sets=(content,)), (("all-kinds", "# all"),))


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    folder: Path = tmp_path_factory.mktemp("junk")
    url = f"sqlite:///{folder / 'q.sqlite3'}"
    app = create_app(Settings(instance=folder, database_url=url, secret_key="k" * 40))
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        load(session, [of_all_kinds()], NOW)
        guest = people.guest(session, None, NOW)
        begun = {
            mode: starting.start(session, guest.person_id, "all-kinds", mode, mode, NOW, Random(1))
            for mode in ("practice", "test")
        }
        in_the_order_of_the_samples(session)
        client = app.test_client()
        client.set_cookie("quizapp_guest", guest.token)
        page = client.get(f"/attempts/{begun['test']}/questions/1").text
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        yield Learner(client, session, begun, token)
    engine.dispose()


def in_the_order_of_the_samples(session: Session) -> None:
    for slot in session.scalars(select(SlotRow)):
        kind = KINDS[slot.position - 1]
        slot.shown_order = list(all_kinds()[kind].order(SAMPLES[kind].question, Random(0)))
    session.commit()


def names(kind: str) -> list[str]:
    """The names of the fields in this kind's form."""
    question: Question = SAMPLES[kind].question
    of = kind_of(question)
    return list(of.fields(question, of.key(question), Presentation(of.order(question, Random(0)))))


def typed() -> st.SearchStrategy[bytes]:
    likely = st.sampled_from(["", "0", "1", "2", "9", "true", "-1", "1e999", "1/0", "٣", "２", "2019-02-30", "\x00"])
    return st.one_of(likely.map(str.encode), st.text(max_size=30).map(str.encode), st.binary(max_size=20))


def fields(kind: str) -> st.SearchStrategy[list[tuple[bytes, bytes]]]:
    own = st.sampled_from([*names(kind), "answer", "answer.0", "answer.99", "try", "hints", "go"]).map(str.encode)
    name = st.one_of(own, own, own, st.binary(max_size=8).map(lambda end: b"answer." + end))
    return st.lists(st.tuples(name, typed()), max_size=8)


def body(token: str, pairs: list[tuple[bytes, bytes]]) -> bytes:
    sent = [(b"csrf_token", token.encode()), *pairs]
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in sent).encode()


@pytest.mark.parametrize("mode", ["practice", "test"])
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=9, derandomize=True, database=None)
def test_anything_typed_is_taken_or_sent_back_with_a_sentence(
    learner: Learner, mode: str, kind: str, data: st.DataObject
) -> None:
    learner.fresh()
    page, sent = learner.page(mode, kind), body(learner.token, data.draw(fields(kind)))
    answer = learner.client.post(page, data=sent, content_type=FORM)
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        assert re.search(r'role="alert".*?\w', answer.text, re.S)
    assert learner.client.get(page).status_code == 200
    script = learner.client.post(page, data=sent, content_type=FORM, headers={"Accept": "application/json"})
    assert script.status_code in {200, 303, 422}
    assert learner.client.post(f"{page}/hint", data=sent, content_type=FORM).status_code == 303


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=5, derandomize=True, database=None)
def test_anything_in_an_address_shows_the_question(learner: Learner, kind: str, data: st.DataObject) -> None:
    learner.fresh()
    query = body("", data.draw(fields(kind))).decode()
    for mode in ("practice", "test"):
        assert learner.client.get(f"{learner.page(mode, kind)}?{query}").status_code == 200


@pytest.mark.parametrize("mode", ["practice", "test"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_its_sample_answers(learner: Learner, mode: str, kind: str) -> None:
    sample = SAMPLES[kind]
    sent: list[tuple[Fields, int]] = [(answer, 303) for answer in (*sample.right, *sample.partly, *sample.wrong)]
    sent += [(answer, 422) for answer in sample.unreadable if mode == "practice"]
    for answer, code in sent:
        learner.fresh()
        form = {"csrf_token": learner.token, **{name: list(values) for name, values in answer.items()}}
        found = learner.client.post(learner.page(mode, kind), data=form)
        assert found.status_code == code, answer
        if (mode, answer) in [("practice", right) for right in sample.right]:
            assert "verdict-right" in learner.client.get(learner.page(mode, kind)).text


TYPED = "<script>alert(1)</script>{{7*7}}\"'>%(x)s"


def test_what_was_typed_is_shown_as_typed_and_never_run(learner: Learner) -> None:
    learner.fresh()
    shown = "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}&#34;&#39;&gt;%(x)s"
    data = {"csrf_token": learner.token, "answer": TYPED, "answer.1": TYPED}
    for kind, code in (("short_text", 303), ("cloze", 303), ("number", 422), ("date", 422)):
        page = learner.page("practice", kind)
        asked = [learner.client.get(page, query_string=data), learner.client.post(page, data=data)]
        assert asked[1].status_code == code
        pages = [asked[0].text, asked[1].text if code == 422 else learner.client.get(page).text]
        assert all(shown in text and "<script>alert" not in text for text in pages), kind


def many(count: int) -> bytes:
    return urlencode([(f"answer.{number}", "1") for number in range(count)]).encode()


JUNK = {
    "1,001 fields": (lambda token: b"csrf_token=" + token + b"&" + many(1000), FORM, 413),
    "a thousand fields": (lambda token: b"csrf_token=" + token + b"&" + many(999), FORM, 422),
    "2 MB": (lambda token: b"csrf_token=" + token + b"&answer=" + b"a" * 2_000_000, FORM, 413),
    "a long answer": (lambda token: b"csrf_token=" + token + b"&answer=" + b"a" * 900_000, FORM, 422),
    "a list": (lambda token: b"csrf_token=" + token + b"&answer=1" * 900, FORM, 422),
    "a NUL": (lambda token: b"csrf_token=" + token + b"&answer=%00", FORM, 422),
    "half a character": (lambda token: b"csrf_token=" + token + b"&answer=%ed%a0%80%ff", FORM, 422),
    "JSON": (lambda token: b'{"csrf_token": "' + token + b'", "answer": "0"}', "application/json", 400),
    "XML": (lambda token: b"<answer>0</answer>", "text/xml", 400),
    "no type": (lambda token: b"csrf_token=" + token, "", 400),
    "an unknown encoding": (lambda token: b"csrf_token=" + token + b"&answer=0", f"{FORM}; charset=klingon", 303),
    "parts without a boundary": (lambda token: b"csrf_token=" + token, "multipart/form-data", 400),
    "a part without an end": (
        lambda token: b'--x\r\nContent-Disposition: form-data; name="answer"\r\n\r\n0',
        "multipart/form-data; boundary=x",
        400,
    ),
}


@pytest.mark.parametrize("what", sorted(JUNK))
def test_junk_is_refused_with_a_page_in_our_style(learner: Learner, what: str) -> None:
    learner.fresh()
    make, content_type, code = JUNK[what]
    answer = learner.client.post(
        learner.page("practice", "choice"), data=make(learner.token.encode()), content_type=content_type
    )
    assert answer.status_code == code
    if code > 399:
        assert '<main id="main"' in answer.text
        assert re.search(r'role="alert"|<h1>', answer.text)


def test_a_file_where_text_is_due_is_no_answer(learner: Learner) -> None:
    learner.fresh()
    data = {"csrf_token": learner.token, "answer": (BytesIO(b"0"), "answer.txt")}
    answer = learner.client.post(learner.page("practice", "choice"), data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose an answer first." in answer.text


ADDRESSES = [
    "/attempts/-1",
    "/attempts/0",
    f"/attempts/{2**31}",
    f"/attempts/{2**63}",
    "/attempts/" + "9" * 5000,
    "/attempts/1.5",
    "/attempts/1%00",
    "/attempts/%00/questions/1",
    "/attempts/%ff%fe",
    "/attempts/1/questions/" + "9" * 5000,
    "/attempts/1/questions/%2e%2e",
    "/attempts/1/../../etc/passwd",
    "/sets/%00",
    "/sets/%ed%a0%80",
    "/sets/%ff",
    "/sets/..%2f..%2fetc%2fpasswd",
    "/sets/" + "a" * 3000,
    "/sets/<script>alert(1)</script>",
    "/sets/{{7*7}}",
    "/sets/all-kinds/worksheet/",
    "/articles/%00/pictures/%00",
    "/articles/kinds/pictures/..%2f..%2fq.sqlite3",
    "/articles/kinds/pictures/%5c%5cserver%5cshare",
    "/static/..%2f..%2fapp.py",
    "/static/%00",
    "/%0d%0aSet-Cookie:%20a=b",
    "/;/..;/",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:40])
def test_an_address_of_nothing_is_told_in_a_sentence(learner: Learner, address: str) -> None:
    answer = learner.client.get(address)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "<script>alert" not in answer.text
    assert "49" not in answer.text.split("<main")[1]


@pytest.mark.parametrize("address", ["//evil.example/about", "/\\evil.example", "//evil.example/%2e%2e", "///"])
def test_no_redirect_leaves_the_site(learner: Learner, address: str) -> None:
    answer = learner.client.get("http://localhost" + address)
    assert answer.status_code < 500
    assert re.match(r"(http://localhost)?/(?!/)", answer.location or "/")


HOSTS = ["a b", "a\x00b", "[::1", "x" * 3000, "é", "quiz.example:99999999", "a/b", "", "a:b:c", "evil.example"]


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host[:20])
@pytest.mark.parametrize("trusted", [None, ["quiz.example"]])
def test_a_host_name_that_is_none_breaks_nothing(
    learner: Learner, monkeypatch: pytest.MonkeyPatch, host: str, trusted: list[str] | None
) -> None:
    monkeypatch.setitem(learner.client.application.config, "TRUSTED_HOSTS", trusted)
    answer = learner.client.get("/", headers={"Host": host})
    if trusted:
        assert (answer.status_code, answer.text) == (400, "This site does not answer to that host name.")
    else:
        assert answer.status_code in {200, 400}
        assert "Our mistake" not in answer.text
    monkeypatch.undo()


@pytest.mark.parametrize("token", ["", "a" * 65, "a b", "a\x00", "é", "\ufffd", "a\n", "../a"])
@pytest.mark.parametrize("address", ["/sets/all-kinds/attempts", "/attempts/{practice}/missed"])
def test_a_start_with_a_token_that_no_page_made_is_refused(learner: Learner, address: str, token: str) -> None:
    data = {"csrf_token": learner.token, "mode": "test", "request": token}
    answer = learner.client.post(address.format(**learner.attempts), data=data)
    assert answer.status_code == 400
    assert "Something in it is damaged or missing." in answer.text
