"""The whole main path on the shipped content: from the article over every question to a full score and a deck."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import BrowserContext, Page, expect

from quizapp.core.kinds import kind_of
from quizapp.core.library import ArticleWithSets, QuestionSet
from quizapp.core.prose import plain
from quizapp.core.question import Question
from quizapp.formats.yaml import FORMAT
from quizapp.paths import shipped

PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "is_mobile": True, "has_touch": True}
WAYS = {"desktop": {}, "phone in the dark": PHONE, "without JavaScript": {"java_script_enabled": False}}

Begin = Callable[..., Page]


@pytest.fixture(scope="session")
def gsomia() -> ArticleWithSets:
    (folder,) = FORMAT.read(shipped("content")).folders
    return folder.content


def pick(page: Page, text: str) -> None:
    page.locator(".q-option").filter(has_text=re.compile(rf"^\s*[A-Z]?\s*{re.escape(plain(text))}\s*$")).locator(
        "input"
    ).check()


def list_option(page: Page, label: str, text: str) -> None:
    row = page.get_by_label(plain(label), exact=True)
    option = row.get_by_role("option", name=re.compile(rf"(^|\s){re.escape(plain(text))}$"))
    row.select_option(value=option.get_attribute("value"))


def options(page: Page, question: Any) -> None:
    for option in question.options:
        if option.worth == 1:
            pick(page, option.text)


def pairs(page: Page, question: Any) -> None:
    for pair in question.pairs:
        row = page.locator(".q-match", has=page.locator(".q-match-left", has_text=plain(pair.left))).locator("select")
        option = row.locator("option", has_text=re.compile(rf"\s{re.escape(plain(pair.right))}$"))
        row.select_option(value=option.get_attribute("value"))


def items(page: Page, question: Any) -> None:
    for place, item in enumerate(question.items, start=1):
        page.locator(".q-order", has_text=plain(item)).locator("select").select_option(str(place))


def gaps(page: Page, question: Any) -> None:
    for number, gap in question.gaps.items():
        field = page.get_by_label(f"Gap {number}", exact=True)
        if gap.kind == "choice":
            field.select_option(label=gap.answer)
        else:
            field.fill(gap.key_kept())


def word(page: Page, question: Any) -> None:
    page.get_by_label({True: "True", False: "False"}[question.answer]).check()


ANSWER: dict[str, Callable[[Page, Any], None]] = {
    "choice": options,
    "multiple": options,
    "true_false": word,
    "short_text": lambda page, question: page.get_by_label("Your answer").fill(question.answer),
    "number": lambda page, question: page.get_by_label("Your number").fill(str(question.best)),
    "date": lambda page, question: page.get_by_label("Your date").fill(question.answer.shown("en")),
    "matching": pairs,
    "ordering": items,
    "cloze": gaps,
}


def answer(page: Page, question: Question) -> None:
    expect(page.locator("#stem")).to_have_text(plain(question.stem))
    ANSWER[question.kind](page, question)


def practise(page: Page, content: QuestionSet) -> None:
    for question in content.questions:
        answer(page, question)
        page.get_by_role("button", name="Answer", exact=True).click()
        expect(page.locator("#verdict")).to_contain_text("Right")
        expect(page.locator(".source mark.evidence").first).to_be_attached()
        onward = page.get_by_role("link", name="Next question")
        if question is content.questions[-1]:
            onward = page.get_by_role("button", name="See your result")
        onward.click()


#: Each way goes over all nine kinds, and the first over every question.
WALKS = [
    ("desktop", "dates-and-deadlines"),
    ("desktop", "the-pact-and-the-dispute"),
    ("desktop", "who-met-whom"),
    ("phone in the dark", "dates-and-deadlines"),
    ("phone in the dark", "who-met-whom"),
    ("without JavaScript", "dates-and-deadlines"),
    ("without JavaScript", "who-met-whom"),
]


@pytest.mark.parametrize(("way", "slug"), WALKS)
def test_every_question_can_be_answered_right(
    new_context: Callable[..., BrowserContext], live_url: str, gsomia: ArticleWithSets, way: str, slug: str
) -> None:
    content = next(each for each in gsomia.sets if each.slug == slug)
    page = new_context(**WAYS[way]).new_page()
    page.goto(live_url)
    page.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(gsomia.article.title)
    page.get_by_role("link", name=content.title, exact=True).click()
    page.get_by_role("button", name="Start practice").click()
    practise(page, content)
    expect(page.locator(".result-share")).to_have_text("100%")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Library").click()
    expect(page.locator(".set-entry", has_text=content.title)).to_contain_text("Your best: 100%")


def test_half_a_test_on_a_phone_earns_the_half_and_leads_to_the_rest(
    begin: Begin, live_url: str, gsomia: ArticleWithSets
) -> None:
    content = next(each for each in gsomia.sets if each.slug == "the-pact-and-the-dispute")
    page = begin(content.slug, "test", url=live_url, **PHONE)
    for place, question in enumerate(content.questions, start=1):
        expect(page.locator(".attempt-title")).to_contain_text(f"Question {place}")
        if place % 2:
            answer(page, question)
        page.get_by_role("button", name=re.compile("Save and (next|check)")).click()
    expect(page.get_by_role("heading", name="Not answered")).to_be_visible()
    page.get_by_role("button", name="Finish the test").click()
    got = sum(question.points for question in content.questions[::2])
    expect(page.locator(".result-got")).to_have_text(str(got))
    page.get_by_role("button", name="Practise what I missed").click()
    expect(page.locator(".attempt-of")).to_have_text(f"of {len(content.questions[1::2])}")


def cards_of(question: Any) -> int:
    """A cloze is one note, of which Anki makes a card for each gap."""
    return len(question.gaps) if question.kind == "cloze" else len(kind_of(question).cards(question))


def test_the_deck_of_the_article_goes_from_the_button_into_anki(
    new_context: Callable[..., BrowserContext], live_url: str, gsomia: ArticleWithSets, tmp_path: Path
) -> None:
    page = new_context().new_page()
    page.goto(f"{live_url}/articles/gsomia-2019")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the deck").click()
    download.value.save_as(tmp_path / "deck.apkg")
    collection = Collection(str(tmp_path / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(tmp_path / "deck.apkg"), options=ImportAnkiPackageOptions())
    collection.import_anki_package(request)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    asked = {tag for note in collection.find_notes("") for tag in collection.get_note(note).tags}
    count = collection.card_count()
    collection.close()
    assert {name.rsplit("::", 1)[-1] for name in names if "::" in name} == {each.title for each in gsomia.sets}
    assert any(tag.startswith("quiz::gsomia-2019::dates") for tag in asked)
    assert count == sum(cards_of(question) for each in gsomia.sets for question in each.questions)
