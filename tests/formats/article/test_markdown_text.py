"""Markdown from elsewhere keeps its markup, and nothing that could run."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.core.sentences import Refusal
from quizapp.formats.article.reading import read_article_text

FRONT = """---
title: The bridge closes
publisher: Aldmouth Echo
published: 2019-03-04
author: Mira Sand
url: https://echo.example/bridge
language: en-GB
licence: CC BY 4.0
---
"""


def test_front_matter_is_read_as_in_article_md() -> None:
    found = read_article_text(FRONT + "It was **old**.\n")
    assert (found.title, found.publisher, found.published) == ("The bridge closes", "Aldmouth Echo", date(2019, 3, 4))
    assert (found.author, found.url) == ("Mira Sand", "https://echo.example/bridge")
    assert (found.language, found.licence) == ("en-GB", "CC BY 4.0")
    assert found.body == "It was **old**."
    assert found.left_out == ()


def test_what_can_not_be_taken_of_the_front_matter_is_told() -> None:
    found = read_article_text("---\ntitle: A\npublished: soon\nmood: good\n---\nText.")
    assert (found.title, found.published) == ("A", None)
    assert [str(told) for told in found.left_out] == [
        "What the front matter says of `published` was not taken.",
        "What the front matter says of `mood` was not taken.",
    ]


def test_broken_front_matter_is_told_with_its_line() -> None:
    with pytest.raises(Refusal, match="Line 3 of the front matter"):
        read_article_text("---\ntitle: A\npublisher: *b\n---\nText.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_article_text("---\n\nIt was old.\n\n---\n", "a.md").body.startswith("---")


def test_a_top_heading_is_the_title() -> None:
    found = read_article_text("# The *bridge*\n\n## Why\n\nIt was **old**.", "a.md")
    assert (found.title, found.body) == ("The bridge", "## Why\n\nIt was **old**.")


def test_raw_html_is_left_out_and_code_is_not() -> None:
    text = "It <b class=x>was</b> old<!-- no -->.<script>alert(1)</script> `<i>`\n\n```\n<b>\n```\n"
    found = read_article_text(text, "a.md")
    assert found.body == "It was old. `<i>`\n\n```\n<b>\n```"
    assert [str(told) for told in found.left_out] == ["HTML in the text was left out; its words stay."]


def test_pictures_in_the_text_are_taken_and_others_are_told(png_address: str) -> None:
    found = read_article_text(f"![The harbour]({png_address}) ![b](https://x.example/b.png) ![c](c.png)", "a.md")
    assert found.body == "![The harbour](the-harbour.webp)"
    assert [picture.name for picture in found.pictures] == ["the-harbour.webp"]
    assert "left out: 2" in str(found.left_out[0])


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        ("## Why\n\nIt was **old**.", True),
        ("[one](https://x.example/) and **two**", True),
        ("It was *old* and #1 and [so] on.", False),
        ("## Not enough", False),
    ],
)
def test_pasted_text_is_markdown_only_where_two_signs_say_so(text: str, is_markdown: bool) -> None:
    assert (read_article_text(text).body == text) == is_markdown
