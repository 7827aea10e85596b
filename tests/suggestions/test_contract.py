"""Every suggestion on the articles here is a sound question, and the same one tomorrow."""

from __future__ import annotations

from collections import Counter

import pytest

from quizapp.core.evidence import reading
from quizapp.core.kind import Presentation
from quizapp.core.kinds import kind_of
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.question import Quote
from quizapp.core.suggestions import Suggestion, suggest
from quizapp.core.suggestions.passages import passages

from .contract import assert_sound, question_of
from .measuring import FACTS, article, suggestions

ARTICLES = list(FACTS)
WHOLE = {"ordering", "matching"}


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_suggestion_is_a_sound_question_with_evidence_found_once(slug: str) -> None:
    assert suggestions(slug)
    for suggestion in suggestions(slug):
        assert_sound(article(slug), suggestion)


@pytest.mark.parametrize("slug", ARTICLES)
def test_the_same_article_gives_the_same_suggestions(slug: str) -> None:
    assert suggest(article(slug)) == suggestions(slug)


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_key_names_one_suggestion(slug: str) -> None:
    assert [key for key, times in Counter(each.key for each in suggestions(slug)).items() if times > 1] == []


@pytest.mark.parametrize("slug", ARTICLES)
def test_they_come_in_the_order_of_the_text(slug: str) -> None:
    read = reading(article(slug).body)
    starts = [read.spans(each.passage)[0].start for each in suggestions(slug)]
    assert starts == sorted(starts)


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_paragraph_gets_three_at_most(slug: str) -> None:
    read = reading(article(slug).body)
    paragraphs = {each.start: each.paragraph for each in passages(read, article(slug).language)}
    counted = Counter(paragraphs[read.spans(each.passage)[0].start] for each in suggestions(slug))
    assert max(counted.values()) <= 3


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_paragraph_elsewhere_changes_no_key(slug: str) -> None:
    """What was waved away stays away."""
    more = {"ja": "町には空港がある。", "ko": "도시에는 공항이 있다."}.get(
        article(slug).language, "A lamp burned. Rain fell."
    )
    longer = article(slug).model_copy(update={"body": f"{more}\n\n{article(slug).body}\n\n{more}\n"})
    before = {each.key for each in suggestions(slug)}
    assert before == {each.key for each in suggest(longer)}


@pytest.mark.parametrize("slug", ARTICLES)
def test_nothing_is_suggested_on_a_passage_that_is_asked_already(slug: str) -> None:
    read = reading(article(slug).body)
    taken = suggestions(slug)[0].passage
    (span,) = read.spans(taken)
    part = Quote(exact=read.text[span.start : span.start + 25], suffix=read.text[span.start + 25 : span.end])
    left = suggest(article(slug), asked=[part])
    assert 0 < len(left) < len(suggestions(slug))
    for quote in (quote for each in left for quote in question_of(each).evidence):
        (other,) = read.spans(quote)
        assert other.end <= span.start or other.start >= span.start + 25


def numbers_and_dates(slug: str) -> list[tuple[Suggestion, str]]:
    """The suggestions on one date or number, with how the article writes it."""
    found = []
    for each in suggestions(slug):
        values = dict(each.reason.values)
        document = each.document
        typed = document["kind"] in {"number", "date"} or (document["kind"] == "cloze" and len(document["gaps"]) == 1)
        gap = document.get("gaps", {}).get(1, document)
        if "found" in values and typed and gap["kind"] in {"number", "date"}:
            found.append((each, str(values["found"])))
    return found


@pytest.mark.parametrize("slug", ARTICLES)
def test_what_the_article_writes_is_read_and_right(slug: str) -> None:
    """Where it is written in digits: a learner may copy it from the article, with its unit or without."""
    for suggestion, found in numbers_and_dates(slug):
        question = question_of(suggestion)
        asked = question.gaps[1] if isinstance(question, Cloze) else question
        unit = getattr(asked, "unit", None)
        text = found if unit or suggestion.document["kind"] == "date" or getattr(asked, "precision", None) else None
        if text is None or text[0].isalpha() or text[0] in "$£€":
            continue
        field = "answer.1" if isinstance(question, Cloze) else "answer"
        shown = Presentation(language=article(slug).language)
        kind = kind_of(question)
        answer = kind.read(question, {field: (text,)}, shown)
        assert kind.mark(question, answer).fraction == 1, (suggestion.document, text)
