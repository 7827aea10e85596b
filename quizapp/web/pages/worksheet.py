"""A set on paper: the worksheet, and the key that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from flask import Blueprint, render_template, url_for
from flask_babel import gettext

from quizapp.core.kind import Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.question import Question
from quizapp.store import attempts
from quizapp.store.library import HeldSet
from quizapp.web import errors, found, guests
from quizapp.web.extensions import db

bp = Blueprint("worksheet", __name__, url_prefix="/sets")


@dataclass(frozen=True)
class Item:
    """A question on paper; `view` is what its kind's template shows."""

    number: int
    question: Question
    view: object


@bp.get("/<slug>/worksheet")
def show(slug: str) -> str:
    held = found.question_set(slug)
    items = [
        Item(number, question, kind_of(question).ask(question, shown))
        for number, question, shown in _presented(held)
    ]  # fmt: skip
    return _sheet("pages/worksheet/show.html", held, items)


@bp.get("/<slug>/answer-key")
def key(slug: str) -> str | tuple[str, int]:
    held = found.question_set(slug)
    test = _running_test(slug)
    if test is not None:
        onward = (url_for("attempt.show", attempt_id=test), gettext("Go on with the test"))
        return errors.page(403, gettext("You are in the middle of a test on this set. Finish it first."), onward), 403
    items = [
        Item(number, question, kind_of(question).review(question, shown, None, None))
        for number, question, shown in _presented(held)
    ]  # fmt: skip
    return _sheet("pages/worksheet/key.html", held, items)


def _running_test(slug: str) -> int | None:
    person_id = guests.current()
    return attempts.running_test(db.session(), person_id, slug) if person_id else None


def _presented(held: HeldSet) -> list[tuple[int, Question, Presentation]]:
    """Each question with its number and the order of its parts: the same on the sheet, its key and every copy."""
    return [
        (number, question, Presentation(kind_of(question).order(question, Random(question.id)), held.content.language))
        for number, question in enumerate(held.content.questions, start=1)
    ]


def _sheet(template: str, held: HeldSet, items: list[Item]) -> str:
    points = sum((item.question.points for item in items), Fraction(0))
    return render_template(template, article=held.article, content=held.content, items=items, points=points)
