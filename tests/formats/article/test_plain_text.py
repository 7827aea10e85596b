"""Plain text: what was typed is what is read, sign for sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import prose
from quizapp.formats.article.markdown import literal, one_line
from quizapp.formats.article.reading import read_article_text


def body(text: str) -> str:
    return read_article_text(text, "article.txt").body


def test_paragraphs_and_the_title_are_found() -> None:
    found = read_article_text("The bridge closes\n\nIt was old.\n\nIt will be mended.\r\n")
    assert (found.title, found.body) == ("The bridge closes", "It was old.\n\nIt will be mended.")


@pytest.mark.parametrize(
    "text", ["It was old.\n\nIt will be mended.", "One line alone", "- one\n- two\n\nThree words here"]
)
def test_a_sentence_a_list_or_all_of_the_text_is_no_title(text: str) -> None:
    assert read_article_text(text).title is None


def test_each_line_is_a_paragraph_where_lines_have_no_common_width() -> None:
    assert body("It was old.\nAfter the storm of March it was closed for cars.\nNow?") == (
        "It was old.\n\nAfter the storm of March it was closed for cars.\n\nNow?"
    )


def test_lines_that_a_mail_program_broke_are_joined() -> None:
    text = (
        "The bridge over the harbour was closed in the night, because the wind had\n"
        "loosened two of its plates. Nobody was hurt, and the ferry will carry those\n"
        "who walk."
    )
    assert body(text) == " ".join(text.split("\n"))


def test_japanese_lines_are_joined_without_a_space() -> None:
    assert one_line("橋は夜に\n閉鎖された。\nNobody\nwas hurt") == "橋は夜に閉鎖された。 Nobody was hurt"


def test_lists_are_lists() -> None:
    assert body("It was wet. Bring these:\n\n• a lamp\n• a rope *strong*\n\n1. Go in.\n2. Come out.") == (
        "It was wet. Bring these:\n\n- a lamp\n- a rope \\*strong\\*\n\n1. Go in.\n2. Come out."
    )
    assert "<ol>" in prose.html(body("Do this:\n\n1. Go in.\n2. Come out."))
    assert "<ul>" in prose.html(body("Bring:\n\n* a lamp\n* a rope"))


@pytest.mark.parametrize(
    "text",
    [
        "17. Mai 1814 war ein Dienstag.",
        "– Oui, dit-il.\n– Non, dit-elle.",
        "- only one",
        "1. May\n3. June",
        "# no heading",
        "> no quote",
        "a * b * c and d_e_f and _g_",
        "[x](javascript:alert(1)) and ![y](z)",
        "<script>alert(1)</script> & &amp; &lt;",
        "a | b\n---|---\nc | d",
        "Heading?\n===",
        "text\n---\nmore",
        "    four spaces",
        "~~gone~~ `code` \\ end\\",
        "+ plus\n\n+ plus again after a blank",
    ],
)
def test_what_looks_like_markdown_stays_as_typed(text: str) -> None:
    html = prose.html(body(f"Before it.\n\n{text}\n\nAfter it."))
    for tag in ("<em>", "<strong>", "<h1", "<h2", "<li", "<code", "<a ", "<img", "<table", "<hr", "<blockquote", "<s>"):
        assert tag not in html
    assert prose.plain(body(f"Before it.\n\n{text}\n\nAfter it.")) == " ".join(f"Before it. {text} After it.".split())


@given(st.text(alphabet="ab1 .)*_#<>[]()!&;`~|\\+-=:\n\té日", max_size=60))
def test_any_plain_words_are_shown_sign_for_sign(text: str) -> None:
    shown = " ".join(prose.plain(part) for part in literal(text).split("\n"))
    assert "".join(shown.split()) == "".join(text.split())


def test_few_backslashes_are_needed() -> None:
    text = "It cost 3.5 million (or so) - that's 4 % of snake_case; e.g. A&B: “yes!” #1."
    assert literal(text) == text


def test_the_language_is_guessed() -> None:
    texts = {
        "en": "The bridge was closed for the cars and it will be mended by the town.",
        "de": "Die Brücke wurde für die Autos gesperrt und wird von der Stadt nicht erneuert.",
        "fr": "Le pont est fermé aux voitures et sera réparé par la ville dans les mois qui viennent.",
        "es": "El puente está cerrado para los coches y la ciudad no ha dicho por cuánto tiempo se hará.",
        "ja": "橋は夜に閉鎖された。",
        "zh": "大桥在夜间关闭了，没有人受伤。",
        "ko": "다리는 밤에 닫혔다.",
        "ar": "أغلق الجسر ليلا ولم يصب أحد.",
    }
    assert {name: read_article_text(text).language for name, text in texts.items()} == {name: name for name in texts}
    assert read_article_text("12345 67890").language == "en"
