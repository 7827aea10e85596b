"""What the shipped questions hold to be right is what the report says, and nothing near it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import pytest

from quizapp.core.kind import Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.matching import Matching
from quizapp.core.kinds.multiple import Multiple
from quizapp.core.kinds.ordering import Ordering
from quizapp.core.kinds.true_false import TrueFalse
from quizapp.core.question import Question
from quizapp.core.sentences import Unreadable

Questions = Mapping[str, Question]

CHOSEN = {
    "level-of-the-talks": "Senior officials of the foreign ministries",
    "delegate-of-south-korea": "Kim Jung-han",
    "gathering-of-ministers": "A Group of 20 meeting",
    "why-ministers-were-not-discussed": "Seoul's minister had not been announced as a guest.",
    "day-of-the-talks": "Friday 15 November 2019",
    "year-of-diplomatic-ties": "In 1965",
    "year-of-the-ruling": "In 2018",
    "visit-of-the-defense-secretary": "In the same week as the talks",
    "under-the-pact": "They share military intelligence.",
    "reason-for-leaving": "Tightening controls on trade",
    "compensation-for-whom": "Koreans forced to work in their factories",
    "settled-by-the-treaty": "The question of compensation",
}

ALL_CHOSEN = {
    "requests-to-south-korea": {
        "Act with care over the pact GSOMIA",
        "Correct what court rulings had brought about",
    },
    "still-to-come": {"The day on which the pact would expire", "The Group of 20 ministers' meeting"},
    "who-wants-to-keep-the-pact": {"Japan", "The United States"},
}

TRUE = {
    "main-subject-of-the-talks": False,
    "outcome-of-the-talks": True,
    "decision-after-the-controls": True,
    "court-of-the-rulings": False,
    "relations-after-the-rulings": True,
}

MATCHED = {
    "cities-of-the-events": {
        "november-talks": "Tokyo",
        "meeting-before": "Seoul",
        "chance-for-ministers": "Nagoya",
        "visits-from-the-us": "Seoul",
    },
    "offices-of-the-politicians": {
        "esper": "Defense Secretary of the United States",
        "kang": "Foreign Minister of South Korea",
        "motegi": "Foreign Minister of Japan",
    },
    "who-takes-which-view": {
        "correct-at-once": "Japan",
        "could-think-again": "South Korea",
        "cooperation-in-danger": "The United States",
    },
}

ORDERED = {
    "order-of-events": (
        "Japan's colonial rule of the Korean Peninsula ends",
        "A treaty establishes diplomatic ties",
        "The pact GSOMIA is concluded",
        "A court orders Japanese companies to pay compensation",
        "Japan's stricter trade controls come into force",
        "Officials of both countries talk about the pact",
    )
}

TYPED_RIGHT = {
    "pact-expires": ("23 November 2019", "November 23, 2019", "2019-11-23", "23/11/2019"),
    "previous-meeting": ("16 October 2019", "Oct 16 2019"),
    "stricter-controls-in-force": ("July 2019", "2019-07", "07/2019"),
    "pact-concluded": ("2016", "in 2016"),
    "length-of-the-talks": ("2.5", "2.5 hours", "2½", "150 minutes", "2.4", "140 min"),
    "delegate-of-japan": ("Takizaki", "takizaki", "Shigeki Takizaki", "Takizaki Shigeki", "Takisaki"),
    "missile-threats": ("North Korea", "north korea", "DPRK", "the DPRK", "N. Korea", "Nroth Korea"),
    "law-in-japans-view": ("International law", "international"),
}

TYPED_WRONG = {
    "pact-expires": ("24 November 2019", "15 November 2019", "23 November 2018", "23 October 2019"),
    "previous-meeting": ("15 October 2019", "16 November 2019"),
    "stricter-controls-in-force": ("June 2019", "July 2018", "August 2019"),
    "pact-concluded": ("2015", "2019", "1965"),
    "length-of-the-talks": ("3", "2.75", "2", "2.5 days", "25"),
    "delegate-of-japan": ("Motegi", "Toshimitsu Motegi", "Kim Jung-han", "Tanaka"),
    "missile-threats": ("South Korea", "south korea", "Korea", "China", "Russia"),
    "law-in-japans-view": ("national law", "trade law", "criminal law"),
}

FILLED = {
    "offices-of-the-delegates": ("directors-general", "Oceanian", "Pacific"),
    "time-of-colonial-rule": ("1910", "1945", "Supreme"),
    "name-of-the-pact": ("Security", "Military", "Information"),
}

FILLED_WRONG = {
    "offices-of-the-delegates": ("ambassadors", "African", "Atlantic"),
    "time-of-colonial-rule": ("1905", "1946", "High"),
    "name-of-the-pact": ("Secrecy", "Missile", "Intelligence"),
}


def mark_of(question: Question, text: str) -> Fraction:
    """The mark of what is typed in the one field of the question."""
    kind, shown = kind_of(question), Presentation(language="en")
    return kind.mark(question, kind.read(question, {"answer": (text,)}, shown)).fraction


def filled(question: Question, texts: tuple[str, ...]) -> list[Fraction]:
    """The marks of the gaps, in their order; a gap with options is sent the place of its option."""
    assert isinstance(question, Cloze)
    fields = {
        f"answer.{number}": (_sent(question, number, text),)
        for number, text in zip(question.numbers, texts, strict=True)
    }
    kind = kind_of(question)
    return [part.fraction for part in kind.mark(question, kind.read(question, fields, Presentation())).parts]


def _sent(question: Cloze, number: int, text: str) -> str:
    options = getattr(question.gaps[number], "options", ())
    return str(options.index(text)) if options else text


def test_every_question_is_held_to_the_report(questions: Questions) -> None:
    tables = (CHOSEN, ALL_CHOSEN, TRUE, MATCHED, ORDERED, TYPED_RIGHT, FILLED)
    told = [name for table in tables for name in table]
    assert sorted(told) == sorted(questions)
    assert TYPED_WRONG.keys() == TYPED_RIGHT.keys()
    assert FILLED_WRONG.keys() == FILLED.keys()


@pytest.mark.parametrize(("name", "key"), CHOSEN.items(), ids=CHOSEN)
def test_one_option_is_right(questions: Questions, name: str, key: str) -> None:
    question = questions[name]
    assert isinstance(question, Choice)
    assert [option.text for option in question.options if option.worth > 0] == [key]


@pytest.mark.parametrize(("name", "keys"), ALL_CHOSEN.items(), ids=ALL_CHOSEN)
def test_these_options_are_right(questions: Questions, name: str, keys: set[str]) -> None:
    question = questions[name]
    assert isinstance(question, Multiple)
    assert {option.text for option in question.options if option.worth > 0} == keys


@pytest.mark.parametrize(("name", "truth"), TRUE.items(), ids=TRUE)
def test_the_statement_is_true_or_false(questions: Questions, name: str, truth: bool) -> None:
    question = questions[name]
    assert isinstance(question, TrueFalse)
    assert question.answer is truth


@pytest.mark.parametrize(("name", "pairs"), MATCHED.items(), ids=MATCHED)
def test_each_pair_belongs_together(questions: Questions, name: str, pairs: dict[str, str]) -> None:
    question = questions[name]
    assert isinstance(question, Matching)
    assert {pair.id: pair.right for pair in question.pairs} == pairs


@pytest.mark.parametrize(("name", "items"), ORDERED.items(), ids=ORDERED)
def test_events_are_in_their_order(questions: Questions, name: str, items: tuple[str, ...]) -> None:
    question = questions[name]
    assert isinstance(question, Ordering)
    assert question.items == items


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TYPED_RIGHT.items() for text in texts])
def test_a_plain_written_answer_is_right(questions: Questions, name: str, text: str) -> None:
    assert mark_of(questions[name], text) == 1


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in TYPED_WRONG.items() for text in texts])
def test_another_answer_is_wrong(questions: Questions, name: str, text: str) -> None:
    assert mark_of(questions[name], text) == 0


def test_the_given_name_alone_earns_half(questions: Questions) -> None:
    assert mark_of(questions["delegate-of-japan"], "Shigeki") == Fraction(1, 2)


@pytest.mark.parametrize("name", ["pact-expires", "previous-meeting"])
def test_a_day_needs_its_year(questions: Questions, name: str) -> None:
    with pytest.raises(Unreadable):
        mark_of(questions[name], "November 2019")


@pytest.mark.parametrize(("name", "texts"), FILLED.items(), ids=FILLED)
def test_the_gaps_take_the_words_of_the_report(questions: Questions, name: str, texts: tuple[str, ...]) -> None:
    assert filled(questions[name], texts) == [1, 1, 1]


@pytest.mark.parametrize(("name", "texts"), FILLED_WRONG.items(), ids=FILLED_WRONG)
def test_the_gaps_take_no_other_words(questions: Questions, name: str, texts: tuple[str, ...]) -> None:
    assert filled(questions[name], texts) == [0, 0, 0]


JUNK = ("?", "soon", "5 apples", "many", "11/12/2019", "1/2/3", "31 June 2019", "May", "2.5.7")


def test_no_refusal_names_a_key(questions: dict[str, Question]) -> None:
    for question in questions.values():
        kind = kind_of(question)
        if question.kind not in {"date", "number", "short_text"}:
            continue
        told = kind.review(question, Presentation(), None, None).key
        written = {told, *kind.fields(question, kind.key(question), Presentation())["answer"]}
        for junk in JUNK:
            try:
                kind.read(question, {"answer": (junk,)}, Presentation())
            except Unreadable as sent_back:
                said = re.findall(r"[\w.-]+\w", str(sent_back))
                assert not [key for key in written if key.split()[0] in said], str(sent_back)
