"""The fields of a note, made in short ways that must not differ from the long ones."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import Card, CardGap, CardOption, Style
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.library import Article
from quizapp.formats.anki import fields
from quizapp.formats.anki.fields import Filling
from quizapp.formats.anki.media import Media
from quizapp.formats.anki.note_types import FIELDS

ARTICLE = Article(slug="limes", title="Limes", publisher="Leaf", published="2020-05-04", body="Forty lime trees.")
CARDS: dict[Style, Card] = {
    "basic": Card(style="basic", front="Which?", back="Limes"),
    "typed": Card(style="typed", front="Which?", back="limes"),
    "choice": Card(style="choice", part="p", front="Which?", options=(CardOption(text="limes", correct=True),)),
    "cloze": Card(style="cloze", front="[[1]] trees", gaps=(CardGap(number=1, answer="forty"),)),
}


def dated(card: Card, explanation: str = "So it says.", *, retired: bool = False) -> DatedNote:
    said = {
        "explanation": explanation,
        "evidence": ("Forty lime trees",),
        "source": "Leaf",
        "link": "https://leaf.example",
    }
    return DatedNote("aaaa", 1_600_000_000, retired, Note(question="who", card=card, **said))


def filling(site: str = "https://q.example") -> Filling:
    return Filling(DeckExport(ARTICLE, Deck("Limes", ""), site=site), Media(()))


@pytest.mark.parametrize("style", CARDS)
def test_each_field_has_what_its_name_says(style: Style) -> None:
    found = filling().fields(dated(CARDS[style], retired=True))
    assert tuple(found) == FIELDS[style]
    assert found["Explanation"] == "<p>So it says.</p>"
    assert found["Evidence"] == '<blockquote lang="en" dir="ltr"><mark>Forty lime trees</mark></blockquote>'
    assert found["Source"] == '<bdi lang="en" dir="ltr">Leaf</bdi>'
    assert found["Link"] == "https://leaf.example"
    assert found["Page"] == "https://q.example/articles/limes#:~:text=Forty%20lime%20trees"
    assert found["Notice"] == fields.RETIRED
    assert (found["Language"], found["Direction"]) == ("en", "ltr")
    assert found["Id"] == ("limes/who/p" if style == "choice" else "limes/who")
    assert {found[f"Spare {number}"] for number in range(1, 7)} == {""}


def test_what_two_notes_share_is_not_taken_from_a_third() -> None:
    made = filling()
    told = [made.fields(dated(CARDS["basic"], each))["Explanation"] for each in ("One.", "One.", "Two.", "One.")]
    assert told == ["<p>One.</p>", "<p>One.</p>", "<p>Two.</p>", "<p>One.</p>"]


@given(st.text(st.characters(codec="utf-8")) | st.text(st.characters(max_codepoint=127)))
def test_a_passage_is_quoted_as_addresses_have_it(text: str) -> None:
    assert fields._quoted(text) == quote(text, safe="").replace("-", "%2D")


def test_the_direction_is_that_of_every_language_that_is_known() -> None:
    """What is written from top to bottom has no direction of its own in HTML."""
    for name in locale_identifiers():
        known = Locale.parse(name).text_direction
        assert fields.direction(name.replace("_", "-")) == ("rtl" if known == "rtl" else "ltr"), name
    assert fields.direction("xx") == "ltr"
    assert fields.direction("iw") == "rtl"
