"""Whatever a question says survives its form: each field of each kind has its place on the page."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from quizapp.core.authoring import Author
from quizapp.core.drafts import finished
from quizapp.core.kinds import all_kinds, to_dict
from quizapp.web import clock
from quizapp.web.forms.questions.shapes import Shape, shape_of
from quizapp.work.authoring import access, drafting

#: More than the samples say, so that no field is left at its default.
FULL: dict[str, dict[str, Any]] = {
    "choice": {"shuffle": False},
    "multiple": {"shuffle": False, "scoring": "all_or_nothing"},
    "true_false": {"feedback_true": "No.", "feedback_false": "Yes."},
    "short_text": {"typos": False, "accept": ["Oslo city", {"text": "Bergen", "weight": 0, "feedback": "Once."}]},
    "number": {
        "answer": 90, "tolerance": 2, "range": None, "unit": "km", "units": {"league": "5.5", "mil": 10},
        "unit_required": True, "relative_tolerance": None,
    },
    "date": {"precision": "year", "answer": 1814},
    "matching": {"shuffle": False, "extra": ["Rome"]},
    "ordering": {"scoring": "pairs"},
    "cloze": {
        "text": "[[1]] [[2]] [[3]] [[4]]",
        "gaps": {
            "1": {"kind": "short_text", "answer": "a", "accept": ["b"], "typos": False},
            "2": {"kind": "number", "answer": "5/2", "relative_tolerance": "1/10", "unit": "h", "units": {"shift": 8}},
            "3": {"kind": "date", "answer": "1814-05", "precision": "month"},
            "4": {"kind": "choice", "options": ["c", "d"], "answer": "d", "shuffle": False},
        },
    },
}  # fmt: skip
COMMON: dict[str, Any] = {
    "hints": ["One.", "Two."], "points": "5/2", "tries": 3, "penalty": "1/3", "tags": ["a", "b::c"],
    "evidence": [{"exact": "apples", "prefix": "40", "suffix": "."}, {"exact": "Ida Holm"}],
}  # fmt: skip


class _Sent(HTMLParser):
    """What a browser sends of the form `question-form`."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self.inside = False
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.inside = given.get("id") == "question-form"
        elif not self.inside:
            return
        elif tag == "textarea":
            self.area = name
            self.fields.add(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.fields.add(self.select, given.get("value") or "")
        elif tag == "input" and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.fields.add(name, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.area = None if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data if self.fields[self.area] else data.removeprefix("\n")


@pytest.fixture
def full() -> Callable[[str], dict[str, Any]]:
    def document(kind: str) -> dict[str, Any]:
        sample = to_dict(all_kinds()[kind].sample().question)
        whole = {**sample, **COMMON, **FULL[kind]}
        return {name: value for name, value in whole.items() if name not in {"v", "id"} and value is not None}

    return document


@pytest.mark.parametrize("kind", all_kinds())
def test_pressing_save_changes_nothing(
    reader: FlaskClient, library_session: Session, author: Author, set_id: int, full: Callable[[str], dict[str, Any]],
    kind: str,
) -> None:  # fmt: skip
    document = full(kind)
    expected = finished(document).question
    assert expected is not None, finished(document).faults
    made = drafting.add_question(library_session, author, set_id, document, clock.now())
    address = f"/teach/sets/{set_id}/questions/{made}"
    page = _Sent()
    page.feed(reader.get(address).text)
    assert reader.post(address, data=page.fields).status_code == 303
    library_session.rollback()
    kept = access.own_question(access.opened(library_session, author, set_id, "view"), made)
    assert finished(kept.document).question == expected


@pytest.mark.parametrize("kind", all_kinds())
def test_no_field_of_a_kind_is_left_at_its_default_above(full: Callable[[str], dict[str, Any]], kind: str) -> None:
    """Otherwise a field that the page forgets would go unseen."""
    exclusive = {"relative_tolerance", "range"}
    shape: dict[str, Shape] = dict(shape_of(kind).fields)
    assert {name for name in shape if name not in full(kind)} - exclusive == set()
