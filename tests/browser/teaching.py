"""A site with a teacher, an article of theirs and a set with a question of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path

from flask import Flask

from quizapp.core.account import Role
from quizapp.core.authoring import Author
from quizapp.core.kinds import all_kinds, to_dict
from quizapp.store.tables import AccountRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.accounts import signing_in
from quizapp.work.accounts.signing_up import sign_up
from quizapp.work.accounts.throttling import Browser
from quizapp.work.authoring import articles, drafting, sets

BODY = (
    "The *ferry* left the harbour of Bergen at noon on 3 May 2011. It carried 212 passengers.\n\n"
    "The captain was Nils Dahl, head of the harbour office.\n\n"
    "The ferry came back at dusk. Nobody was hurt.\n"
)
_NUMBERS = count(1)
EVIDENCE = [{"exact": "left the harbour of Bergen at noon"}]


@dataclass(frozen=True)
class Site:
    """Where the teacher's things are; `questions` by the name of their kind."""

    email: str
    password: str
    article_id: int
    set_id: int
    questions: dict[str, int]


def furnish(app: Flask, role: Role = "teacher", password: str = "seven herons on a weir") -> Site:
    """Make another teacher and their set in the application's database."""
    email = f"ida-{next(_NUMBERS)}@school.example"
    with app.app_context():
        session = db.session()
        account = sign_up(session, email, "Ida Holm", password, clock.now(), role)
        assert account
        author = Author(account.person_id)
        fields = {"title": "The ferry", "publisher": "The Coast", "published": "2011-05-04", "body": BODY}
        article_id = articles.create_article(session, author, fields, [], clock.now())
        set_id = sets.create_set(session, author, article_id, {"title": "What happened"}, clock.now())
        questions = {}
        for name, kind in all_kinds().items():
            whole = {key: value for key, value in to_dict(kind.sample().question).items() if key not in {"v", "id"}}
            document = {**whole, "evidence": EVIDENCE}
            questions[name] = drafting.add_question(session, author, set_id, document, clock.now())
        db.session.remove()
    return Site(email, password, article_id, set_id, questions)


def signed_in(app: Flask, email: str) -> str:
    """The cookie of another browser in which this account is signed in."""
    with app.app_context():
        session = db.session()
        row = session.query(AccountRow).filter(AccountRow.email == email).one()
        nobody = Browser("", "", "", frozenset())
        entered = signing_in.enter(session, row, nobody, clock.now(), keep=True, guest=None)
        session.commit()
        db.session.remove()
    return entered.token


def database_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'quizapp.sqlite3'}"
