"""People, their offices, places and claims that are found in English sentences."""

from __future__ import annotations

import pytest

from quizapp.core.suggestions.names import callable_names, find_people
from quizapp.core.suggestions.places import find_places
from quizapp.core.suggestions.rules.claim import find_claim


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Defence Minister Jan Mets came.", [("Jan Mets", "defence minister")]),
        ("UN Secretary-General Anna Lund came.", [("Anna Lund", "UN secretary-general")]),
        ("Then French President Anna Lund came.", [("Anna Lund", "French president")]),
        ("Chief Executive Jan Mets came.", [("Jan Mets", "chief executive")]),
        ("The hall was opened by mayor Anna Lund.", [("Anna Lund", "mayor")]),
        ("“No,” said Jan Mets, will become the head of the club.", [("Jan Mets", "")]),
        ("The mayor Anna Lund came.", [("Anna Lund", "mayor")]),
        ("The mayor, Anna Lund, came.", [("Anna Lund", "mayor")]),
        ("The club's treasurer Ona Diallo came.", [("Ona Diallo", "a treasurer")]),
        ("Norway's ambassador, Anna Lund, came.", [("Anna Lund", "Norway's ambassador")]),
        ("Anna Lund, the head of the museum, came.", [("Anna Lund", "the head of the museum")]),
        ("Anna Lund, 34, a teacher from Bergen, came.", [("Anna Lund", "a teacher from Bergen")]),
        ("A bus driver, Ben Osei, came.", [("Ben Osei", "a bus driver")]),
        (
            "Foreign Ministers Jan Mets of Estonia and Anna Lund of Norway came.",
            [("Jan Mets", "foreign minister of Estonia"), ("Anna Lund", "foreign minister of Norway")],
        ),
        ("“Fine,” said Dr. Ludwig van Beem.", [("Ludwig van Beem", "")]),
        ("Kim Jung-han said nothing.", [("Kim Jung-han", "")]),
        ("South Korea said that the Supreme Court and New York agreed.", []),
        ("On Monday Morning Post said so, and Green Peace Museum added that.", []),
        ("The river, Black Water, is long.", []),
    ],
)
def test_people_are_found_with_their_offices(text: str, found: list[tuple[str, str]]) -> None:
    assert [(person.text, person.office) for person in find_people(text)] == found


def test_who_is_called_by_the_last_name_alone_is_a_person() -> None:
    called = callable_names("It rained. Hansen said so. “Yes,” said Lund. Seoul fears it.")
    assert {"Hansen", "Lund"} <= called
    assert [person.text for person in find_people("The girl beat Viktor Hansen in Oslo.", called)] == ["Viktor Hansen"]
    assert find_people("The girl beat Viktor Hansen in Oslo.") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met in Seoul and in the United States.", ["Seoul", "United States"]),
        ("Envoys from Japan and South Korea flew to New York.", ["Japan", "New York"]),
        ("The Paris Club and Japan's envoy met in Oslo's town hall.", []),
    ],
)
def test_places_are_found_where_they_stand_as_places(text: str, found: list[str]) -> None:
    assert [place.text for place in find_places(text)] == found


@pytest.mark.parametrize(
    ("text", "who", "claim"),
    [
        ("Seoul says that the talks could begin at once.", "Seoul", "the talks could begin at once"),
        ("The mayor, Anna Lund, warned that it would be too dear.", "The mayor, Anna Lund", "it would be too dear"),
        ("“The bridge is safe for everyone,” said Anna Lund.", "Anna Lund", "The bridge is safe for everyone"),
        ("“The bridge is safe for everyone,” Anna Lund said in May.", "Anna Lund", "The bridge is safe for everyone"),
        (
            "According to Marc Dalmau, its head, the lamps gave a warning.",
            "Marc Dalmau, its head",
            "the lamps gave a warning",
        ),
    ],
)
def test_a_claim_is_found_with_who_makes_it(text: str, who: str, claim: str) -> None:
    found = find_claim(text)
    assert found is not None
    assert (found.who, found.claim) == (who, claim)


@pytest.mark.parametrize(
    "text",
    [
        "He says that the talks could begin at once.",
        "Experts say that the talks could begin at once.",
        "Seoul says that this would change the law.",
        "Friis hopes that a new centre will change that.",
        "“Yes, we can,” said Anna Lund.",
    ],
)
def test_no_claim_is_found_where_it_is_not_clear(text: str) -> None:
    assert find_claim(text) is None
