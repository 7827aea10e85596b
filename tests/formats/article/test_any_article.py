"""Whatever comes in: an article that is safe to show, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import prose
from quizapp.core.library import Article
from quizapp.core.picture import named_in
from quizapp.core.sentences import Refusal
from quizapp.formats.article.reading import Imported, read_article_text

PAYLOADS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext></mtext><mglyph><style><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa&#x53;cript&colon;alert(1)'>x</a>",
    "<a href=' \tjavascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='https://x.example/\" onmouseover=\"alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><base href='javascript:'>",
    "<style>*{background:url(javascript:alert(1))}</style><p style='background:url(x)'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    "<p>[x](javascript:alert(1)) ![x](data:text/html;base64,AAAA) <javascript:alert(1)></p>",
    "<p title='`'>`</p><code>`<img src=x onerror=alert(1)>`</code>",
    "<table background='javascript:alert(1)'><tr><td onclick=alert(1)>x</td></tr></table>",
    "<details ontoggle=alert(1) open>x</details><video><source onerror=alert(1)></video>",
    "<picture:0 onclick=alert(1)><img src='picture:0' onload=alert(1)>",
]
RUNS = re.compile(
    r"<(?!/?(?:p|br|hr|em|strong|s|code|pre|blockquote|[uo]l|li|h[1-6]|table|thead|tbody|tr|t[hd]|a|img)\b)"
)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("<!doctype html><body><p>Some words before it.</p>{}<p>Some words after it.</p>", "a.html"),
        ("Some words before it.\n\n{}\n\nSome words after it.", "a.md"),
        ("Some words before it.\n\n{}\n\nSome words after it.", "a.txt"),
        ("{}", None),
        ("---\ntitle: '{}'\n---\nSome words.", None),
    ],
)
def test_nothing_in_an_article_runs(payload: str, form: str, name: str | None) -> None:
    try:
        found = read_article_text(form.replace("{}", payload), name)
    except Refusal:
        return
    html = prose.html(found.body)
    assert not RUNS.search(html)
    tags = " ".join(re.findall(r"<[^>]*>", html))
    assert not re.search(
        r"\son\w+\s*=|javascript:|vbscript:|data:|style=|svg", re.sub(r'alt="[^"]*"', "", tags), re.IGNORECASE
    )


def is_sound(found: Imported, as_article: Callable[[Imported], Article]) -> None:
    as_article(found)
    html = prose.html(found.body)
    assert not RUNS.search(html)
    assert named_in([found.body]) >= {picture.name for picture in found.pictures}
    assert all(str(sentence) for sentence in found.left_out)


JUNK = st.text(alphabet="<>/=\"'!-&;#[]()*_`~|\\:.,abpx1 \n\t日é\u00ad\ufeff\x00", max_size=200)
PIECES = (
    "<p> </p> <b> </b> <i> </i> <div> </div> <table> </table> <tr> <td> <th> <ul> </ul> <ol> <li> <br> <pre> </pre> "
    "<h1> </h1> <h2> <blockquote> </blockquote> <a_href=https://x.example/> </a> <img_src=picture:0> <sup> </sup> "
    "<!-- --> <article> </article> <main> <code> </code> <figure> <caption> <colgroup> <thead> <dl> <dt> <dd> <q> </q> "
    "<td_colspan=2> <nav> </nav> <del> </del> <hr> <ruby> <rt> &lt; &amp;amp; words! 2. # - * | ` [ ] 「 」"
)
HTML = st.lists(st.sampled_from(PIECES.replace("_", "\t").split(" ")), max_size=40).map(
    lambda parts: "<html>" + (" " * (len(parts) % 2)).join(parts)
)
WORD_PIECES = (
    "<w:p> </w:p> <w:r> </w:r> <w:t> </w:t> <w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc> <w:hyperlink> "
    "</w:hyperlink> <w:br/> x <w:pPr/> <w:drawing/> <w:footnoteReference/> <w:sdt/> <w:fldChar/> <w:fldSimple/> "
    "<w:numPr/> <w:sym/> <w:commentReference/>"
)


@given(
    data=st.one_of(st.binary(max_size=300), JUNK, JUNK.map(str.encode)),
    name=st.sampled_from([None, "a.md", "a.html", "a.txt", "a.docx"]),
)
def test_junk_is_an_article_or_a_refusal(
    data: bytes | str, name: str | None, as_article: Callable[[Imported], Article]
) -> None:
    try:
        found = read_article_text(data, name)
    except Refusal:
        return
    is_sound(found, as_article)


@given(html=HTML)
def test_any_page_is_an_article_or_a_refusal(html: str, as_article: Callable[[Imported], Article]) -> None:
    try:
        found = read_article_text(html)
    except Refusal:
        return
    is_sound(found, as_article)


@given(at=st.integers(0, 4000), junk=st.binary(min_size=1, max_size=6))
def test_a_damaged_word_file_is_an_article_or_a_refusal(
    at: int, junk: bytes, raw_word_file: Callable[..., bytes], as_article: Callable[[Imported], Article]
) -> None:
    data = raw_word_file("<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 3)
    place = at % len(data)
    try:
        found = read_article_text(data[:place] + junk + data[place + len(junk) :])
    except Refusal:
        return
    is_sound(found, as_article)


@given(xml=st.lists(st.sampled_from(WORD_PIECES.split()), max_size=20))
def test_any_word_file_is_an_article_or_a_refusal(
    xml: list[str], raw_word_file: Callable[..., bytes], as_article: Callable[[Imported], Article]
) -> None:
    try:
        found = read_article_text(raw_word_file("".join(xml)))
    except Refusal:
        return
    is_sound(found, as_article)
