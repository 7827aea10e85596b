"""The shipped content is sound, proved by its article, and written as good items are."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise

from quizapp.core.evidence import reading
from quizapp.core.kinds import all_kinds, kind_of
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.multiple import Multiple
from quizapp.core.kinds.true_false import TrueFalse
from quizapp.core.library import ArticleWithSets, QuestionSet
from quizapp.core.prose import plain
from quizapp.core.question import Question
from quizapp.formats import Loaded

KEY_WORDS_TOO_OBVIOUS = re.compile(r"all of the above|none of the above|\b(?:always|never)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:not|except|no|least)\b", re.IGNORECASE)


def choices(each: QuestionSet) -> list[Choice]:
    return [question for question in each.questions if isinstance(question, Choice)]


def key_place(choice: Choice) -> int:
    (place,) = choice.keys
    return place


def key_is_longest(choice: Choice) -> bool:
    key = choice.options[key_place(choice)].text
    return all(len(option.text) < len(key) for option in choice.options if option.text != key)


def option_texts(question: Question) -> list[str]:
    return [option.text for option in question.options] if isinstance(question, Choice | Multiple) else []


def test_there_is_no_problem(loaded: Loaded) -> None:
    assert [str(problem) for problem in loaded.problems] == []


def test_three_sets_of_ten_to_fourteen_questions_are_on_the_article(gsomia: ArticleWithSets) -> None:
    titles = {each.slug: each.title for each in gsomia.sets}
    assert titles == {
        "dates-and-deadlines": "Dates and deadlines",
        "the-pact-and-the-dispute": "The pact and the dispute",
        "who-met-whom": "Who met whom",
    }
    assert [each.slug for each in gsomia.sets if not 10 <= len(each.questions) <= 14] == []
    assert {each.slug: each.time_limit for each in gsomia.sets if each.time_limit} == {"dates-and-deadlines": 15}


def test_every_set_says_what_it_is_about(gsomia: ArticleWithSets) -> None:
    assert all(len(plain(each.description or "").split()) >= 10 for each in gsomia.sets)


def test_each_set_uses_six_kinds_and_together_they_use_all(gsomia: ArticleWithSets) -> None:
    used = {each.slug: {question.kind for question in each.questions} for each in gsomia.sets}
    assert {slug: kinds for slug, kinds in used.items() if len(kinds) < 6} == {}
    assert set().union(*used.values()) == set(all_kinds())


def test_an_id_is_used_once(gsomia: ArticleWithSets) -> None:
    counted = Counter(question.id for each in gsomia.sets for question in each.questions)
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_article_is_of_a_length_that_a_pupil_reads_in_two_minutes(gsomia: ArticleWithSets) -> None:
    assert 350 <= len(plain(gsomia.article.body).split()) <= 450


def test_the_article_names_its_source(gsomia: ArticleWithSets) -> None:
    article = gsomia.article
    assert (article.publisher, article.published.isoformat()) == ("Kyodo", "2019-11-15")
    assert "Facts from a Kyodo report of 15 November 2019" in plain(article.body)


def test_each_passage_of_evidence_is_found_once(gsomia: ArticleWithSets, questions: dict[str, Question]) -> None:
    body = reading(gsomia.article.body)
    counted = {(name, quote.exact): body.count(quote) for name, each in questions.items() for quote in each.evidence}
    assert {place: times for place, times in counted.items() if times != 1} == {}


def test_evidence_is_short(questions: dict[str, Question]) -> None:
    passages = [quote.exact for question in questions.values() for quote in question.evidence]
    assert [passage for passage in passages if len(passage.split()) > 25] == []


def test_an_explanation_teaches_in_its_own_words(questions: dict[str, Question]) -> None:
    for question in questions.values():
        said = plain(question.explanation)
        assert 1 <= len(re.findall(r"[.?!](?:\s|$)", said)) <= 3, question.id
        assert len(said.split()) >= 10, question.id
        assert [quote.exact for quote in question.evidence if quote.exact.casefold() in said.casefold()] == [], (
            question.id
        )


def test_the_key_is_at_no_place_too_often(gsomia: ArticleWithSets) -> None:
    for each in gsomia.sets:
        places = Counter(map(key_place, choices(each)))
        assert len(choices(each)) >= 4
        assert max(places.values()) * 2 <= len(choices(each)), each.slug


def test_the_key_is_seldom_the_longest_option(gsomia: ArticleWithSets) -> None:
    for each in gsomia.sets:
        longest = [choice.id for choice in choices(each) if key_is_longest(choice)]
        assert Fraction(len(longest), len(choices(each))) <= Fraction(1, 3), longest


def test_options_are_of_similar_length(gsomia: ArticleWithSets) -> None:
    for choice in (choice for each in gsomia.sets for choice in choices(each)):
        lengths = [len(option.text) for option in choice.options]
        assert max(lengths) <= 1.5 * min(lengths), choice.id


def test_true_and_false_are_balanced(gsomia: ArticleWithSets) -> None:
    for each in gsomia.sets:
        truths = Counter(question.answer for question in each.questions if isinstance(question, TrueFalse))
        assert abs(truths[True] - truths[False]) <= 1, each.slug


def test_several_options_are_right_and_several_wrong(questions: dict[str, Question]) -> None:
    for question in (each for each in questions.values() if isinstance(each, Multiple)):
        right = [option.worth > 0 for option in question.options].count(True)
        assert 2 <= right <= len(question.options) - 2, question.id


def test_no_option_gives_itself_away(questions: dict[str, Question]) -> None:
    texts = [text for question in questions.values() for text in option_texts(question)]
    assert [text for text in texts if KEY_WORDS_TOO_OBVIOUS.search(text)] == []


def test_options_end_alike(questions: dict[str, Question]) -> None:
    for question in questions.values():
        assert len({text.endswith(".") for text in option_texts(question)}) <= 1, question.id


def test_a_negative_stem_would_be_emphasised(questions: dict[str, Question]) -> None:
    """An open question why something was not done is no negative stem: it asks for what is so."""
    stems = {name: each.stem for name, each in questions.items() if "Why" not in each.stem}
    assert [name for name, stem in stems.items() if NEGATIVE.search(re.sub(r"\*\*[^*]+\*\*", "", stem))] == []


def test_a_question_has_a_stem_that_stands_alone(questions: dict[str, Question]) -> None:
    """On a card no other question and no article is beside it."""
    assert [
        name for name, each in questions.items() if re.search(r"(?i)\bthe (?:article|text|meeting)\b", each.stem)
    ] == []


def test_tries_hints_penalties_and_feedback_are_all_shown_in_use(questions: dict[str, Question]) -> None:
    all_questions = list(questions.values())
    assert sum(1 for each in all_questions if each.tries == 2) >= 3
    assert sum(1 for each in all_questions if each.hints) >= 3
    assert any(each.penalty != Fraction(1, 4) for each in all_questions)
    assert sum(1 for each in all_questions for option in getattr(each, "options", ()) if option.feedback) >= 5


def test_tags_are_in_a_tree(questions: dict[str, Question]) -> None:
    assert [name for name, each in questions.items() if not each.tags] == []
    assert {"people::officials", "dates::deadlines", "pact::purpose"} <= {
        tag for each in questions.values() for tag in each.tags
    }


def test_the_key_gets_the_full_mark(questions: dict[str, Question]) -> None:
    for question in questions.values():
        kind = kind_of(question)
        assert kind.mark(question, kind.key(question)).fraction == 1, question.id


def test_options_of_years_and_days_are_in_the_order_of_the_calendar(questions: dict[str, Question]) -> None:
    dated = {name: each for name, each in questions.items() if isinstance(each, Choice) and not each.shuffle}
    assert len(dated) >= 3
    for name, choice in dated.items():
        numbers = [int(number) for text in option_texts(choice) for number in re.findall(r"\d+", text)[:1]]
        assert all(earlier < later for earlier, later in pairwise(numbers)), name
