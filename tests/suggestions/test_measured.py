"""The suggestions find enough, and most are fit to be used, by labels that were given by reading each."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from quizapp.core.checks import check_question
from quizapp.core.evidence import reading

from .measuring import FACTS, article, labels, measured, share, suggestions, total

RECALL, PRECISION = 0.55, 0.9


def test_every_suggestion_has_been_judged() -> None:
    """Judge what `python tests/suggestions/measuring.py` prints."""
    assert [suggestion.document for suggestion in total().unlabelled] == []


def test_most_suggestions_are_usable() -> None:
    assert share(total().usable, total().given) >= PRECISION


def test_more_than_half_of_the_facts_are_asked() -> None:
    assert share(total().asked, total().facts) >= RECALL


@pytest.mark.parametrize("slug", FACTS)
def test_no_article_is_served_badly(slug: str) -> None:
    of = measured(slug)
    assert share(of.usable, of.given) >= 0.75
    assert share(of.asked, of.facts) >= 0.4


def test_each_fact_stands_in_its_article() -> None:
    for slug, facts in FACTS.items():
        body = " ".join(article(slug).body.split())
        assert [passage for passage, _ in facts if passage not in body] == []


def test_a_label_says_what_is_wrong() -> None:
    assert {label for label in labels().values() if label != "good" and len(label) < 10} == set()


def test_english_articles_are_asked_in_many_kinds() -> None:
    english = [slug for slug in FACTS if article(slug).language == "en"]
    kinds = Counter(each.document["kind"] for slug in english for each in suggestions(slug))
    assert set(kinds) >= {"date", "number", "short_text", "choice", "cloze", "true_false", "ordering", "matching"}
    assert kinds["cloze"] <= kinds.total() / 2


def test_the_checks_of_how_items_are_written_find_hardly_anything() -> None:
    weak = [
        suggestion
        for slug in FACTS
        for suggestion in suggestions(slug)
        if check_question(suggestion.document, language=article(slug).language, reading=reading(article(slug).body))
    ]
    assert share(len(weak), total().given) <= Fraction(1, 20), [each.document for each in weak]


def test_true_and_false_statements_are_mixed() -> None:
    answers = Counter(
        each.document["answer"] for slug in FACTS for each in suggestions(slug) if each.document["kind"] == "true_false"
    )
    assert min(answers[True], answers[False]) * 4 >= answers.total()
