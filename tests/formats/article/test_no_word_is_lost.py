"""Every letter of a page's text is in the Markdown made of it, and no sign of Markdown besides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import prose
from quizapp.formats.article.markup import tree
from quizapp.formats.article.shelf import Shelf
from quizapp.formats.article.writing import written

PIECES = (
    "<p> </p> <b> </b> <i> </i> <div> </div> <table> </table> <tr> <td> <th> <ul> </ul> <ol> <li> <br> <pre> </pre> "
    "<h1> </h1> <h2> <blockquote> </blockquote> <a\thref=https://x.example/> </a> <sup> </sup> <article> </article> "
    "<code> </code> <figure> <caption> <colgroup> <thead> <dl> <dt> <dd> <q> </q> <td\tcolspan=2> <del> </del> <hr> "
    "&lt; &amp;amp; words! 2. # - * + | ` [ ] _ ~ 「 」 日 =="
)
#: Quotes and the dashes between merged cells are written, not found.
ADDED = re.compile(r"[–“”\s]")


def letters(text: str) -> list[str]:
    return sorted(ADDED.sub("", text))


def shown(html: str) -> tuple[str, str]:
    part = tree(html)
    text = part.get_text()
    markdown, _ = written(part, Shelf())
    return text, prose.plain(markdown)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=30), st.sampled_from(["", " "]))
def test_no_letter_is_lost_and_none_is_added(pieces: list[str], between: str) -> None:
    text, plain = shown(between.join(pieces))
    assert letters(plain.translate(str.maketrans("²⁺⁻", "2+-"))) == letters(text)


@pytest.mark.parametrize(
    "html",
    [
        "<b><h1>Bold heading</h1></b>",
        "<h1>Closing # signs ##</h1>",
        "<h1>With <hr> a rule</h1><h2></h2>",
        "<ul>loose<li>item</li><ul><li>deeper</li></ul></ul>",
        "<li>no list around it</li>words",
        "<p><span>1</span><span>. no list</span></p>",
        "<pre>one <pre>in the other</pre></pre>",
        "<a href=https://x.example/>one <article>two</article></a>",
        "<code>a</code><code>b</code><kbd>c</kbd>",
        "<b>a</b><i>b</i><b>c</b><b>d</b>",
        "<p>**not bold** <b>*both*</b></p>",
        "<td>no table</td><tr>around",
        "<table><tr><td>a<table><tr><td>b<td>c<tr><td>d</table><td>e<tr><td>f",
    ],
)
def test_odd_pages_come_over_whole(html: str) -> None:
    text, plain = shown(html)
    assert letters(plain) == letters(text)
