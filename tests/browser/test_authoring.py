"""From the first start to a set that was taken, corrected and taken again: with scripts, without, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

NewContext = Callable[..., BrowserContext]
PASSWORD = "seven herons on a weir"

ENGLISH = (
    "Night ferry returns\n\n"
    "The night ferry between Vik and Sund sails again from 4 June 2023. The council of Vik voted for it on Monday.\n\n"
    "A crossing takes 55 minutes, ten fewer than before. The ferry carries 120 cars.\n\n"
    "Mayor Ida Holm called the ferry a bridge that moves."
)
JAPANESE = (
    "夜の渡し船が戻る\n\n"
    "ヴィークとスンドを結ぶ夜の渡し船が、2023年6月4日から再び運航する。ヴィーク町議会が月曜日に決めた。\n\n"
    "片道は55分で、以前より10分短い。船には車120台が載る。\n\n"
    "イーダ・ホルム町長は、この船を「動く橋」と呼んだ。"
)


@dataclass(frozen=True)
class Story:
    """An article to paste, and what to ask about it."""

    text: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    choice: tuple[str, str, str, str]
    statement: str
    number: tuple[str, str]
    name: tuple[str, str]
    cloze: str
    gap: str


STORIES = {
    "english": Story(
        ENGLISH, "en", "The night ferry",
        ("The night ferry between", "A crossing takes", "Mayor Ida Holm"),
        ("Who voted for the night ferry?", "The council of Vik", "The council of Sund", "The mayor of Vik"),
        "A crossing takes longer than before.",
        ("How many cars does the ferry carry?", "120"),
        ("Who called the ferry a bridge that moves?", "Ida Holm"),
        "The ferry sails again from 4 [[June]] 2023.", "June",
    ),
    "japanese": Story(
        JAPANESE, "ja", "夜の渡し船",
        ("ヴィークとスンドを結ぶ", "片道は55分", "イーダ・ホルム町長"),
        ("夜の渡し船の再開を決めたのはどこですか。", "ヴィーク町議会", "スンド町議会", "ヴィーク町長"),
        "片道の時間は以前より長い。",
        ("船には車が何台載りますか。", "120"),
        ("この船を「動く橋」と呼んだのは誰ですか。", "イーダ・ホルム"),
        "渡し船は2023年6月[[4]]日から運航する。".replace("[[4]]", "[[四]]"), "四",
    ),
}  # fmt: skip


@pytest.fixture
def empty_server(tmp_path: Path, serving: Callable[[Path], AbstractContextManager[Any]]) -> Iterator[Any]:
    """A server on which nobody has been yet."""
    with serving(tmp_path) as running:
        yield running


def first_start_link(server: Any) -> str:
    """The link that the first start prints."""
    found = re.search(r"http://\S+/first-start/\S+", server.log.read_text())
    assert found, server.log.read_text()
    return found[0]


def make_first_account(page: Page, server: Any) -> None:
    page.goto(first_start_link(server))
    page.get_by_label("Name").fill("Ida Holm")
    page.get_by_label("E-mail").fill("ida@school.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("link", name="Teach")).to_be_visible()


def bring_article(page: Page, story: Story) -> None:
    page.get_by_role("link", name="Teach").click()
    page.get_by_role("link", name=re.compile("^(New|Bring an|Bring your first) article")).click()
    page.get_by_label("Paste its text").fill(story.text)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Where it was published").fill("The Sound")
    page.get_by_label("Day of publication").fill("2023-05-02")
    page.get_by_label("Language").select_option(story.language)
    page.get_by_role("button", name="Keep the article").click()
    page.get_by_label("Title").fill(story.title)
    page.get_by_role("button", name="Begin the set").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.title)


def begin_question(page: Page, story: Story, kind: str, paragraph: int) -> None:
    """Add a question of a kind from the set's page, and take a paragraph for its proof."""
    page.get_by_label("Kind of question").select_option(kind)
    page.get_by_role("button", name="Add a question").click()
    prove(page, story.paragraphs[paragraph])


def prove(page: Page, words: str) -> None:
    block(page, words).get_by_role("button", name="Use this paragraph as proof").click()
    expect(page.get_by_label("Passage 1", exact=True)).to_have_value(re.compile(re.escape(words)))


def block(page: Page, words: str) -> Locator:
    return page.locator(".passage").filter(has_text=words)


def finish_question(page: Page, explanation: str = "It is said so.") -> None:
    page.get_by_label("Explanation").fill(explanation)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Complete: it can be published.")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Add a question")).to_be_visible()


def write_choice(page: Page, story: Story) -> None:
    stem, *options = story.choice
    page.get_by_label("Question", exact=True).fill(stem)
    for number, option in enumerate(options, start=1):
        page.get_by_label(f"Option {number}", exact=True).fill(option)
    page.get_by_role("checkbox", name="Right (option 1)").check()
    finish_question(page)


def write_the_others(page: Page, story: Story) -> None:
    begin_question(page, story, "true_false", 1)
    page.get_by_label("Statement").fill(story.statement)
    page.locator("#question-form").get_by_role("radio", name="False").check()
    finish_question(page)
    begin_question(page, story, "number", 1)
    page.get_by_label("Question", exact=True).fill(story.number[0])
    page.get_by_label("Right answer").fill(story.number[1])
    finish_question(page)
    begin_question(page, story, "short_text", 2)
    page.get_by_label("Question", exact=True).fill(story.name[0])
    page.get_by_label("Right answer").fill(story.name[1])
    finish_question(page)
    begin_question(page, story, "cloze", 0)
    page.get_by_label("Question", exact=True).fill("?")
    page.get_by_label("Text", exact=True).fill(story.cloze)
    page.get_by_role("button", name="Make gaps of the words in brackets").click()
    expect(page.get_by_role("heading", name="Gap [[1]]")).to_be_visible()
    expect(page.get_by_label("Right answer")).to_have_value(story.gap)
    finish_question(page)


def publish(page: Page, who: str | None = None) -> None:
    page.get_by_role("link", name=re.compile("^Publish")).click()
    if who:
        page.get_by_label(who, exact=True).check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_label("Short link")).to_be_visible()


def take(page: Page, address: str, story: Story) -> None:
    """Practise the set by its short link: the first answer is wrong, the others right."""
    page.goto(address)
    page.get_by_role("button", name="Start practice").click()
    page.get_by_label(story.choice[2]).check()
    answer(page, "Wrong")
    expect(page.locator(".why .evidence").first).to_contain_text(story.paragraphs[0])
    page.get_by_role("link", name="Next question").click()
    page.get_by_role("radio", name="False").check()
    answer(page, "Right")
    page.get_by_role("link", name="Next question").click()
    for right in (story.number[1], story.name[1]):
        page.get_by_label(re.compile("^Your (answer|number)")).fill(right)
        answer(page, "Right")
        page.get_by_role("link", name="Next question").click()
    page.get_by_label("Gap 1").fill(story.gap)
    answer(page, "Right")
    page.get_by_role("button", name="See your result").click()
    expect(page.get_by_text("4 of 5 points")).to_be_visible()


def answer(page: Page, verdict: str) -> None:
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text(verdict)


@pytest.mark.parametrize("name", STORIES)
def test_a_set_is_written_taken_corrected_and_taken_again(
    new_context: NewContext, empty_server: Any, name: str
) -> None:
    story = STORIES[name]
    page = new_context().new_page()
    make_first_account(page, empty_server)
    bring_article(page, story)
    select_text(page, story.paragraphs[0])
    page.get_by_role("button", name="Ask about this", exact=True).click()
    expect(page.get_by_label("Passage 1", exact=True)).to_have_value(re.compile(re.escape(story.paragraphs[0])))
    write_choice(page, story)
    write_the_others(page, story)
    publish(page, "Everyone")
    address = page.get_by_label("Short link").input_value()

    learner = new_context().new_page()
    take(learner, address, story)
    result = learner.url

    page.get_by_role("link", name=story.title).first.click()
    page.get_by_role("link", name=story.choice[0]).first.click()
    expect(page.get_by_text("Complete: it can be published.")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_label("Question", exact=True).fill(f"{story.choice[0]} (2023)")
    expect(page.get_by_text(re.compile("^Saved"))).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("changed", exact=True)).to_be_visible()
    publish(page)

    learner.goto(result)
    expect(learner.get_by_text(story.choice[0], exact=True)).to_be_visible()
    expect(learner.get_by_text(f"{story.choice[0]} (2023)")).to_have_count(0)
    learner.goto(address)
    learner.get_by_role("button", name="Start practice").click()
    expect(learner.locator(".stem")).to_have_text(f"{story.choice[0]} (2023)")


def select_text(page: Page, words: str) -> None:
    """Mark a paragraph as a reader does: three presses select it."""
    block(page, words).locator("p").first.click(click_count=3)
    expect(page.locator(".ask-here")).to_be_visible()


def test_the_same_goes_without_javascript(new_context: NewContext, empty_server: Any) -> None:
    story = STORIES["english"]
    page = new_context(java_script_enabled=False).new_page()
    make_first_account(page, empty_server)
    bring_article(page, story)
    block(page, story.paragraphs[0]).get_by_role("button", name="Ask about this paragraph").click()
    write_choice(page, story)
    write_the_others(page, story)
    publish(page, "Only with the link")
    address = page.get_by_label("Short link").input_value()
    learner = new_context(java_script_enabled=False).new_page()
    take(learner, address, story)
    learner.goto(empty_server.url)
    expect(learner.get_by_text(story.title)).to_have_count(0)
