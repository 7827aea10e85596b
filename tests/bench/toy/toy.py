"""The measure: what a small application with the same pages and the same rows costs, and nothing besides.

Flask, Flask-SQLAlchemy and Flask-WTF as their manuals have them: no accounts, no kinds of question, no evidence.
`TOY_DATABASE` is the database's address.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from flask import Flask, redirect, render_template, request, session, url_for
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import ForeignKey, UniqueConstraint, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

QUESTIONS = 10


class Base(DeclarativeBase):
    pass


app = Flask(__name__, template_folder=str(Path(__file__).parent / "templates"))
app.config["SECRET_KEY"] = "a toy has no secret that is worth a guess"
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["TOY_DATABASE"]
db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)
db.init_app(app)
CSRFProtect(app)


class Question(Base):
    __tablename__ = "questions"
    id: Mapped[int] = mapped_column(primary_key=True)
    stem: Mapped[str]
    options: Mapped[str]


class Attempt(Base):
    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int]
    score: Mapped[int | None]


class Slot(Base):
    __tablename__ = "slots"
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))


class Answer(Base):
    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("attempt_id", "question_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    answer: Mapped[str]


def _set_up(connection: Any, _record: Any) -> None:
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {setting}")


with app.app_context():
    if db.engine.dialect.name == "sqlite":
        event.listen(db.engine, "connect", _set_up)


@app.get("/")
def library() -> str:
    return "<title>toy</title>"


@app.get("/sets/toy")
def show() -> str:
    return render_template("set.html", questions=_questions())


@app.post("/sets/toy/attempts")
def start() -> Any:
    session.setdefault("person", secrets.randbelow(1 << 30))
    attempt = Attempt(person=session["person"])
    db.session.add(attempt)
    db.session.flush()
    db.session.add_all(Slot(attempt_id=attempt.id, question_id=number) for number in range(1, QUESTIONS + 1))
    db.session.commit()
    if request.form.get("layout") == "page":
        return redirect(url_for("page", attempt=attempt.id), 303)
    return redirect(url_for("question", attempt=attempt.id, number=1), 303)


@app.get("/attempts/<int:attempt>/questions/<int:number>")
def question(attempt: int, number: int) -> str:
    _own(attempt)
    asked = db.session.get_one(Question, number)
    return render_template("question.html", attempt=attempt, asked=[asked], given=_given(attempt), count=QUESTIONS)


@app.get("/attempts/<int:attempt>/page")
def page(attempt: int) -> str:
    _own(attempt)
    return render_template("question.html", attempt=attempt, asked=_questions(), given={}, count=QUESTIONS)


@app.post("/attempts/<int:attempt>/questions/<int:number>")
def answer(attempt: int, number: int) -> Any:
    _own(attempt)
    db.session.get_one(Question, number)
    _keep(attempt, number, request.form.get("answer", ""))
    db.session.commit()
    return redirect(url_for("question", attempt=attempt, number=min(number + 1, QUESTIONS)), 303)


@app.post("/attempts/<int:attempt>/finish")
def finish(attempt: int) -> Any:
    found = _own(attempt)
    for number in range(1, QUESTIONS + 1):
        if f"q{number}" in request.form:
            _keep(attempt, number, request.form[f"q{number}"])
    found.score = len(_given(attempt))
    db.session.commit()
    return redirect(url_for("result", attempt=attempt), 303)


@app.get("/attempts/<int:attempt>/result")
def result(attempt: int) -> str:
    return render_template("result.html", attempt=_own(attempt), asked=_questions(), given=_given(attempt))


def _own(attempt: int) -> Attempt:
    mine = select(Attempt).where(Attempt.id == attempt, Attempt.person == session.get("person"))
    found: Attempt = db.first_or_404(mine)
    return found


def _questions() -> Any:
    return db.session.scalars(select(Question).order_by(Question.id)).all()


def _given(attempt: int) -> dict[int, str]:
    answers = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt))
    return {found.question_id: found.answer for found in answers}


def _keep(attempt: int, number: int, given: str) -> None:
    mine = select(Answer).where(Answer.attempt_id == attempt, Answer.question_id == number)
    earlier = db.session.scalar(mine)
    if earlier:
        earlier.answer = given
    else:
        db.session.add(Answer(attempt_id=attempt, question_id=number, answer=given))


def prepare() -> None:
    """The tables and the questions, once, before anybody is served."""
    with app.app_context():
        db.create_all()
        for number in range(1, QUESTIONS + 1):
            stem = f"What was decided on day {number} of the week in which the council met about its bridges?"
            db.session.add(Question(stem=stem, options="To wait for rain|To build it anew|To ask the town|To leave it"))
        db.session.commit()


if __name__ == "__main__":
    prepare()
