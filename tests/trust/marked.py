"""Someone who types a word into everything that a site asks for: one that stands nowhere else."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from itertools import count
from typing import Any

from flask import Flask, url_for
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from quizapp.store.tables import CardRow, PasskeyRow
from quizapp.web.extensions import db
from quizapp.work.accounts.signing_up import sign_up

PASSWORD = "zqx-password seven larch bridges"
ASKED = {
    "kind": "short_text", "explanation": "So it says.", "evidence-0-exact": "larch", "points": "1", "tries": "1",
}  # fmt: skip


class Marks:
    """Words that stand nowhere else: one for each thing that a person types or sends."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.made: dict[str, str] = {}

    def new(self, what: str) -> str:
        self.made[what] = f"zqx{next(self._numbers):03}kuhn"
        return self.made[what]

    def in_text(self, text: str, besides: tuple[str, ...] = ()) -> set[str]:
        """What they stand for, of those that are in it."""
        return {what for what, mark in self.made.items() if what not in besides and mark in text.lower()}


class Person:
    """A browser, and someone who types a mark into everything."""

    def __init__(self, app: Flask, marks: Marks) -> None:
        self.app, self.marks = app, marks
        self.client = app.test_client()
        self.agent = f"Mozilla/5.0 (X11; Linux) Firefox/130.0 {marks.new('device')}"

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, headers={"User-Agent": self.agent})

    def post(self, endpoint: str, fields: dict[str, Any], page: str = "/account", **values: Any) -> TestResponse:
        """As the form on `page` would send it."""
        token = _field(self.get(page).text, "csrf_token")
        with self.app.test_request_context():
            address = url_for(endpoint, **values)
        return self.client.post(address, data={**fields, "csrf_token": token}, headers={"User-Agent": self.agent})


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, page
    return found[1]


def live(person: Person) -> None:
    """A teacher who has learned, reviewed, written and uploaded."""
    for deed in (enter, learn, review, drill, write, publish, upload, stumble):
        deed(person)


def enter(person: Person) -> None:
    email = f"{person.marks.new('first address')}@school.example"
    with person.app.app_context():
        made = sign_up(db.session(), email, "Ida Holm", PASSWORD, datetime.now(UTC), "teacher")
        assert made
        name = person.marks.new("passkey")
        db.session.add(PasskeyRow(made.person_id, "credential", b"key", 0, name, datetime.now(UTC)))
        db.session.commit()
        db.session.remove()
    assert person.post("sign_in.enter", {"email": email, "password": "mistyped"}, "/sign-in").status_code != 303
    assert (
        person.post("sign_in.enter", {"email": email, "password": PASSWORD, "keep": "y"}, "/sign-in").status_code == 303
    )
    moved = {"email": f"{person.marks.new('address')}@school.example", "password": PASSWORD}
    assert person.post("account.change_email", moved, "/account").status_code == 303
    assert person.post("account.rename", {"name": person.marks.new("name")}, "/account").status_code == 303


def learn(person: Person) -> None:
    """Every question of every set, in both modes."""
    for slug, mode in (("who-and-what", "practice"), ("who-and-what", "test")):
        page = f"/sets/{slug}"
        request = {"mode": mode, "request": f"once-{mode}"}
        begun = person.post("set.start", request, page, slug=slug)
        attempt = int(begun.location.rsplit("/", 1)[1])
        for position in range(1, 9):
            values = {"attempt_id": attempt, "position": position}
            typed = person.marks.new(f"answer {position} of a {mode}")
            sent = person.post("attempt.answer", {"answer": typed, "answer.1": typed, "try": "1"}, page, **values)
            if sent.status_code != 303:
                # A kind that takes no free text.
                del person.marks.made[f"answer {position} of a {mode}"]
            person.post("attempt.flag", {"flagged": "yes"}, page, **values)


def review(person: Person) -> None:
    for slug in ("who-and-what", "money-and-law"):
        study = {"time_zone": "Asia/Seoul"}
        assert person.post("review.study", study, "/sets/who-and-what", slug=slug).status_code == 303
    with person.app.app_context():
        card = db.session.scalars(select(CardRow.id)).first()
    rated = person.post("review.rate", {"rating": "3", "request": "once"}, "/review", card_id=card)
    assert rated.status_code == 303


def drill(person: Person) -> None:
    begun = person.post("learn.start", {"request": "once"}, "/sets/who-and-what/learn", slug="who-and-what")
    number = int(begun.location.rsplit("/", 1)[1])
    for revision in range(1, 8):
        typed = {"revision": str(revision), "answer": f"a drill {revision}", "typed": "typed in a drill"}
        person.post("learn.answer", typed, begun.location, drill_id=number)


def new_set(person: Person, what: str, **fields: str) -> tuple[int, int]:
    """An article, a set on it and a question in it, each with its marks: the ids of the set and the question."""
    mark = person.marks.new
    article = {
        "title": mark(f"{what}: title"), "publisher": mark(f"{what}: publisher"), "published": "2021-05-14",
        "author": mark(f"{what}: author"), "licence": mark(f"{what}: licence"), "language": "en",
        "url": f"https://{mark(f'{what}: url')}.example/", "body": f"It is made of larch. {mark(f'{what}: body')}.",
    }  # fmt: skip
    made = person.post("article_editor.create", article, "/teach/articles/write")
    assert made.status_code == 303, made.text
    article_id = int(re.findall(r"\d+", made.location)[0])
    begun = person.post("desk.create_set", {"title": mark(f"{what}: set")}, article_id=article_id)
    set_id = int(re.findall(r"/sets/(\d+)", begun.location)[0])
    added = person.post("set_editor.add", {"kind": "short_text", "text": "", "before": "", "after": ""}, set_id=set_id)
    question_id = int(re.findall(r"/questions/(\d+)", added.location)[0])
    save(person, what, set_id, question_id, **fields)
    picture = {"file": (io.BytesIO(image()), f"{mark(f'{what}: picture')}.png"), "words": "A map"}
    assert person.post("article_pictures.add", picture, article_id=article_id).status_code == 303
    return set_id, question_id


def save(person: Person, what: str, set_id: int, question_id: int, **fields: str) -> None:
    mark = person.marks.new
    page = f"/teach/sets/{set_id}/questions/{question_id}"
    asked = {
        **ASKED, "stamp": _field(person.get(page).text, "stamp"), "stem": mark(f"{what}: stem"), "answer": "larch",
        "explanation": mark(f"{what}: explanation"), "hints-0": mark(f"{what}: hint"), "tags": mark(f"{what}: tag"),
        **fields,
    }  # fmt: skip
    done = person.post("question_editor.save", asked, page, set_id=set_id, question_id=question_id)
    assert done.status_code in {200, 303}, done.text


def image() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(file, "PNG")
    return file.getvalue()


def write(person: Person) -> None:
    new_set(person, "never published")


def publish(person: Person) -> None:
    """What is published stays; what was done on top of it does not."""
    set_id, question_id = new_set(person, "published")
    page = f"/teach/sets/{set_id}/publish"
    done = person.post("publication.publish", {"visibility": "public", "looked_at": ""}, page, set_id=set_id)
    assert done.status_code == 303, done.text
    save(person, "on top", set_id, question_id)
    settings = {"title": person.marks.new("on top: title"), "description": person.marks.new("on top: description")}
    revision = _field(person.get(f"/teach/sets/{set_id}").text, "revision")
    settings |= {"language": "en", "time_limit": "", "revision": revision}
    assert person.post("set_editor.settings", settings, set_id=set_id).status_code == 303


def upload(person: Person) -> None:
    """Cards from elsewhere, which wait to be taken in."""
    text = f"Which {person.marks.new('upload: text')}?\tlime\n"
    file = (io.BytesIO(text.encode()), f"{person.marks.new('upload: name')}.txt")
    brought = person.post("importing.bring", {"file": file, "into": "new"}, "/teach/import")
    assert brought.status_code == 303, brought.text


def stumble(person: Person) -> None:
    """What is refused, is not there or fails is told in a log; none of it tells what was typed."""
    mark = person.marks.new
    assert person.get(f"/sets/{mark('address of nothing')}").status_code == 404
    assert person.get(f"/teach/questions?words={mark('searched for')}").status_code == 200
    refused = {"email": mark("no address"), "password": mark("a guess")}
    assert person.post("account.change_email", refused, "/account").status_code == 422
    assert person.client.post("/account/name", data={"name": mark("without a token")}).status_code == 400
