"""Whatever lies in a draft, the checks read on: nothing that a person types makes them fail."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.checks import all_checks, check_question, check_set
from quizapp.core.evidence import reading
from quizapp.core.sentences import Sentence

WORDS = st.sampled_from(
    [
        *"Which of these is not a mammal?|All of the above|A and B|1 and 2|____|[[1]]|In 1965|2019-11-23".split("|"),
        *"23 November|1,234|1/0|two and a half|１２３|東京|서울|**not**|#|1.|-|\ud800|\x00|yes|no|an|l'".split("|"),
        *"the king of Spain|Oslo|oft|99999999999999999999999999999999999999999|é|½|a_b_c|![x](y)".split("|"),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=4).map(" ".join))
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.fractions(),
        st.decimals(),
        st.dates(),
        st.binary(),
        TEXTS,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
OPTIONS = st.lists(
    st.one_of(
        TEXTS,
        st.fixed_dictionaries(
            {"text": TEXTS}, optional={"correct": st.booleans(), "weight": VALUES, "pinned": st.booleans()}
        ),
        VALUES,
    ),
    max_size=6,
)
GAPS = st.dictionaries(
    st.one_of(st.integers(0, 9), st.sampled_from("123x")),
    st.one_of(
        VALUES,
        st.fixed_dictionaries({"answer": st.one_of(TEXTS, VALUES)}, optional={"options": OPTIONS, "unit": TEXTS}),
    ),
    max_size=3,
)
EVIDENCE = st.one_of(st.lists(st.one_of(TEXTS, st.fixed_dictionaries({"exact": TEXTS}), VALUES), max_size=3), VALUES)
PAIRS = st.lists(st.one_of(VALUES, st.fixed_dictionaries({"left": TEXTS, "right": TEXTS})), max_size=3)
SHAPED = st.fixed_dictionaries(
    {},
    optional={
        "kind": VALUES,
        "stem": st.one_of(TEXTS, VALUES),
        "options": st.one_of(OPTIONS, VALUES),
        "answer": st.one_of(TEXTS, VALUES),
        "accept": st.one_of(st.lists(TEXTS, max_size=3), VALUES),
        "precision": st.one_of(st.sampled_from(["day", "month", "year"]), VALUES),
        "tolerance": VALUES,
        "range": st.one_of(st.lists(st.integers(), max_size=3), VALUES),
        "unit": VALUES,
        "shuffle": st.one_of(st.booleans(), VALUES),
        "scoring": VALUES,
        "text": st.one_of(TEXTS, VALUES),
        "gaps": st.one_of(GAPS, VALUES),
        "pairs": st.one_of(PAIRS, VALUES),
        "extra": VALUES,
        "items": VALUES,
        "evidence": EVIDENCE,
        "silence": st.one_of(st.dictionaries(st.sampled_from(["longest-key", "nonsense"]), TEXTS), VALUES),
    },
)
DRAFTS = st.one_of(SHAPED, VALUES)
LANGUAGES = st.one_of(st.sampled_from(["en", "en-GB", "de", "fr", "ja", "ko", "zh", "ar", "sv", "xx", ""]), TEXTS)
BODY = "The harbour was built in 1923. " * 20
READINGS = st.sampled_from([None, reading(BODY), reading("東京で会談した。"), reading("-")])


@given(draft=DRAFTS, language=LANGUAGES, article=READINGS)
def test_a_draft_is_checked_whatever_is_in_it(draft: Any, language: str, article: Any) -> None:
    told = check_question(draft, language=language, reading=article, include_silenced=True)
    for weakness in told:
        assert weakness.code in all_checks()
        assert all(
            isinstance(said, Sentence) and str(said) for said in (weakness.sentence, weakness.why, weakness.mend)
        )
        assert leads_somewhere(draft, weakness.path)


@given(drafts=st.lists(DRAFTS, max_size=5), language=LANGUAGES)
def test_a_set_of_drafts_tells_what_each_of_them_tells(drafts: list[Any], language: str) -> None:
    told = check_set(drafts, language=language, reading=None)
    assert [number for number, _ in told] == sorted(number for number, _ in told)
    for number, draft in enumerate(drafts):
        own = check_question(draft, language=language, reading=None)
        assert set(own) <= {weakness for at, weakness in told if at == number}


@given(draft=SHAPED, language=LANGUAGES)
def test_the_same_draft_is_always_told_the_same(draft: dict[str, Any], language: str) -> None:
    once = check_question(draft, language=language, reading=None)
    assert once == check_question(draft, language=language, reading=None)


def leads_somewhere(draft: Any, path: tuple[str | int, ...]) -> bool:
    """Whether the path is one in the document; the answer of a range is named though it is not written."""
    place = draft
    for step in path:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            return path[-1:] == ("answer",) and "range" in place
    return True


def test_numbers_of_any_kind_are_read_as_their_digits() -> None:
    draft = {"stem": "When?", "options": [1990, 1980.5, Fraction(2000), "1970"], "shuffle": False}
    assert [each.code for each in check_question(draft, language="en", reading=None)] == ["unordered-numbers"]
