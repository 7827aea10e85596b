"""A school: a teacher's article with sets, people with every right to them and with none, and their browsers."""

from __future__ import annotations

import base64
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.authoring import Author
from quizapp.core.memory.memory import Rating
from quizapp.settings import Settings
from quizapp.store.tables import AccountRow, PasskeyRow, SetRightRow, SetRow
from quizapp.web import clock, review_cards
from quizapp.web.extensions import db
from quizapp.work.accounts import links, signing_in
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser
from quizapp.work.authoring import access, articles, drafting, importing, pictures, publishing, sets, suggesting
from quizapp.work.authoring.portions import Choice
from quizapp.work.reviewing import asking, continuing, rating, studying, taking_back

from .contents import SECRET, article, picture, question
from .drilling import drilled

#: `other` teaches as well and has no right here; viewer, editor and owner are teachers with that right.
ROLES = ("guest", "learner", "other", "viewer", "editor", "owner", "administrator")


class _Founding:
    """Makes the school by deeds; `ids` holds what was made."""

    def __init__(self, session: Session, password: str) -> None:
        self.session, self.now, self.ids, self.tokens = session, clock.now(), dict[str, Any](), dict[str, str]()
        for role in ("learner", "other", "viewer", "editor", "owner", "administrator", "deputy", "bystander"):
            self._person(role, password)

    def _person(self, name: str, password: str) -> None:
        role: Any = {"deputy": "administrator", "bystander": "learner"}.get(name, name)
        role = role if role in {"learner", "administrator"} else "teacher"
        made = sign_up(self.session, f"{name}@school.example", f"{name.title()} {SECRET}", password, self.now, role)
        assert made
        row = self.session.get_one(AccountRow, made.person_id)
        entered = signing_in.enter(self.session, row, Browser("", "", "", frozenset()), self.now, keep=True, guest=None)
        self.session.commit()
        self.ids[name], self.tokens[name] = made.person_id, entered.token

    def teach(self) -> None:
        owner, other = Author(self.ids["owner"]), Author(self.ids["other"])
        self.ids |= self._shelf(owner, "", "navy") | self._shelf(other, "foreign_", "maroon")
        fields = {**article(f"Bare {SECRET}")}
        self.ids["bare_id"] = articles.create_article(self.session, owner, fields, (), self.now)
        for right in ("viewer", "editor"):
            for name in ("set_id", "draft_set_id"):
                granted = {"viewer": "view", "editor": "edit"}[right]
                self.session.add(SetRightRow(self.ids[name], self.ids[right], granted, self.now))
        self.session.commit()

    def _shelf(self, who: Author, prefix: str, colour: str) -> dict[str, Any]:
        """An article with a picture; on it a set that was published twice, one never published and one deleted."""
        made: dict[str, Any] = {}
        session, now = self.session, self.now
        article_id = articles.create_article(session, who, article(f"The {SECRET} {prefix}"), (), now)
        made["picture"] = pictures.add_picture(session, who, article_id, "map.png", picture(colour)).name
        for name in ("set_id", "draft_set_id", "deleted_id"):
            made[name] = sets.create_set(session, who, article_id, {"title": f"{SECRET} {prefix}{name}"}, now)
        for number in range(3):
            asked = question(f"{SECRET} {number}: when did it leave?")
            made[f"question{number}_id"] = drafting.add_question(session, who, made["set_id"], asked, now)
        made["question_id"] = made["question0_id"]
        made["other_question_id"] = drafting.add_question(
            session, who, made["draft_set_id"], question(f"{SECRET} alone?"), now
        )
        publishing.publish(session, who, made["set_id"], now, "link")
        self._again(who, made)
        changed = {**article(f"The {SECRET} {prefix}"), "author": "Ada Berg"}
        articles.change_article(session, who, article_id, changed, 1, now)
        sets.delete_set(session, who, made["deleted_id"], now)
        whole = {
            **made, **self._stamps(who, made), "article_id": article_id, "yaml": self._taken_out(made["set_id"]),
        }  # fmt: skip
        return {prefix + name: value for name, value in whole.items()}

    def _again(self, who: Author, made: Mapping[str, Any]) -> None:
        """A second edition, and work on top of it."""
        for edition in (2, 3):
            asked = question(f"{SECRET} 0, {edition}: when did it leave?")
            stamp = self._stamps(who, made)["stamp"]
            drafting.save(self.session, who, made["set_id"], made["question_id"], asked, stamp, self.now)
            if edition == 2:
                publishing.publish(self.session, who, made["set_id"], self.now)

    def _stamps(self, who: Author, made: Mapping[str, Any]) -> dict[str, Any]:
        """What the forms of the set and its question carry, so that nobody saves on top of another; and its link."""
        found = access.opened(self.session, who, made["set_id"], "edit")
        question = access.own_question(found, made["question_id"])
        of_article = {"article_slug": found.article.slug, "suggestion": suggesting.offered(self.session, found)[0].key}
        return {**of_article, "stamp": question.stamp, "revision": found.revision, "code": found.share_code}

    def _taken_out(self, set_id: int) -> str:
        """A set's file as the form carries it: it says what learners see, not what is worked on."""
        return base64.b64encode(self.session.get_one(SetRow, set_id).source.encode()).decode()

    def hand_out(self) -> None:
        session, now, by = self.session, self.now, self.ids["administrator"]
        session.add(PasskeyRow(self.ids["learner"], "none", b"none", 0, "Telephone", now))
        session.commit()
        self._review()
        self.ids["invitation"] = links.invite(session, "teacher", None, by, now)
        self.ids["reset"] = links.reset(session, self.ids["bystander"], now, links.HANDED_OUT, by)

    def _review(self) -> None:
        """The learner reviews a set and has brought a deck from Anki, in which a card of it was studied."""
        session, now, learner, bystander = self.session, self.now, self.ids["learner"], self.ids["bystander"]
        for person_id in (learner, bystander):
            studying.study(session, person_id, "who-and-what", now)
        card = asking.today(session, bystander, now).cards[0].card
        rating.rate(session, bystander, rating.Answer(card.id, Rating.GOOD, now, "once"), now)
        self.ids["returned"] = continuing.file_for_anki(session, bystander).file.data
        taking_back.keep(session, learner, "deck", taking_back.read(session, learner, self.ids["returned"]), now)
        self.ids["returned_stamp"] = taking_back.look(session, learner, now).stamp
        cards = [each.card.id for each in asking.today(session, learner, now).cards]
        rating.rate(session, learner, rating.Answer(cards[-1], Rating.EASY, now, "before"), now)
        self.ids["card_id"], self.ids["review_id"] = cards[0], asking.today(session, learner, now).undoable
        self.ids |= {"marker": review_cards.marker(learner, has_account=True), **drilled(session, learner, now)}

    def bring_cards(self) -> None:
        """Every teacher has a file from Anki waiting."""
        for name in ("other", "viewer", "editor", "owner", "administrator"):
            who = Author(self.ids[name], name == "administrator")
            importing.keep(self.session, who, "trees.txt", b"Which tree?\tlime\n", self.now)
            brought = importing.look(self.session, who, Choice())
            assert brought
            self.ids["cards_stamp"] = brought.stamp


class School:
    """The site with its people. `ids` names what there is; `client("editor")` is their browser."""

    def __init__(self, app: Flask, ids: dict[str, Any], tokens: dict[str, str]) -> None:
        self.app, self.ids, self._tokens = app, ids, tokens
        path = str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///")
        self._database = sqlite3.connect(path, timeout=20, isolation_level=None)
        self._database.execute("PRAGMA synchronous = OFF")
        self._visits: dict[str, tuple[str, str]] = {}
        self._prepare()
        self._kept = sqlite3.connect(":memory:")
        self._database.backup(self._kept)

    def _prepare(self) -> None:
        for role in ROLES:
            client = self._known(role)
            token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sets/who-and-what").text)
            cookie = client.get_cookie("quizapp_session")
            assert token and cookie, role
            self._visits[role] = (cookie.value, token[1])
        self._attempt()

    def _attempt(self) -> None:
        """The learner has begun one attempt, and finished another; and sits a test on another set."""
        begun = {"finished_id": "practice", "attempt_id": "practice", "sitting_id": "test"}
        for name, mode in begun.items():
            slug = "hashi" if mode == "test" else "who-and-what"
            answer = self.post("learner", f"/sets/{slug}/attempts", {"mode": mode, "request": name})
            self.ids[name] = int(str(answer.location).rsplit("/", 1)[1])
            if name == "finished_id":
                self.post("learner", f"{answer.location}/finish", {})

    def _known(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        if role in self._tokens:
            client.set_cookie("quizapp_account", self._tokens[role])
        return client

    def client(self, role: str) -> FlaskClient:
        """A browser in which this person is signed in and has a page open."""
        client = self._known(role)
        client.set_cookie("quizapp_session", self._visits[role][0])
        return client

    def token(self, role: str) -> str:
        """What the forms of this person carry."""
        return self._visits[role][1]

    def cookie(self, role: str) -> str:
        """All that this browser sends as cookies."""
        account = f"; quizapp_account={self._tokens[role]}" if role in self._tokens else ""
        return f"quizapp_session={self._visits[role][0]}{account}"

    def post(self, role: str, page: str, fields: Mapping[str, Any], **options: Any) -> Any:
        data = {"csrf_token": self.token(role), **files(fields)}
        return self.client(role).post(page, data=data, **options)

    def stamp(self) -> int:
        """Another number after anything was written."""
        return int(self._database.execute("PRAGMA data_version").fetchone()[0])

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the database, by table; the first row names the columns."""
        found = {}
        for (name,) in self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            cursor = self._database.execute(f'SELECT * FROM "{name}"')
            found[name] = [tuple(column[0] for column in cursor.description), *cursor.fetchall()]
        return found

    def change(self, statement: str, *values: Any) -> None:
        assert self._database.execute(statement, values).rowcount > 0, statement

    def restore(self) -> None:
        """As it was at first."""
        with self.app.app_context():
            db.session.remove()
        # Which networks have guessed at codes and links.
        self.app.extensions.pop("guesses", None)
        self._kept.backup(self._database)

    def close(self) -> None:
        self._database.close()
        self._kept.close()
        with self.app.app_context():
            db.engine.dispose()


def files(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Form fields in which bytes are files."""
    return {name: (BytesIO(each), "map.png") if isinstance(each, bytes) else each for name, each in fields.items()}


@pytest.fixture(scope="session")
def founded(
    tmp_path_factory: pytest.TempPathFactory, library_database: Path, compiled_templates: Any, password: str
) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("school")
    database = shutil.copy(library_database, folder / "quizapp.sqlite3")
    app = create_app(
        Settings(instance=folder, database_url=f"sqlite:///{database}", secret_key="s" * 40, sign_up="open")
    )
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        founding = _Founding(db.session(), password)
        founding.teach()
        founding.hand_out()
        founding.bring_cards()
        db.session.remove()
    found = School(app, founding.ids, founding.tokens)
    with closing(found):
        yield found


@pytest.fixture
def school(founded: School) -> Iterator[School]:
    """The school as it was founded, whatever tests before have done to it."""
    founded.restore()
    yield founded
    founded.restore()


@pytest.fixture(scope="session")
def send(password: str) -> Callable[..., Any]:
    """`send(school, "owner", "POST", "set_editor.add")`: a form as its page sends it, by whoever may."""
    from .forms import address, fields_of

    def request(school: School, role: str, method: str, endpoint: str, extra: Mapping[str, Any] | None = None) -> Any:
        page = address(school.app, school.ids, endpoint)
        if method != "POST":
            return school.client(role).open(page, method=method)
        return school.post(role, page, {**(extra or {}), **fields_of(school.ids, endpoint, password)})

    return request
