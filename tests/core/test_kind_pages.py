"""What every kind shows: a page that asks without telling, and a page that tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from quizapp.core.kind import Fields, Kind, Presentation
from quizapp.core.kinds import all_kinds
from quizapp.core.question import Question, Quote
from quizapp.web import answer_forms
from quizapp.web.answer_forms import prefixed

pytestmark = pytest.mark.parametrize("kind", all_kinds().values(), ids=list(all_kinds()))

AnyKind = Kind[Any, Any]
Render = Callable[..., str]
CONTROLS = {"input", "select", "textarea", "button"}


class Page(HTMLParser):
    """The controls of a page with what surrounds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.unlabelled: list[str] = []
        self.ungrouped: list[str] = []
        self.targets: set[str | None] = set()
        self.names: list[str] = []
        self.offered: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes |= found.keys()
        if tag not in {"input", "br", "hr", "img"}:
            self.open.append(tag)
        if tag == "label":
            self.targets.add(found.get("for"))
        if tag == "option" or found.get("type") in {"radio", "checkbox"}:
            self.offered.add(found.get("value") or "")
        if tag in CONTROLS:
            self._control(found.get("name") or "", found)

    def _control(self, name: str, found: dict[str, str | None]) -> None:
        self.names.append(name)
        if "label" not in self.open and found.get("id") not in self.targets and not found.get("aria-label"):
            self.unlabelled.append(name)
        if "fieldset" not in self.open:
            self.ungrouped.append(name)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes something else"


class Words(HTMLParser):
    """What a reader sees: texts, and what stands in the fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(dict(attrs).get("value"))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def presented(kind: AnyKind) -> Presentation:
    return Presentation(kind.order(kind.sample().question, Random(0)))


def asked(render: Render, kind: AnyKind, question: Question | None = None, **context: object) -> str:
    view = kind.ask(question or kind.sample().question, presented(kind))
    return render(f"{kind.name}/ask.html", view=view, **context)


def reviewed(render: Render, kind: AnyKind, fields: Fields | None) -> str:
    question, shown = kind.sample().question, presented(kind)
    answer = kind.read(question, fields, shown) if fields else None
    mark = kind.mark(question, answer) if fields else None
    return render(f"{kind.name}/review.html", view=kind.review(question, shown, answer, mark))


def test_a_question_is_asked_with_named_and_labelled_controls(kind: AnyKind, render: Render) -> None:
    page = Page(asked(render, kind))
    assert page.names
    assert all(name == "answer" or name.startswith("answer.") for name in page.names)
    assert page.unlabelled == []


def test_several_controls_stand_in_a_group_with_a_legend(kind: AnyKind, render: Render) -> None:
    page = Page(asked(render, kind))
    assert len(page.names) == 1 or page.ungrouped == []
    assert page.tags.count("fieldset") == page.tags.count("legend")


def test_the_controls_are_those_that_the_kind_reads(kind: AnyKind, render: Render) -> None:
    sample = kind.sample()
    assert set(kind.fields(sample.question, kind.key(sample.question), presented(kind))) <= set(
        Page(asked(render, kind)).names
    )


def test_among_other_questions_all_names_and_ids_are_its_own(kind: AnyKind, render: Render) -> None:
    """A kind need not know that several questions may stand on one page."""
    sample = kind.sample()
    fields = kind.fields(sample.question, kind.key(sample.question), presented(kind))
    alone = asked(render, kind, given=fields)
    found = {place: str(prefixed(alone, place)) for place in (3, 12)}
    for place, html in found.items():
        page = Page(html)
        assert page.names == [f"q{place}.{name}" for name in Page(alone).names]
        assert page.unlabelled == []
        ids = set(re.findall(r'\sid="([^"]+)"', html))
        assert all(each.startswith(f"q{place}.") for each in ids)
        referred = re.findall(r'\s(?:for|list|aria-(?:labelledby|describedby|controls))="([^"]+)"', html)
        assert {each for names in referred for each in names.split()} <= ids
        assert html.replace(f'"q{place}.', '"').replace(f" q{place}.", " ") == alone
    assert not set(re.findall(r'\sid="([^"]+)"', found[3])) & set(re.findall(r'\sid="([^"]+)"', found[12]))
    form = MultiDict([("asked", "3"), *((f"q3.{name}", value) for name in fields for value in fields[name])])
    sent = {name: tuple(values) for name, values in answer_forms.changed(form)[3].items()}
    assert sent == {name: tuple(values) for name, values in fields.items()}


@given(text=st.text(max_size=60))
def test_a_prefix_never_gets_into_what_is_read(kind: AnyKind, render: Render, text: str) -> None:
    names = Page(asked(render, kind)).names
    for written in (text, f'{text} name="answer" id="x" for="', f"<input name='answer' {text}", f"\n name={text}"):
        html = asked(render, kind, given={name: [written] for name in names})
        assert Words(prefixed(html, 3)).found == Words(html).found


def test_what_was_given_stands_on_the_page_again(kind: AnyKind, render: Render) -> None:
    sample = kind.sample()
    pages = [asked(render, kind, given=fields) for fields in (*sample.right, *sample.partly, *sample.wrong)]
    assert asked(render, kind) not in pages
    assert len(set(pages)) > 1


@given(values=st.lists(st.text(max_size=30), max_size=3))
def test_whatever_was_given_is_shown_as_text(kind: AnyKind, render: Render, values: list[str]) -> None:
    names = Page(asked(render, kind)).names
    page = Page(asked(render, kind, given={name: ["<script>", *values] for name in names}))
    assert "script" not in page.tags


def test_a_settled_question_has_no_control_to_use(kind: AnyKind, render: Render) -> None:
    page = asked(render, kind, disabled=True)
    assert len(re.findall(r"<(?:input|select|textarea)\b[^>]*\bdisabled\b", page)) == len(Page(page).names)


def test_on_paper_there_is_something_to_write_on_and_no_control(kind: AnyKind, render: Render) -> None:
    page = asked(render, kind, paper=True)
    assert page.strip()
    assert CONTROLS & set(Page(page).tags) == set()


@pytest.mark.parametrize("paper", [False, True])
def test_a_page_hangs_on_nothing_that_is_told_afterwards(kind: AnyKind, render: Render, paper: bool) -> None:
    question = kind.sample().question
    later = {"explanation": "Zyx.", "hints": ("Zyx",), "tags": ("zyx",), "evidence": (Quote(exact="zyx"),)}
    changed = question.model_copy(update=later)
    assert asked(render, kind, paper=paper) == asked(render, kind, changed, paper=paper)


def test_a_page_names_no_key_that_it_does_not_offer(kind: AnyKind, render: Render) -> None:
    question = kind.sample().question
    page = asked(render, kind)
    key = kind.fields(question, kind.key(question), presented(kind))
    typed = {value for values in key.values() for value in values} - Page(page).offered
    assert [value for value in typed if value in page] == []


def test_pages_carry_no_script_and_no_style(kind: AnyKind, render: Render) -> None:
    sample = kind.sample()
    for html in (asked(render, kind), asked(render, kind, paper=True), reviewed(render, kind, sample.right[0])):
        page = Page(html)
        assert {"script", "style"} & set(page.tags) == set()
        assert [name for name in page.attributes if name == "style" or name.startswith("on")] == []


def test_a_review_can_be_read_for_every_answer(kind: AnyKind, render: Render) -> None:
    sample = kind.sample()
    pages = {reviewed(render, kind, fields) for fields in (sample.right[0], sample.wrong[0], None)}
    assert len(pages) == 3
    for fields in (*sample.right, *sample.partly, *sample.wrong):
        assert Page(reviewed(render, kind, fields)).open == []


def test_a_review_says_in_words_what_was_right(kind: AnyKind, render: Render) -> None:
    sample = kind.sample()
    assert "Right" in reviewed(render, kind, sample.right[0])
    assert "Wrong" in reviewed(render, kind, sample.wrong[0])
