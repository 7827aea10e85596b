"""Prose: Markdown becomes HTML that cannot run anything or ask another site."""

import pytest

from quizapp.core import prose


def test_markdown_is_rendered() -> None:
    assert prose.html("**bold** and ~~gone~~") == "<p><strong>bold</strong> and <s>gone</s></p>\n"
    assert prose.inline("*one*") == "<em>one</em>"


def test_raw_html_is_shown_as_typed() -> None:
    assert prose.inline("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "![x](https://example.org/pixel.png)",
        "![x](//example.org/pixel.png)",
    ],
)
def test_no_link_runs_and_no_picture_asks_another_site(source: str) -> None:
    html = prose.html(source)
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert "src=" not in html


def test_own_pictures_and_ordinary_links_stay() -> None:
    assert 'src="map.png"' in prose.html("![A map](map.png)")
    assert 'src="data:image/png;base64,AAAA"' in prose.html("![A dot](data:image/png;base64,AAAA)")
    assert 'href="https://example.org/"' in prose.html("<https://example.org/>")


def test_plain_text_keeps_words_apart_and_pictures_told() -> None:
    assert prose.plain("# One\n\n*two*, ![three](3.png) & four") == "One two, three & four"
