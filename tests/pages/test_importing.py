"""The pages on which cards come from Anki: looked at, chosen, made, told; and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.store.tables import DraftRow, QuestionRow, SetRow, UploadRow
from quizapp.web.limits import LARGEST_UPLOAD
from quizapp.work.authoring.portions import MOST_NOTES
from tests.formats.packages import changed, collection, package, script

from .conftest import Forms, Workshop

Bring = Callable[..., TestResponse]
Press = Callable[..., TestResponse]
WIRED = "multipart/form-data; boundary=cut"
TEXT = b"#separator:tab\n#deck:Trees\nWhich tree?\tLime\nWhich bird?\tHeron\n"


@pytest.fixture
def bring(reader: FlaskClient, workshop: Workshop, forms: Forms) -> Bring:
    """`bring(data, "trees.apkg")`: send the form with a file, from the set's page."""

    def send(data: bytes, name: str = "trees.txt", into: str | None = None) -> TestResponse:
        into = f"set:{workshop.set_id}" if into is None else into
        form = next(form for form in forms(reader.get(f"/teach/anki?into={into}").text) if "file" in form)
        return reader.post("/teach/anki", data=wired(form, data, name), content_type=WIRED)

    return send


@pytest.fixture
def press(reader: FlaskClient, forms: Forms) -> Press:
    """`press("take", title="Limes")`: press a button of the page that shows the file."""

    def send(do: str, page: str = "/teach/anki/file", **fields: object) -> TestResponse:
        form = next(form for form in forms(reader.get(page).text) if "stamp" in form)
        sent = {name: form[name] for name in ("csrf_token", "stamp")}
        return reader.post("/teach/anki/file", data={**sent, "do": do, **fields})

    return send


def wired(form: dict[str, str], data: bytes, name: str) -> bytes:
    """The form as its bytes."""
    fields = [(f'name="{each}"', form[each].encode()) for each in ("csrf_token", "into")]
    parts = [*fields, (f'name="file"; filename="{name}"', data)]
    head = "\r\n--cut\r\nContent-Disposition: form-data; "
    return b"".join(f"{head}{said}\r\n\r\n".encode() + value for said, value in parts) + b"\r\n--cut--\r\n"


def counts(session: Session) -> list[int | None]:
    session.rollback()
    return [session.scalar(select(func.count()).select_from(table)) for table in (QuestionRow, DraftRow, SetRow)]


def told(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_from_the_set_to_drafts_and_their_report(
    bring: Bring, press: Press, workshop: Workshop, reader: FlaskClient
) -> None:
    assert f"/teach/anki?into=set:{workshop.set_id}" in workshop.page()
    answer = bring(TEXT)
    assert (answer.status_code, answer.location) == (303, f"/teach/anki/file?into=set:{workshop.set_id}")
    page = told(reader.get(answer.location).text)
    assert "2 notes" in page
    assert "2 questions : short answer" in page
    assert "Make 2 drafts" in page
    assert workshop.look().questions == ()
    made = press("take", into=f"set:{workshop.set_id}")
    assert (made.status_code, made.location) == (303, "/teach/anki/report")
    report = reader.get("/teach/anki/report").text
    assert "2 drafts were made." in told(report)
    for question in workshop.look().questions:
        assert f'href="/teach/sets/{workshop.set_id}/questions/{question.id}"' in report
    assert [question.stem for question in workshop.look().questions] == ["Which tree?", "Which bird?"]


def test_a_second_press_of_the_button_shows_the_same_report(
    bring: Bring, press: Press, workshop: Workshop, reader: FlaskClient
) -> None:
    bring(TEXT)
    for _ in range(2):
        assert press("take", into=f"set:{workshop.set_id}").location == "/teach/anki/report"
    assert "2 drafts were made." in told(reader.get("/teach/anki/report").text)
    assert len(workshop.look().questions) == 2
    assert press("take", into=f"set:{workshop.set_id}", **{"as": "cards"}).status_code == 409
    bring(TEXT + b"\n")
    answer = press("take", into=f"set:{workshop.set_id}")
    assert answer.status_code == 409
    assert "There is nothing left to bring" in told(answer.text)
    assert "2 notes are already here" in told(answer.text)


def test_a_choice_is_kept_in_the_address_and_shows_what_it_makes(
    bring: Bring, press: Press, workshop: Workshop, reader: FlaskClient
) -> None:
    bring(b"#separator:tab\n#deck column:3\nWhich tree?\tLime\tTrees\nWhich bird?\tHeron\tBirds\nA?\tB\tBirds\n")
    page = reader.get("/teach/anki/file").text
    birds = re.search(r'value="([0-9a-f]{10})"[^>]*>\s*<label[^>]*>\s*<span[^>]*>Birds', page)
    assert birds
    fields = {"chosen": "1", "deck": birds[1], "as": "cards", "into": f"set:{workshop.set_id}", "title": "Birds & all"}
    answer = press("look", **fields)
    assert answer.status_code == 303
    shown = reader.get(answer.location).text
    assert "1 question : matching with 2 cards" in told(shown)
    assert "From 2 notes." in told(shown)
    assert len(re.findall(r'type="checkbox"[^>]*checked', shown)) == 1
    assert 'value="Birds &amp; all"' in shown
    assert "No note is chosen." in told(reader.get("/teach/anki/file?chosen=1").text)


@pytest.mark.parametrize(("data", "title"), [(TEXT, "Trees"), (b"Which tree?\tLime\n", "my notes")])
def test_a_new_set_is_called_as_the_deck_or_else_as_the_file(
    bring: Bring, reader: FlaskClient, data: bytes, title: str
) -> None:
    bring(data, "my notes.txt")
    assert f'name="title" value="{title}"' in reader.get("/teach/anki/file").text


def test_with_more_than_can_come_at_once_the_report_leads_on(
    bring: Bring, press: Press, workshop: Workshop, reader: FlaskClient
) -> None:
    bring("".join(f"Tree {number}?\tAnswer {number}\n" for number in range(MOST_NOTES + 3)).encode())
    assert "3 notes wait. At most 500 notes are brought at once" in told(reader.get("/teach/anki/file").text)
    press("take", into=f"set:{workshop.set_id}", **{"as": "questions"})
    report = reader.get("/teach/anki/report").text
    onward = re.search(r'href="(/teach/anki/file[^"]*)">Bring the next: 3 notes wait', report)
    assert onward
    assert "Make 3 drafts" in told(reader.get(unescape(onward[1])).text)


@pytest.mark.parametrize(
    ("into", "title", "status", "sentence"),
    [
        ("", "Limes", 422, "Choose where the questions are to go"),
        ("article:{article}", "", 422, "Give the set a title"),
        ("article:{article}", "x" * 501, 422, "Give the set a title"),
        ("set:0", "Limes", 404, "There is no such set among yours"),
        ("set:999999999999", "Limes", 422, "Choose where the questions are to go"),
        ("article:9999999", "Limes", 404, "There is no such article among yours"),
    ],
)
def test_where_they_can_not_go_nothing_is_made_and_the_choice_stays(
    bring: Bring, press: Press, workshop: Workshop, library_session: Session,
    into: str, title: str, status: int, sentence: str,
) -> None:  # fmt: skip
    bring(TEXT)
    before = counts(library_session)
    where = into.format(article=workshop.look().article_id)
    answer = press("take", into=where, title=title, **{"as": "cards"})
    assert answer.status_code == status
    assert sentence in told(answer.text)
    assert counts(library_session) == before
    if status == 422:
        assert re.search(r'value="cards" checked', answer.text)


HOSTILE = {
    "no package": ("a.apkg", b"not a zip", "no package from Anki"),
    "an empty file": ("a.apkg", b"", "Choose a file that has something in it."),
    "a zip of something": ("a.apkg", package({"letter.txt": b"Dear"}), "There is no collection in this file"),
    "a cut package": ("a.apkg", package()[:-40], "no package from Anki"),
    "a view for a table": (
        "a.apkg",
        script("ALTER TABLE notes RENAME TO kept; CREATE VIEW notes AS SELECT * FROM kept;"),
        "not as Anki writes it",
    ),
    "a database that is none": ("a.apkg", package({"collection.anki2": b"SQLite format 3\x00" + b"x" * 5000}), ""),
    "a note without a type": ("a.apkg", changed(lambda database: database.execute("UPDATE notes SET mid = 7")), "type"),
    "a bomb": ("a.apkg", package({"collection.anki2": bytes(201_000_000)}), ""),
    "no note": ("a.apkg", package({"collection.anki2": collection(fields=())}), "There is no note in this file"),
    "text in no encoding": ("a.txt", b"\xff\xfe\x00", "is not UTF-8"),
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n", "is not UTF-8"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_file_is_refused_with_a_sentence_and_nothing_is_kept(
    bring: Bring, library_session: Session, name: str
) -> None:
    file, data, sentence = HOSTILE[name]
    before = counts(library_session)
    answer = bring(data, file)
    assert answer.status_code == 422
    trouble = re.search(r'role="alert">([^<]+)<', answer.text)
    assert trouble
    assert sentence in unescape(trouble[1])
    assert counts(library_session) == before
    assert library_session.scalar(select(func.count()).select_from(UploadRow)) == 0


def test_a_file_that_is_too_large_is_refused(bring: Bring) -> None:
    for size, status in ((LARGEST_UPLOAD - 10_000, 422), (LARGEST_UPLOAD + 1, 413)):
        answer = bring(bytes(size), "a.apkg")
        assert answer.status_code == status
        assert "This file is larger than 11 MB. In Anki, export fewer decks at a time" in told(answer.text)
        assert 'href="/teach/anki"' in answer.text or 'action="/teach/anki"' in answer.text


def test_names_without_end_don_t_fill_the_page(bring: Bring, reader: FlaskClient) -> None:
    long = "x" * 100_000
    bring(f"#separator:tab\n#deck:{long}\n#tags:{long}\n#notetype:{long}\n{long[:90_000]}?\tLime\n".encode())
    assert len(reader.get("/teach/anki/file").text) < 20_000


def test_without_a_file_the_form_says_so(reader: FlaskClient, workshop: Workshop) -> None:
    answer = workshop.post("/teach/anki", into="set:1")
    assert answer.status_code == 422
    assert "Choose the file that you have exported from Anki." in told(answer.text)
    assert 'name="into" value="set:1"' in answer.text


def test_what_stands_in_names_and_fields_is_shown_as_text(
    bring: Bring, press: Press, workshop: Workshop, reader: FlaskClient
) -> None:
    script_ = "<script>alert(1)</script>"
    bring(
        f"#separator:tab\n#deck:{script_}\n#tags:{script_}\n{script_} شجرة 木 which?\tLime\n".encode(), f"{script_}.txt"
    )
    page = reader.get("/teach/anki/file").text
    press("take", into=f"set:{workshop.set_id}")
    report = reader.get("/teach/anki/report").text
    for shown in (page, report):
        assert script_ not in shown
        assert "&lt;script&gt;" in shown


def test_pages_without_a_file_or_a_report_lead_to_the_form(reader: FlaskClient, workshop: Workshop) -> None:
    for address in ("/teach/anki/file", "/teach/anki/report"):
        answer = reader.get(address)
        assert (answer.status_code, answer.location) == (303, "/teach/anki")
    assert workshop.post("/teach/anki/file", do="take", stamp="x", into=f"set:{workshop.set_id}").status_code == 404


def test_who_has_no_article_yet_is_told_to_make_one(
    reader: FlaskClient, library_app: object, sign_in: Callable[..., object], forms: Forms
) -> None:
    sign_in(reader, "teacher", "Nils Dahl")
    form = next(form for form in forms(reader.get("/teach/anki").text) if "file" in form)
    reader.post("/teach/anki", data={**form, "file": (BytesIO(TEXT), "trees.txt")})
    page = reader.get("/teach/anki/file")
    assert "You have none yet: make one first" in told(page.text)
    assert 'value="take"' not in page.text


def test_queries_do_not_grow_with_the_notes(
    bring: Bring, reader: FlaskClient, workshop: Workshop, queries: list[str]
) -> None:
    sent = []
    for count in (2, 200):
        bring("".join(f"Tree {number}?\tAnswer {number}\n" for number in range(count)).encode())
        queries.clear()
        reader.get(f"/teach/anki/file?into=set:{workshop.set_id}")
        sent.append(len(queries))
    assert sent[0] == sent[1] <= 14
