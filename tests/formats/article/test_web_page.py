"""Web pages: the article is found, and what stands around it is left."""

from __future__ import annotations

from datetime import date

import pytest

from quizapp.core import prose
from quizapp.formats.article.reading import read_article_text

WORDS = "The swing bridge of the harbour will be closed for eleven weeks, the council said. "


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en-GB><head><title>t</title>{head}</head><body>{body}</body></html>"


def article(inside: str) -> str:
    return (
        read_article_text(page(f"<article><p>{WORDS}</p>{inside}</article>")).body.removeprefix(WORDS.strip()).strip()
    )


def test_the_head_tells_the_facts() -> None:
    head = (
        '<meta property="og:title" content="The bridge closes"><meta property="og:site_name" content="Aldmouth Echo">'
        '<meta name="author" content="By Mira Sand">'
        '<meta property="article:published_time" content="2019-03-04T23:10+0900">'
        '<link rel="canonical" href="https://echo.example/bridge"><link rel="license" href="https://cc.example/by">'
    )
    found = read_article_text(page(f"<p>{WORDS}</p>", head))
    assert (found.title, found.publisher, found.author) == ("The bridge closes", "Aldmouth Echo", "Mira Sand")
    assert (found.published, found.url) == (date(2019, 3, 4), "https://echo.example/bridge")
    assert (found.language, found.licence) == ("en-GB", "https://cc.example/by")


def test_structured_data_is_believed_first() -> None:
    head = (
        '<meta name="author" content="Someone"><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        '"headline": "It closes", "datePublished": "2019-03-04", "author": [{"name": "Mira Sand"}, {"name": "Tom O"}], '
        '"publisher": {"name": "Echo"}}]}</script>'
    )
    found = read_article_text(page(f"<p>{WORDS}</p>", head))
    assert (found.title, found.author, found.publisher) == ("It closes", "Mira Sand, Tom O", "Echo")
    assert found.published == date(2019, 3, 4)


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[" * 5000,
        '{"@type": 3}',
        '"NewsArticle"',
        '{"@graph": 1}',
        "null",
        '[{"@type": ["Article"], "author": 5}]',
    ],
)
def test_structured_data_that_makes_no_sense_is_passed_over(data: str) -> None:
    found = read_article_text(page(f"<p>{WORDS}</p>", f'<script type="application/ld+json">{data}</script>'))
    assert found.body == WORDS.strip()


@pytest.mark.parametrize(
    "wrap",
    ["<article>{}</article>", "<main>{}</main>", "<div class=story>{}</div>", '<div itemprop="articleBody">{}</div>'],
)
def test_the_article_is_found_among_what_stands_around_it(wrap: str) -> None:
    around = (
        "<nav><a href=/>Home and a long list of other things to read</a></nav>"
        "<div class='ad-slot'>Buy this today!</div>"
        "<aside>Another story about something else entirely</aside><form><label>Mail</label><button>Go</button></form>"
        "<p style='display: none'>Hidden from all readers of the page</p><footer>Imprint, privacy and so on</footer>"
    )
    found = read_article_text(page(around + wrap.format(f"<p>{WORDS}</p>" * 3) + around))
    assert found.body == "\n\n".join([WORDS.strip()] * 3)
    assert "what else stands around" in str(found.left_out[0])


def test_an_old_page_without_paragraphs_is_read() -> None:
    found = read_article_text(page(f"<table><tr><td><font size=2>{WORDS}<br><br>{WORDS}</font></td></tr></table>"))
    assert prose.html(found.body).count("<p>") == 2


def test_a_frame_that_is_named_like_an_advertisement_is_kept() -> None:
    assert read_article_text(page(f"<div class='has-sidebar with-ads'><p>{WORDS}</p></div>")).body == WORDS.strip()


def test_the_title_is_not_said_twice() -> None:
    found = read_article_text(page(f"<article><h1>The bridge <i>closes</i></h1><p>{WORDS}</p></article>"))
    assert (found.title, found.body) == ("The bridge closes", WORDS.strip())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b>b</b> <i>c</i> <b>d</b><b>e</b></p>", "a **b** *c* **de**"),
        ("<p>「<b>日本</b>」<b>「協定」</b>は</p>", "「**日本**」「協定」は"),
        ("<h1>x</h1><h2>y</h2><h1>z</h1>", "## x\n\n### y\n\n## z"),
        ("<ul><li>a</li><li>b<ol start=3><li>c</li><li>d</li></ol></li></ul>", "- a\n- b\n\n  3. c\n  4. d"),
        ("<p><a href='https://x.example/a_(b)'>c</a>! <a href='/d'>e</a> <a href='javascript:f()'>g</a></p>",
         "[c](https://x.example/a_%28b%29)! e g"),
        ("<p>Wow!<a href='https://x.example/'>c</a></p>", "Wow\\![c](https://x.example/)"),
        ("<table><tr><td>a|b</td><td>c</td></tr><tr><td>d</td></tr></table>",
         "| a\\|b | c |\n| --- | --- |\n| d |  |"),
        ("<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>", "a\n\nb – c"),
        ("<p>10<sup>2</sup> is 4*5_ &lt;b&gt; [x] # &amp;lt;</p>", "10² is 4\\*5\\_ \\<b> \\[x\\] # \\&lt;"),
        ("<blockquote><p>It must.</p></blockquote><p># x</p><p>1. y</p>", "> It must.\n\n\\# x\n\n1\\. y"),
        ("<p>a<br>b</p><p>c<br><br>d</p>", "a  \nb\n\nc\n\nd"),
        ("<pre>a\n  b ``` c</pre>", "````\na\n  b ``` c\n````"),
        ("<figure><figcaption>The map</figcaption></figure><dl><dt>A</dt><dd>B</dd></dl>", "The map\n\nA\n\nB"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert article(html) == markdown


def test_pictures_in_the_page_are_taken_and_remote_ones_are_told(png_address: str) -> None:
    html = f"<article><p>{WORDS}</p><img src='{png_address}' alt='The [old] harbour'><img src='https://x.example/y.png'></article>"
    found = read_article_text(page(html))
    assert found.body == f"{WORDS.strip()}\n\n![The \\[old\\] harbour](the-old-harbour.webp)"
    assert 'alt="The [old] harbour"' in prose.html(found.body)
    assert [(picture.name, picture.media_type) for picture in found.pictures] == [
        ("the-old-harbour.webp", "image/webp")
    ]
    assert [str(told) for told in found.left_out] == [
        "Pictures that are not in the text itself were left out: 1. Add them as files."
    ]


def test_the_same_picture_twice_is_one_file_and_two_with_one_name_are_two(png_address: str) -> None:
    html = f"<p>{WORDS}</p><img src='{png_address}' alt=map><img src='{png_address}' alt=map>"
    assert [picture.name for picture in read_article_text(page(html)).pictures] == ["map.webp", "map-2.webp"]


def test_a_pasted_piece_of_a_page_is_read_as_one() -> None:
    assert read_article_text(f"<p>{WORDS}<b>Now</b></p><p>Later</p>").body == f"{WORDS}**Now**\n\nLater"
    assert read_article_text("<p> is a tag, he wrote").body == "\\<p> is a tag, he wrote"
