"""Whatever text comes, suggesting never fails, and what is suggested is sound."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizapp.core.library import Article
from quizapp.core.prose import plain
from quizapp.core.suggestions import suggest
from quizapp.core.suggestions.drafting import markdown

from .contract import assert_sound

LANGUAGES = ["en", "en-US", "de", "fr", "ja", "ko", "es", "ar"]
#: Pieces that the finders look for, and signs that break sentences, Markdown and patterns.
WRITTEN = """
The mayor|Mayor Anna Lund|Anna Lund|Lund|Seoul|in Seoul|says that|said|“|”|"|, the head of the museum,
in 1998|In 1998,|on 3 May 2019|3 May|from 1910 to 1945|since|1500 men|12 arches|3 million euros|€2.5 million
12 per cent|12%|two and a half hours|nearly|more than|No. 3|was opened|opened|The bridge|it|They|according to
am 17. Mai 2023|2.300 Bürger|Das Haus wurde 1974 gebaut.|le 12 octobre 2021|1 900 personnes|34 %
2019年11月23日に|令和元年|3万2000円|村は|だった。|2014년 4월 12일에|1만 4000명|학교는|이다.
. |.|! |? |, |; |: |# |- |* |_|`|[[1]]|[a](https://example.org)|<b>|&amp;|\\|1. |> |    |~~|\u0301|\u200b|０|½
"""
PIECES = [*WRITTEN.strip().replace("\n", "|").split("|"), "\n", "\n\n"]


def article(body: str, language: str = "en") -> Article:
    return Article(
        slug="any", title="Any", publisher="P", published=date(2020, 1, 1), language=language, body=body or "x"
    )


TEXTS = st.one_of(st.text(min_size=1, max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))


@given(TEXTS, st.sampled_from(LANGUAGES))
@example("The bridge opened in 1998. " * 3, "en")
@example("The fair on 0 May 2019 drew 12 arches in the old town.", "en")
@example("Das Haus wurde am 99. Mai 2023 von 2.300 Bürgern bezahlt.", "de")
@settings(max_examples=300)
def test_no_text_makes_it_fail(body: str, language: str) -> None:
    whole = article(body, language)
    for suggestion in suggest(whole):
        assert_sound(whole, suggestion)


@given(st.lists(st.sampled_from(PIECES), min_size=4, max_size=24).map(" ".join), st.sampled_from(["en", "de", "fr"]))
@settings(max_examples=300)
def test_a_sentence_of_any_pieces_gives_sound_suggestions_or_none(body: str, language: str) -> None:
    whole = article(f"The old bridge {body.replace(chr(10), ' ')} was closed in the town.", language)
    for suggestion in suggest(whole):
        assert_sound(whole, suggestion)


@given(st.text(alphabet="ab1.)-+*_`#>[]!\\&;~| :é字", min_size=1, max_size=30))
@settings(max_examples=500)
def test_markdown_says_what_the_text_says(text: str) -> None:
    folded = " ".join(text.split())
    assert not folded or plain(markdown(folded)) == folded


HOSTILE = [
    *("a ", "A ", "1,", "1 ", "In 1990 ", "2000 to ", "x. ", "“", "the head of ", "Mayor Aa Bb, the head of ", "1万"),
    *("1990年", "5 May ", "Anna Lund said that x ", "one hundred and ", "12 per ", ", ", "(", "According to A B, the "),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_longest_article_of_one_piece_repeated_comes_through(piece: str) -> None:
    for language in ("en", "de", "ja"):
        assert len(suggest(article((piece * 100_000)[:100_000], language))) <= 100
