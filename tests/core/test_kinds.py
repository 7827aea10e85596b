"""The contract that every kind keeps; a new kind is tested by standing in the folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.kind import Fields, Kind, Presentation
from quizapp.core.kinds import DOCUMENT_VERSION, all_kinds, from_dict, to_dict
from quizapp.core.mark import Mark
from quizapp.core.sentences import Unreadable

pytestmark = pytest.mark.parametrize("kind", all_kinds().values(), ids=list(all_kinds()))

AnyKind = Kind[Any, Any]


def presented(kind: AnyKind) -> Presentation:
    return Presentation(kind.order(kind.sample().question, Random(0)))


def fractions(kind: AnyKind, answers: Iterable[Fields]) -> list[Any]:
    question = kind.sample().question
    return [kind.mark(question, kind.read(question, fields, presented(kind))).fraction for fields in answers]


def test_right_answers_get_the_full_mark(kind: AnyKind) -> None:
    marks = fractions(kind, kind.sample().right)
    assert marks
    assert set(marks) == {1}


def test_partly_right_answers_get_a_share(kind: AnyKind) -> None:
    assert all(0 < mark < 1 for mark in fractions(kind, kind.sample().partly))


def test_wrong_answers_get_nothing(kind: AnyKind) -> None:
    marks = fractions(kind, kind.sample().wrong)
    assert marks
    assert set(marks) == {0}


def test_unreadable_answers_are_sent_back_with_a_sentence(kind: AnyKind) -> None:
    sample = kind.sample()
    assert sample.unreadable
    for fields in sample.unreadable:
        with pytest.raises(Unreadable) as sent_back:
            kind.read(sample.question, fields, presented(kind))
        assert str(sent_back.value).endswith((".", "?"))


@given(seed=st.integers())
def test_the_key_gets_the_full_mark_in_any_order(kind: AnyKind, seed: int) -> None:
    question = kind.sample().question
    presentation = Presentation(kind.order(question, Random(seed)))
    key = kind.key(question)
    assert kind.mark(question, key).fraction == 1
    assert (
        kind.mark(question, kind.read(question, kind.fields(question, key, presentation), presentation)).fraction == 1
    )


@given(seed=st.integers())
def test_an_order_only_moves_things(kind: AnyKind, seed: int) -> None:
    order = kind.order(kind.sample().question, Random(seed))
    assert sorted(order) == list(range(len(order)))


_NAMES = st.sampled_from(["answer", *(f"answer.{place}" for place in range(-1, 5)), "answer.x", "try", "mark"])
_VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.sampled_from(
        ["", "0", "1", "2", "true", "9" * 5000, "\x00", "\ud800", "9**9**9", "1e999999999", "½", "٣", "<b>"]
    ),
    st.floats().map(str),
    st.dates().map(str),
)


@given(fields=st.dictionaries(_NAMES, st.lists(_VALUES, max_size=3).map(tuple), max_size=6), seed=st.integers(0, 9))
def test_junk_is_unreadable_or_marked_and_never_an_exception(kind: AnyKind, fields: Fields, seed: int) -> None:
    question = kind.sample().question
    presentation = Presentation(kind.order(question, Random(seed)))
    try:
        answer = kind.read(question, fields, presentation)
    except Unreadable:
        return
    mark = kind.mark(question, answer)
    assert 0 <= mark.fraction <= 1
    assert Mark.model_validate_json(mark.model_dump_json()) == mark
    assert kind.answer.model_validate_json(answer.model_dump_json()) == answer
    assert kind.read(question, kind.fields(question, answer, presentation), presentation) == answer
    kind.review(question, presentation, answer, mark)


def test_a_question_survives_its_document(kind: AnyKind) -> None:
    question = kind.sample().question
    assert from_dict(json.loads(json.dumps(to_dict(question)))) == question


def test_a_stored_question_names_its_kind_and_version(kind: AnyKind) -> None:
    stored = to_dict(kind.sample().question)
    assert stored["kind"] == kind.name
    assert stored["v"] == DOCUMENT_VERSION


def test_an_answer_survives_its_document(kind: AnyKind) -> None:
    key = kind.key(kind.sample().question)
    assert kind.answer.model_validate(json.loads(json.dumps(key.model_dump(mode="json")))) == key


def test_what_is_asked_names_nothing_that_tells_the_key(kind: AnyKind) -> None:
    question = kind.sample().question
    asked = repr(kind.ask(question, presented(kind)))
    for telling in ("correct", "weight", "feedback", "is_key", question.explanation):
        assert telling not in asked


def test_a_review_can_be_shown_without_an_answer(kind: AnyKind) -> None:
    assert kind.review(kind.sample().question, presented(kind), None, None)


def test_every_question_makes_cards_with_names_of_their_own(kind: AnyKind) -> None:
    cards = kind.cards(kind.sample().question)
    assert cards
    assert len({card.part for card in cards}) == len(cards)
    assert all(card.front.strip() for card in cards)


def test_a_card_has_what_its_style_needs(kind: AnyKind) -> None:
    for card in kind.cards(kind.sample().question):
        assert bool(card.gaps) == (card.style == "cloze")
        assert bool(card.back) == (card.style != "cloze")
        assert any(option.correct for option in card.options) == (card.style == "choice")
        assert all(f"[[{gap.number}]]" in card.front and gap.answer for gap in card.gaps)


def test_kinds_are_named_like_their_question_says(kind: AnyKind) -> None:
    assert kind.sample().question.kind == kind.name
