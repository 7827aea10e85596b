"""What holds for every suggestion, whatever the article."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from quizapp.core.evidence import Reading
from quizapp.core.gaps import ChoiceGap
from quizapp.core.kind import Fields, Presentation
from quizapp.core.kinds import from_dict, kind_of
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.true_false import TrueFalse
from quizapp.core.library import Article
from quizapp.core.question import Question
from quizapp.core.suggestions import Suggestion


def question_of(suggestion: Suggestion) -> Question:
    """The question as it is once the deed has given it an id."""
    return from_dict({"id": "given", **suggestion.document})


def assert_sound(article: Article, suggestion: Suggestion) -> None:
    """It is a question of its kind, proved once, whose key is right and whose distractors are wrong."""
    assert "id" not in suggestion.document
    question = question_of(suggestion)
    reading = Reading(article.body)
    assert [reading.count(quote) for quote in question.evidence] == [1] * len(question.evidence)
    assert suggestion.passage == question.evidence[0]
    assert str(suggestion.reason)
    shown = Presentation(kind_of(question).order(question, Random(1)), article.language)
    kind = kind_of(question)
    right = kind.fields(question, kind.key(question), shown)
    assert kind.mark(question, kind.read(question, right, shown)).fraction == 1
    for wrong in wrong_answers(question, shown):
        assert kind.mark(question, kind.read(question, wrong, shown)).fraction == 0, (suggestion.document, wrong)


def wrong_answers(question: Question, shown: Presentation) -> Iterator[Fields]:
    """Every distractor chosen, as a form sends it."""
    if isinstance(question, Choice):
        keys = {list(shown.order or range(len(question.options))).index(place) for place in question.keys}
        yield from ({"answer": (str(at),)} for at in range(len(question.options)) if at not in keys)
    if isinstance(question, TrueFalse):
        yield {"answer": ("false" if question.answer else "true",)}
    if isinstance(question, Cloze) and len(question.gaps) == 1:
        gap = question.gaps[1]
        if isinstance(gap, ChoiceGap):
            order = list(question.orders(shown.order)[1])
            yield from ({"answer.1": (str(at),)} for at, place in enumerate(order) if place != gap.key_place)


def stem_and_text(suggestion: Suggestion) -> str:
    """All that a learner reads before the answer, options left out."""
    return f"{suggestion.document['stem']} {suggestion.document.get('text', '')}"
