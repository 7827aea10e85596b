"""The form of a question: every kind's document goes through it and comes back, and faults stand at their fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField

from quizapp.core.drafts import finished
from quizapp.core.kinds import all_kinds, to_dict
from quizapp.web.forms.questions import form_for
from quizapp.web.forms.questions.operations import done, started, turned_into
from quizapp.web.forms.questions.shapes import shape_of


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def sent(form: Any) -> MultiDict[str, str]:
    """What a browser sends of the form."""
    return MultiDict(list(_pairs(form)))


def _pairs(fields: Any) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _pairs(field.entries)
        elif isinstance(field, FormField):
            yield from _pairs(field.form)
        elif isinstance(field, BooleanField):
            if field.data:
                yield field.name, "y"
        elif field.data is not None:
            yield field.name, str(field.data).replace("\n", "\r\n")


def written(name: str) -> dict[str, Any]:
    question = all_kinds()[name].sample().question
    return {key: value for key, value in to_dict(question).items() if key not in {"v", "id"}}


@pytest.mark.parametrize("name", all_kinds())
def test_a_document_goes_through_its_form_unchanged(name: str) -> None:
    document = written(name)
    returned = form_for(name, sent=sent(form_for(name, document))).document
    assert finished(returned).question == finished(document).question


@pytest.mark.parametrize("name", all_kinds())
def test_an_empty_form_makes_a_draft_that_is_shown_again(name: str) -> None:
    document = started(name)
    returned = form_for(name, sent=sent(form_for(name, document))).document
    assert returned == document


@pytest.mark.parametrize("name", all_kinds())
def test_every_fault_of_an_empty_draft_stands_at_a_field(name: str) -> None:
    form = form_for(name, started(name))
    faults = finished(started(name)).faults
    form.tell(faults)
    told = [sentence for field in form for sentence in getattr(field, "told", ())]
    assert len(told) == len(faults) > 0
    assert all(sentence and "`" not in sentence for sentence in told)


def told_at(form: Any, name: str) -> Any:
    return getattr(form[name], "told", None)


def test_a_fault_deep_in_a_gap_stands_there() -> None:
    document = {**written("cloze"), "text": "In [[7]].", "gaps": {"7": {"kind": "date", "answer": "soon"}}}
    form = form_for("cloze", document)
    form.tell(finished(document).faults)
    gap = form.gaps.entries[0].form["value"].form
    assert gap["answer"].told == ["Write the date as 1984-03-05, 1984-03 or 1984."]


def test_a_finding_reads_on_from_the_name_of_its_field() -> None:
    document = {**written("number"), "range": ["5", "1"]}
    form = form_for("number", document)
    form.tell(finished(document).faults)
    assert any("“Range”" in sentence for sentence in form.range.told)


def test_a_broken_document_is_shown_as_far_as_it_goes() -> None:
    form = form_for("choice", {"stem": 5, "options": {"a": 1}, "shuffle": "no", "hints": "x", "evidence": [3]})
    assert form.stem.data == "5"
    assert form.options.entries == []


def test_a_form_that_was_tampered_with_makes_a_draft_and_no_error() -> None:
    junk = MultiDict(
        [("options-x-text", "a"), ("options-3-text", "b"), ("stem", "c\x00"), ("scoring", "best"), ("role", "owner")]
    )
    document = form_for("multiple", sent=junk).document
    assert document["options"] == ["b"]
    assert "role" not in document
    assert "scoring" not in document


def test_rows_are_added_removed_and_moved() -> None:
    document = {"kind": "choice", "options": ["a", "b", "c"]}
    assert done(document, "add:options", {})["options"] == ["a", "b", "c", ""]
    assert done(document, "remove:options:1", {})["options"] == ["a", "c"]
    assert done(document, "up:options:1", {})["options"] == ["b", "a", "c"]
    assert done(document, "up:options:0", {})["options"] == ["a", "b", "c"]
    assert done(document, "down:options:2", {})["options"] == ["a", "b", "c"]
    assert done(document, "move:options:0:2", {})["options"] == ["b", "c", "a"]
    assert done({"kind": "matching"}, "add:pairs", {})["pairs"] == [{}]


def test_rows_within_a_gap_are_named_by_its_number() -> None:
    document = {"kind": "cloze", "gaps": {"2": {"kind": "choice", "options": ["a"]}}}
    assert done(document, "add:gaps.2.options", {})["gaps"]["2"]["options"] == ["a", ""]
    assert done(document, "drop:gaps.2", {})["gaps"] == {}


def test_a_check_is_silenced_only_with_a_reason() -> None:
    document = {"kind": "choice"}
    assert "silence" not in done(document, "silence:longest-key", {"reason-longest-key": " "})
    silenced = done(document, "silence:longest-key", {"reason-longest-key": "It is its name."})
    assert silenced["silence"] == {"longest-key": "It is its name."}
    assert "silence" not in done(silenced, "speak:longest-key", {})


def test_another_kind_keeps_what_it_has_a_place_for() -> None:
    turned = turned_into("ordering", {**written("choice"), "silence": {"k-type": "so"}})
    assert turned["kind"] == "ordering"
    assert turned["stem"] == written("choice")["stem"]
    assert turned["evidence"] == written("choice")["evidence"]
    assert turned["silence"] == {"k-type": "so"}
    assert "options" not in turned


@given(st.sampled_from(sorted(all_kinds())), st.text(max_size=30))
def test_no_button_breaks_a_draft(name: str, do: str) -> None:
    for document in (started(name), written(name)):
        for verb in ("", "add:", "remove:", "up:", "move:", "drop:", "silence:", "gaps:"):
            finished(done(document, verb + do, {f"reason-{do}": "x"}))


def test_every_field_has_a_place_in_its_kinds_template() -> None:
    """Shapes are read from the documents; a kind whose fields are of no known shape would raise here."""
    assert all(shape_of(name).fields for name in all_kinds())


def test_fractions_are_shown_as_people_write_them() -> None:
    number = written("number")
    form = form_for("number", {**number, "answer": "5/2", "tolerance": "1/3", "range": None})
    assert (form.answer.data, form.tolerance.data, form.penalty.data) == ("2.5", "1/3", "0.25")
    assert form_for("number", {"range": ["9/4", "5/2"]}).range.form.low.data == "2.25"
    assert "penalty" not in form_for("number", sent=sent(form)).document


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("en", "12,400", "12400"), ("en", "2.5", "5/2"), ("en", "3/4", "3/4"), ("de", "12.400", "12400"),
        ("de", "3,2", "16/5"), ("fr", "1 000,5", "2001/2"), ("en", "about five", "about five"), ("en", "3 km", "3 km"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_sets_language_writes_them(language: str, typed: str, kept: str) -> None:
    form = form_for("number", sent=MultiDict({"answer": typed, "range-low": typed}), language=language)
    assert form.document["answer"] == kept
    assert form.document["range"] == [kept, ""]


def test_numbers_are_shown_as_the_sets_language_writes_them() -> None:
    document = {"answer": "17/8", "penalty": "1/4", "range": ["1/3", "2.5"]}
    german = form_for("number", document, language="de")
    assert (german.answer.data, german.penalty.data) == ("2,125", "0,25")
    assert (german.range.form.low.data, german.range.form.high.data) == ("1/3", "2,5")
    assert form_for("number", sent=sent(german), language="de").document["answer"] == "17/8"


def test_a_statement_is_not_called_a_question() -> None:
    form = form_for("true_false", {})
    form.tell(finished({"kind": "true_false"}).faults)
    assert form.stem.told == ["Write the statement."]
    assert form.answer.told == ["Say whether it is true or false."]
