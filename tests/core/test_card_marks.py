"""Each card of a question gets its part of the mark, whatever the kind."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from quizapp.core.card_marks import card_marks
from quizapp.core.kind import Kind, Presentation
from quizapp.core.kinds import all_kinds
from quizapp.core.kinds.cloze import Cloze, ClozeAnswer
from quizapp.core.question import Question


@pytest.mark.parametrize("name", all_kinds())
def test_every_card_gets_a_mark(name: str) -> None:
    kind: Kind[Question, object] = all_kinds()[name]  # type: ignore[type-var]  # any answer
    sample = kind.sample()
    question = sample.question
    shown = Presentation(kind.order(question, Random(0)))
    places = sum(max(1, len(card.gaps)) for card in kind.cards(question))
    for fields in (*sample.right, *sample.partly, *sample.wrong):
        mark = kind.mark(question, kind.read(question, fields, shown))
        marks = card_marks(question, mark)
        assert len(marks) == places
        mean = sum((each.fraction for each in marks), Fraction(0)) / places
        if fields in sample.right:
            assert mean == mark.fraction == 1
        if places == len(mark.parts):
            assert mean == mark.fraction


def test_a_gap_is_of_the_kind_that_is_done_in_it() -> None:
    kind = all_kinds()["cloze"]
    question = kind.sample().question
    assert isinstance(question, Cloze)
    marks = card_marks(question, kind.mark(question, ClozeAnswer(language="en", kept=("Oslo", None, "0", None))))
    assert [(each.place, each.kind, each.fraction) for each in marks] == [
        (0, "short_text", 1),
        (1, "date", 0),
        (2, "choice", 0),
        (3, "number", 0),
    ]
