"""What is suggested on an article, and what is better left alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from quizapp.core.library import Article
from quizapp.core.question import Quote
from quizapp.core.suggestions import Suggestion, suggest
from quizapp.core.suggestions.quoting import sound
from quizapp.core.suggestions.rules import all_rules


def article(body: str, language: str = "en") -> Article:
    return Article(slug="a", title="A", publisher="P", published=date(2023, 6, 1), language=language, body=body)


def suggested(body: str, language: str = "en") -> tuple[Suggestion, ...]:
    return suggest(article(body, language))


def documents(body: str, language: str = "en") -> list[dict[str, Any]]:
    return [suggestion.document for suggestion in suggested(body, language)]


def only(body: str, language: str = "en") -> dict[str, Any]:
    (document,) = documents(body, language)
    return document


def distractors(document: dict[str, Any]) -> set[str]:
    """The wrong options of a choice, or of a gap to choose for."""
    if document["kind"] == "choice":
        return {option for option in document["options"] if isinstance(option, str)}
    gap = document["gaps"][1]
    return set(gap.get("options", ())) - {gap["answer"]}


@pytest.mark.parametrize(
    "text",
    [
        "He opened the old bridge in 1998.",
        "It was opened in 1998 by the queen of the country.",
        "This bridge was opened in 1998 by the queen.",
        "The king visited it in 1998.",
        "Three years later, in 1998, the bridge was closed for good.",
        "In the same year, 1998, the bridge was closed for good.",
        "Opened in 1998",
        "The bridge opened 1998.",
        "Was the bridge opened in 1998 by the queen?",
        "“The bridge was opened in 1998 by the queen.”",
        "The players of the 1990s earned less than those of today.",
        "He lives in room 12 of the house at 7 Long Street.",
        "The minister answered question No. 3 of the list.",
        "The two countries share a long border in the north.",
        "The flight AB 1234 landed at 10.30 in the evening.",
    ],
)
def test_nothing_is_suggested_where_the_sentence_leans_on_others_or_tells_nothing_to_ask(text: str) -> None:
    assert documents(text) == []


@pytest.mark.parametrize(
    "body",
    [
        "# The bridge was opened in 1998 by the queen.",
        "*The bridge was opened in 1998 by the queen.*",
        "    The bridge was opened in 1998 by the queen.",
        "- [The bridge was opened in 1998 by the queen.](https://example.org)",
        "| When |\n|---|\n| The bridge was opened in 1998 by the queen. |",
    ],
)
def test_headings_notes_code_links_and_tables_are_passed_over(body: str) -> None:
    assert documents("The bridge was opened in 1998 by the queen.") != []
    assert documents(body) == []


def test_a_document_is_complete_but_for_its_id() -> None:
    document = only("The village has had no baker since 2016.")
    assert document == {
        "kind": "cloze",
        "stem": "Fill the gap.",
        "text": "The village has had no baker since [[1]].",
        "gaps": {1: {"kind": "date", "answer": 2016, "precision": "year"}},
        "explanation": "The article says: “The village has had no baker since 2016.”",
        "evidence": [{"exact": "The village has had no baker since 2016."}],
    }


def test_the_reason_tells_what_was_found() -> None:
    (suggestion,) = suggested("The village has had no baker since 2016.")
    assert str(suggestion.reason) == "A year: 2016"
    assert suggestion.passage == Quote(exact="The village has had no baker since 2016.")


def test_a_sentence_that_stands_twice_is_quoted_with_the_words_around_it() -> None:
    twice = "The village has had no baker since 2016."
    found = suggested(
        f"Early in the story, nobody bakes. {twice} Some drive.\n\n{twice} At the end nothing has changed."
    )
    assert [suggestion.passage.exact for suggestion in found] == [twice]
    assert found[0].passage.prefix or found[0].passage.suffix


def test_signs_of_markdown_in_a_sentence_stay_signs() -> None:
    document = only(r"Der Verein \*Stern\* hat 250 Familien in der Stadt geholfen.", "de")
    assert document["text"] == r"Der Verein \*Stern\* hat [[1]] Familien in der Stadt geholfen\."


def test_a_sentence_that_needs_the_one_before_it_comes_with_it() -> None:
    document = only("The pupils are not sure. They have collected 512 signatures.")
    assert document["text"] == "The pupils are not sure. They have collected [[1]] signatures."


def test_the_one_before_must_be_what_the_pronoun_means() -> None:
    assert documents("The cook, who is kind, spoke. They have collected 512 signatures.") == []


def test_a_number_is_asked_with_its_unit_and_the_parts_of_the_unit() -> None:
    gap = only("Der Umbau des Daches kostete 6,3 Millionen Euro.", "de")["gaps"][1]
    assert (gap["answer"], gap["unit"]) == (6.3, "Millionen Euro")
    assert gap["units"] == {"Millionen": 1, "Euro": "1/1000000"}
    (gap,) = (each["gaps"][1] for each in documents("Elle a vendu 3 chats. La gare a coûté 2 millions d'euros.", "fr"))
    assert (gap["answer"], gap["unit"]) == (2, "millions d'euros")
    assert gap["units"] == {"millions": 1, "euros": "1/1000000"}


PEOPLE = (
    "The mayor, Anna Lund, opened the fair. Lund smiled.\n\nThe treasurer, Ben Osei, counted.\n\n"
    "The director, Carla Diaz, sang.\n\nThe coach, Dmitri Anna, ran. The ranger, Eve Stone, slept."
)


def test_distractors_are_people_of_the_article() -> None:
    offered = set().union(*(distractors(each) for each in documents(PEOPLE) if each["kind"] == "choice"))
    assert offered
    assert offered <= {"Anna Lund", "Ben Osei", "Carla Diaz", "Eve Stone"}


def test_the_name_alone_by_which_the_article_calls_someone_is_accepted() -> None:
    document = only("The mayor, Anna Lund, spoke. Lund smiled.\n\nIt was their mayor, Anna Lund, who sang.")
    assert (document["stem"], document["answer"]) == ("Who is the mayor, according to the article?", "Anna Lund")
    assert document["accept"] == ["Lund"]


def test_an_office_that_two_hold_is_not_asked_for() -> None:
    for name in ("Ben Osei", "Carla Diaz", "Dmitri Orlov", "Eve Stone", "Finn Moe"):
        body = f"The minister, Anna Lund, spoke to {name[0]}.\n\nThe minister, {name}, counted all guests."
        assert [each["stem"] for each in documents(body) if each["stem"].startswith("Who")] == []


def test_who_says_so_is_asked_of_a_claim() -> None:
    found = documents("The talks were held in Seoul. Officials met.\n\nSeoul says that the talks could begin at once.")
    assert "Who says that the talks could begin at once?" in [each["stem"] for each in found]


def test_a_claim_without_anyone_who_makes_it_is_left_alone() -> None:
    assert documents("Experts say that the price of bread could rise.") == []
    assert documents("He says that the price of bread could rise.") == []


def test_three_events_are_put_in_order() -> None:
    body = (
        "The school was closed in 1998.\n\nThe council sold the building in March 2004.\n\n"
        "In 1875 a rich baker founded the school."
    )
    (document,) = (each for each in documents(body) if each["kind"] == "ordering")
    assert document["items"] == [
        "A rich baker founded the school",
        "The school was closed",
        "The council sold the building",
    ]
    assert len(document["evidence"]) == 3


def test_events_that_may_have_been_at_one_time_are_not_ordered() -> None:
    body = (
        "The school was closed in 2004.\n\nThe council sold the building in March 2004.\n\n"
        "In 1875 a rich baker founded the school."
    )
    assert [each["kind"] for each in documents(body) if each["kind"] == "ordering"] == []


def test_two_numbers_of_a_sentence_are_two_gaps() -> None:
    document = only("会員の数は2020年の春に村で決めたとおりに増え、秋のはじめには480人になった。", "ja")
    assert document["text"] == "会員の数は[[1]]の春に村で決めたとおりに増え、秋のはじめには[[2]]になった。"
    assert [gap["kind"] for gap in document["gaps"].values()] == ["date", "number"]


@pytest.mark.parametrize(
    ("language", "text", "cloze"),
    [
        ("de", "Am 17. Mai 2023 wurde der Garten eröffnet.", "Am [[1]] wurde der Garten eröffnet."),
        ("de", "Der Umbau kostete rund 240.000 Euro.", "Der Umbau kostete rund [[1]]."),
        ("fr", "La région a payé 55 % de la facture.", "La région a payé [[1]] de la facture."),
        ("fr", "La foire a ouvert le 1er mai 2019.", "La foire a ouvert le [[1]]."),
        ("ja", "協定は2019年11月23日に失効する。", "協定は[[1]]に失効する。"),
        ("ja", "会費は一人あたり3万円と決まった。", "会費は一人あたり[[1]]と決まった。"),
        ("ko", "학교는 2014년 4월 12일에 문을 열었다.", "학교는 [[1]]에 문을 열었다."),
        ("ko", "수업료는 한 달에 30만 원이다.", "수업료는 한 달에 [[1]]이다."),
    ],
)
def test_other_languages_are_asked_by_a_gap_in_the_sentence(language: str, text: str, cloze: str) -> None:
    assert only(text, language)["text"] == cloze


def test_a_language_without_rules_gets_nothing() -> None:
    assert documents("El puente fue abierto en 1998 por la reina.", "es") == []


def test_the_rules_are_discovered() -> None:
    assert set(all_rules()) == {"claim", "date", "gaps", "number", "office", "order", "person", "place"}


def test_what_is_no_question_of_its_kind_is_not_suggested() -> None:
    fields = {"stem": "When?", "explanation": "So.", "evidence": [{"exact": "x"}]}
    assert sound({"kind": "date", "answer": 1998, "precision": "year", **fields})
    assert not sound({"kind": "date", "answer": 1998, "precision": "day", **fields})
    assert not sound({"kind": "cloze", "text": "In [[2]].", "gaps": {1: {}}, **fields})
