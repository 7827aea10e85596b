"""What holds for every question that can be written, of the kinds with things to choose, match, order and fill."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.kind import Presentation
from quizapp.core.kinds import all_kinds
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Unreadable

COMMON = {"id": "q", "stem": "Which?", "explanation": "So.", "evidence": (Quote(exact="x"),)}
WORDS = [f"word{letter}" for letter in "abcdefghij"]
SHARES = st.fractions(0, 1, max_denominator=12)
BELOW_ONE = SHARES.filter(lambda share: share < 1)


def words(least: int, most: int = 8) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most, unique=True)


@st.composite
def options(draw: st.DrawFn, worth: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
    """At least one option is right without a weight; the others are worth what is drawn."""
    texts = draw(words(2))
    key = draw(st.sampled_from(texts))
    others = {text: {"weight": draw(worth)} for text in texts if text != key}
    return [{"text": text, "pinned": draw(st.booleans()), **others.get(text, {"correct": True})} for text in texts]


CHOICES = st.fixed_dictionaries({"options": options(BELOW_ONE), "shuffle": st.booleans()})
MULTIPLES = st.fixed_dictionaries(
    {"options": options(SHARES), "shuffle": st.booleans(), "scoring": st.sampled_from(["partial", "all_or_nothing"])}
)
ORDERINGS = st.fixed_dictionaries({"items": words(2), "scoring": st.sampled_from(["positions", "pairs"])})


@st.composite
def matchings(draw: st.DrawFn) -> dict[str, Any]:
    lefts, rights = draw(words(2, 6)), draw(st.lists(st.sampled_from("rstu"), min_size=6, max_size=6))
    pairs = [{"id": left, "left": left, "right": right} for left, right in zip(lefts, rights, strict=False)]
    extra = draw(st.lists(st.sampled_from("vwx"), min_size=1, max_size=3, unique=True))
    return {"pairs": pairs, "extra": extra, "shuffle": draw(st.booleans())}


@st.composite
def clozes(draw: st.DrawFn) -> dict[str, Any]:
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True))
    kinds = [
        {"kind": "short_text", "answer": draw(st.sampled_from(WORDS))},
        {"kind": "number", "answer": draw(st.fractions(-99, 99, max_denominator=9)), "unit": "hours"},
        {"kind": "date", "answer": draw(st.integers(100, 9999)), "precision": "year"},
        {"kind": "choice", "options": (texts := draw(words(2))), "answer": texts[-1], "shuffle": draw(st.booleans())},
    ]
    gaps = {number: draw(st.sampled_from(kinds)) for number in numbers}
    return {"text": " and ".join(f"[[{number}]]" for number in numbers), "gaps": gaps}


@st.composite
def questions(draw: st.DrawFn) -> Question:
    fields: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
        "choice": CHOICES,
        "multiple": MULTIPLES,
        "matching": matchings(),
        "ordering": ORDERINGS,
        "cloze": clozes(),
    }
    name = draw(st.sampled_from(list(fields)))
    return all_kinds()[name].question.model_validate({**COMMON, "kind": name, **draw(fields[name])})


def marked(question: Question, fields: Any, shown: Presentation) -> Fraction:
    kind = all_kinds()[question.kind]
    mark = kind.mark(question, kind.read(question, fields, shown))
    return Fraction(mark.fraction)


@given(question=questions(), seed=st.integers(0, 99))
def test_the_key_gets_the_full_mark_however_it_is_shown(question: Question, seed: int) -> None:
    kind = all_kinds()[question.kind]
    shown = Presentation(kind.order(question, Random(seed)))
    assert marked(question, kind.fields(question, kind.key(question), shown), shown) == 1


NAMES = ["answer", *(f"answer.{place}" for place in range(9))]
VALUES = st.lists(st.sampled_from(["", *map(str, range(9)), *WORDS, "1999", "½ hours", "May"]), max_size=4)


@given(question=questions(), seed=st.integers(0, 99), fields=st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_any_answer_is_sent_back_or_gets_a_share(question: Question, seed: int, fields: dict[str, list[str]]) -> None:
    kind = all_kinds()[question.kind]
    shown = Presentation(kind.order(question, Random(seed)))
    try:
        answer = kind.read(question, fields, shown)
    except Unreadable:
        return
    mark = kind.mark(question, answer)
    assert 0 <= mark.fraction <= 1
    assert all(0 <= part.fraction <= 1 for part in mark.parts)
    assert kind.read(question, kind.fields(question, answer, shown), shown) == answer
    assert kind.review(question, shown, answer, mark) != kind.review(question, shown, None, None)


@given(question=questions(), seeds=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_the_order_in_which_it_is_shown_changes_no_mark(question: Question, seeds: tuple[int, int]) -> None:
    kind = all_kinds()[question.kind]
    one, other = (Presentation(kind.order(question, Random(seed))) for seed in seeds)
    key = kind.key(question)
    assert kind.read(question, kind.fields(question, key, one), one).model_dump(exclude={"language"}) == kind.read(
        question, kind.fields(question, key, other), other
    ).model_dump(exclude={"language"})


@given(question=questions())
def test_every_question_makes_cards_with_names_of_their_own(question: Question) -> None:
    cards = all_kinds()[question.kind].cards(question)
    assert cards
    assert len({card.part for card in cards}) == len(cards)
