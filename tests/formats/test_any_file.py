"""Whatever a file holds, reading it ends in a set or in sentences, never in an exception or in a machine's words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.document import Document
from quizapp.core.evidence import Reading
from quizapp.core.kinds import all_kinds
from quizapp.formats.nodes import parse
from quizapp.formats.set_file import SetFile, Surroundings, checked, parse_set
from quizapp.formats.wording import findings

SET = (Path(__file__).parent / "bridge/wood.yaml").read_text()
AROUND = Surroundings(Reading("The bridge is made of larch and oak."), frozenset())
MODELS = [kind.question.__name__ for kind in all_kinds().values()]
JARGON = re.compile(
    r"Input should|Value error|pydantic|Fraction|tuple|NoneType|Retyped|Decimal\(|\b(?:{})\b".format("|".join(MODELS))
)
ODD = st.recursive(
    st.sampled_from([None, True, 0, -1, 2019, 2.5, "", "x", "no", 10**40, float("nan"), "1/0", "[[1]]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["1", "text", "id", "kind"]), inner),
    max_leaves=4,
)


def sentences(text: str) -> list[str]:
    found = checked(SetFile("set.yaml", "set", text), AROUND)
    assert (found.content is None) or not parse(text).faults
    for problem in found.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.line <= text.count("\n") + 2
    return [str(problem.sentence) for problem in found.problems]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SET)), st.integers(0, 12), st.text(":-[]{}#&*!|>'\"%@`\n\t ?,~", max_size=4)),
        max_size=4,
    )
)
def test_a_mangled_file_is_told(cuts: list[tuple[int, int, str]]) -> None:
    text = SET
    for start, length, inserted in cuts:
        text = text[:start] + inserted + text[start + length :]
    sentences(text)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_value_in_any_field_is_told_in_plain_words(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(all_kinds().values())))
    question = kind.sample().question.model_dump(mode="json", exclude_defaults=True)
    names = sorted({*kind.question.model_fields, "odd"})
    for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)):
        question[name] = deep(data, question.get(name))
    text = yaml.safe_dump({"title": "t", "questions": [question]}, allow_unicode=True)
    for sentence in sentences(text):
        assert sentence.endswith((".", "?", ")", "”")), sentence
        assert not JARGON.search(re.sub(r"`[^`]*`|\"[^\"]*\"", "", sentence)), sentence


def deep(data: st.DataObject, value: Any) -> Any:
    """`value` with something odd in its place, or somewhere inside it."""
    if isinstance(value, dict | list) and value and data.draw(st.booleans()):
        steps = list(value) if isinstance(value, dict) else range(len(value))
        step = data.draw(st.sampled_from(steps))
        copy = value.copy()
        copy[step] = deep(data, value[step])
        return copy
    return data.draw(ODD)


class Stamped(Document):
    """A document with a type that no kind has yet."""

    stamp: UUID


def test_what_has_no_words_of_its_own_yet_is_told_in_general_ones() -> None:
    tree = parse("stamp: x\n")
    with pytest.raises(ValidationError) as caught:
        Stamped.model_validate(tree.data)
    ((place, sentence),) = findings(caught.value, tree, (), Stamped)
    assert (place, str(sentence)) == ((1, 8), "`stamp` is not written as it must be. See docs/questions.md.")


def test_a_set_with_a_fault_is_no_set_even_where_it_could_be_read() -> None:
    assert parse_set(SET, "set") is not None
    assert parse_set(SET.replace("title: Wood", "title: Wood\ntitle: Steel"), "set") is None
