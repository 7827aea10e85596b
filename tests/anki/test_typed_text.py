"""Whatever is typed shows as typed in Anki: none of Anki's own signs is taken for one."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from quizapp.core import prose

SIGNS = [
    "{{c1::secret}}",
    "{{c2::a::b}} }} ::",
    "{{Back}} {{#Front}} {{/Front}} {{FrontSide}}",
    "[sound:horn.mp3]",
    "[latex]x[/latex] [LaTeX]x[/LaTeX]",
    "[$]x[/$] [$$]x[/$$]",
    "[anki:tts lang=en_US]hello[/anki:tts] [anki:play:q:0]",
    "[[type:Front]] [[2]]",
    "<b>bold</b> <script>document.title = 1</script> <img src=x.png>",
    "<% x %> <%cloze:Text%>",
    r"\\(x^2\\) \\[y\\] \\begin{equation}",
    "a & b &amp; &lt;c&gt;",
    "`{{code}}` and `\\(y\\)`",
    "<i>x</i> `a < b` ``<i>`` ` <b>x</b>",
]


def read(text: str) -> str:
    """What a browser shows of this HTML, without white space."""
    visible = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", visible)).split())


def as_the_app_shows(markdown: str) -> str:
    return read(prose.html(markdown))


def opened(newsroom: Any, learner: Any, *questions: Any, **load: Any) -> list[Any]:
    newsroom.load({"trees": list(questions)}, **load)
    learner.opens(newsroom.set_deck())
    cards: list[Any] = learner.cards()
    for card in cards:
        rendered = card.render_output()
        assert rendered.question_av_tags == rendered.answer_av_tags == []
    return cards


@pytest.mark.parametrize("sign", SIGNS)
def test_in_a_stem_an_answer_and_an_explanation(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    pairs = [{"id": "a", "left": f"l {sign}", "right": f"r {sign}"}, {"id": "b", "left": "x", "right": "y"}]
    question = ask("who", kind="matching", stem=f"s {sign}", pairs=pairs, explanation=f"e {sign}")
    front, back = (
        side(opened(newsroom, learner, question)[0]) for side in (lambda c: c.question(), lambda c: c.answer())
    )
    assert as_the_app_shows(f"s {sign}") in read(front)
    assert as_the_app_shows(f"l {sign}") in read(front)
    for text in ("s", "l", "r", "e"):
        assert as_the_app_shows(f"{text} {sign}") in read(back)
    assert "[[type:" not in front + back
    assert not re.search(r"\\[()\[\]]|\\begin", re.sub(r"<code>.*?</code>", "", front + back))


@pytest.mark.parametrize("sign", SIGNS)
def test_in_an_option(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    options = [{"text": f"right {sign}", "correct": True}, f"wrong {sign}"]
    (card,) = opened(newsroom, learner, ask("who", kind="choice", options=options))
    for side in (card.question(), card.answer()):
        assert side.count("<li>") == 2
        assert read(prose.inline(f"right {sign}")) in read(side)
        assert read(prose.inline(f"wrong {sign}")) in read(side)


@pytest.mark.parametrize("sign", SIGNS)
def test_in_what_is_to_be_typed(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    """Anki compares with the field's text; what it shows is right when the same text was typed."""
    (card,) = opened(newsroom, learner, ask("who", answer=f"lime {sign}"))
    assert "[[type:Answer]]" in card.question()
    compared = learner.collection.compare_answer(card.note()["Answer"], f"lime {sign}")
    assert "typeBad" not in compared
    assert "typeMissed" not in compared
    assert read(compared) == "".join(f"lime {sign}".split())


@pytest.mark.parametrize("sign", SIGNS)
def test_in_a_gap_and_around_it(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    around = sign.replace("[[2]]", "")
    gaps = {
        "1": {"kind": "short_text", "answer": f"first: {sign}:"},
        "2": {"kind": "choice", "options": [f"second {sign}", f"other: {sign}"], "answer": f"second {sign}"},
    }
    cards = opened(
        newsroom, learner, ask("who", kind="cloze", stem=f"s {around}", text=f"x {around} [[1]] y [[2]]", gaps=gaps)
    )
    assert [card.ord for card in cards] == [0, 1]
    assert read(f"[...]y{html.escape(f'second {sign}')}") in read(cards[0].question())
    assert "".join(f"[second {sign} / other: {sign}]".split()) in read(cards[1].question())
    for card in cards:
        assert as_the_app_shows(f"x {around}") in read(card.question())
        assert "".join(f"first: {sign}: y second {sign}".split()) in read(card.answer())


@pytest.mark.parametrize("sign", SIGNS)
def test_in_a_passage_and_in_a_title(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    shows = prose.plain(f"trees {sign}")
    article = (
        newsroom.article.replace("Council plants lime trees", json.dumps(f"News {sign}")) + f"\n\nThe trees {sign}.\n"
    )
    (card,) = opened(newsroom, learner, ask("who", evidence=[{"exact": shows}]), article=article)
    assert "".join(shows.split()) in read(card.answer())
    assert "".join(f"News {sign}".split()) in read(card.answer())
    deck = learner.collection.decks.get(card.did)
    described = learner.collection.render_markdown(deck["desc"], True)
    assert "".join(f"News {sign}".split()) in read(described)


@pytest.mark.parametrize(
    "sign", [*SIGNS, "<https://leaf.example/a>", "**bold** *it* [link](https://leaf.example)", "- a\n- b"]
)
def test_in_what_a_set_is_about(newsroom: Any, learner: Any, ask: Any, sign: str) -> None:
    newsroom.load({"trees": {"title": "T", "description": f"About {sign}", "questions": [ask("who")]}})
    learner.opens(newsroom.set_deck())
    deck = learner.collection.decks.get(learner.cards()[0].did)
    assert deck["md"] is True
    described = learner.collection.render_markdown(deck["desc"], True)
    assert read(described).startswith(as_the_app_shows(f"About {sign}"))
    assert "<script" not in described
