"""Evidence: a quote is found where it stands, and marked without harm to the article around it."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.evidence import Reading
from quizapp.core.question import Quote

BODY = "The **pact** was signed.\n\nIt expires on 23 November.\nIt helps *both* & all. It helps nobody.\n"


def test_a_quote_is_found_across_markup_and_line_breaks() -> None:
    assert Reading(BODY).count(Quote(exact="The pact was signed.")) == 1
    assert Reading(BODY).count(Quote(exact="23 November. It helps both & all")) == 1


def test_a_quote_that_is_not_there_is_not_found() -> None:
    assert Reading(BODY).count(Quote(exact="24 November")) == 0


def test_prefix_and_suffix_tell_equal_passages_apart() -> None:
    reading = Reading(BODY)
    assert reading.count(Quote(exact="It helps")) == 2
    assert reading.count(Quote(exact="It helps", prefix="all.")) == 1
    assert reading.count(Quote(exact="It helps", suffix="both")) == 1
    assert reading.count(Quote(exact="It helps", suffix="anyone")) == 0


def test_the_mark_is_drawn_inside_the_markup_and_the_first_run_is_the_target() -> None:
    marked = Reading(BODY).marked([Quote(exact="The pact was")])
    assert '<mark class="evidence" id="evidence-1">The </mark><strong>' in marked
    assert '<strong><mark class="evidence">pact</mark></strong>' in marked
    assert marked.count("evidence-1") == 1


def test_each_quote_has_its_own_target_and_overlaps_keep_the_first() -> None:
    marked = Reading(BODY).marked([Quote(exact="expires on 23"), Quote(exact="23 November")])
    assert 'id="evidence-1">expires on 23</mark><mark class="evidence" id="evidence-2"> November' in marked


def test_a_block_tells_every_quote_in_it_also_one_within_another() -> None:
    quotes = [Quote(exact="The pact was signed."), Quote(exact="23 November. It helps both"), Quote(exact="pact")]
    assert [block.quotes for block in Reading(BODY).blocks(quotes)] == [(0, 2), (1,)]


def test_text_of_the_article_is_escaped_in_marked_html() -> None:
    marked = Reading("A <b>bold</b> claim & more").marked([Quote(exact="<b>bold</b>")])
    assert "<b>" not in marked
    assert "&lt;b&gt;bold&lt;/b&gt;</mark>" in marked


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert Reading("Cafe\u0301 society").count(Quote(exact="Caf\u00e9")) == 1


def test_cjk_and_right_to_left_text_is_marked() -> None:
    assert '">協定は</mark>' in Reading("日韓の協定は23日に失効する。").marked([Quote(exact="協定は")])
    assert Reading("ينتهي الاتفاق يوم السبت").count(Quote(exact="الاتفاق يوم")) == 1


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_marking_never_changes_what_is_read(body: str, start: int, end: int) -> None:
    reading = Reading(body)
    exact = reading.text[min(start, end) : max(start, end)].strip()
    if not exact:
        return
    assert reading.count(Quote.model_construct(exact=exact, prefix="", suffix="")) >= 1
    marked = reading.marked([Quote.model_construct(exact=exact, prefix="", suffix="")])
    assert 'id="evidence-1"' in marked
    assert _bare(marked) == _bare(reading.html)


def _bare(html: str) -> str:
    return unescape(re.sub(r"</?mark[^>]*>", "", html)).replace("\xa0", " ")
