"""What is told without Markdown is what Markdown would have told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core import prose, unmarked

SIGNS = r"1. 2. 10) - + # = ~ ~~ ** * _ ` \ [ ] ( ) : [[1]] [[12]] | < > & &amp; { {{ . ? ! ' … “ ¿ $ ^ /".split()
SPACES = list(" \n\t\u3000\u2003\xa0\u200b\u00ad\u2028\x85\ufeff")
WORDS = ["a", "Wood", "é", "日本", "٣", "²", "𝒳", "12", '"', "http://a.example", "1. ", "2. ", "- ", "# ", "\n\n", "  "]
#: Mostly what is taken, so that the two are compared often, with something strange in it now and then.
NEAR = st.lists(
    st.sampled_from(["Wood", "old bridge", " ", "**", "[[1]]", "\n\n", "1. ", "\n2. ", "?", "é"]), max_size=12
)
FAR = st.lists(st.sampled_from([*SIGNS, *SPACES, *WORDS]), max_size=12)


def by_markdown(text: str) -> tuple[str, str]:
    """The text as a block and as a line, where nothing is told without Markdown."""
    told = prose._MARKDOWN
    return prose._clean(told.render(text)), prose._clean(told.renderInline(text))


@given(st.one_of(NEAR, FAR).map("".join) | st.text(max_size=9))
def test_it_never_differs_from_markdown(text: str) -> None:
    block, line = by_markdown(text)
    assert unmarked.block(text) in {None, block}
    assert unmarked.line(text) in {None, line}
    if unmarked.is_line(text):
        assert line == text


@pytest.mark.parametrize(
    "text",
    [
        "What became known in May 2019?",
        "23 November 2019",
        "What is this?\n\n**The long sentence, that was said.**",
        "Put these in order.\n\n1. The first one\n2. **?** (2/6)",
        "Fill the gaps.\n\nIn [[1]] the council of [[2]] sold it.",
        "Wie heißt die Brücke?",
        "これは橋です。",
    ],
)
def test_the_usual_texts_need_no_markdown(text: str) -> None:
    assert unmarked.block(text) == by_markdown(text)[0]


@pytest.mark.parametrize(
    "text",
    ["**?**Wood", "Wood**?**", "** a**", "**a **", "**a** **b**", "**a**b**", "1. a\n\n2. b", "2. a", "[[1]](b)"],
)
def test_what_looks_alike_is_told_apart(text: str) -> None:
    block, line = by_markdown(text)
    assert unmarked.block(text) in {None, block}
    assert unmarked.line(text) in {None, line}


@pytest.mark.parametrize(
    "text", ["*a*", "1. a", "a\nb", "a <b>", "a & b", "# a", "", " a", "a ", "1) a\n\nb", "[a](b)"]
)
def test_anything_else_is_left_to_markdown(text: str) -> None:
    assert unmarked.is_line(text) is False


def test_a_long_text_that_is_refused_at_its_end_is_refused_at_once() -> None:
    """Ways to begin again would double with every letter, and this would never end."""
    for end in ("*", "&", " ", "[[1]](x"):
        assert unmarked.line("wood é [[1]] " * 2000 + end) is None
