"""A teacher who uses no mouse: from signing in to a published set, and back out of every menu."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .teaching import Site

NewContext = Callable[..., BrowserContext]
#: What has the focus, as a screen reader names it.
FOCUSED = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  const words = (id) => document.getElementById(id)?.textContent ?? "";
  const labels = [...(here.labels ?? [])].map((label) => label.textContent);
  const pointed = (here.getAttribute("aria-labelledby") ?? "").split(" ").map(words).join(" ");
  const named = here.getAttribute("aria-label") || pointed || labels.join(" ") || here.textContent || "";
  return named.replace(/\\s+/g, " ").trim();
}"""


class Keyboard:
    """Presses keys, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, *, back: bool = False) -> None:
        """Tab until what has the focus is called so; it must be visible when it has."""
        wanted = re.compile(name)
        for _ in range(250):
            if wanted.search(str(self.page.evaluate(FOCUSED))):
                box = self.page.locator(":focus").bounding_box()
                assert box
                assert box["width"] > 1, f"{name} has the focus unseen"
                return
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard never came to {name} on {self.page.url}")

    def press(self, name: str, key: str = "Enter") -> None:
        self.to(name)
        self.page.keyboard.press(key)

    def follow(self, name: str) -> None:
        """Press what leads to another page, and be there."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, first_letters: str) -> None:
        self.to(name)
        self.page.keyboard.type(first_letters)

    def fresh(self) -> None:
        """As on a new page: the focus is at its top."""
        self.page.evaluate("document.activeElement.blur()")


@pytest.fixture
def keyboard(new_context: NewContext, teaching_url: str, site: Site) -> Keyboard:
    page = new_context().new_page()
    page.goto(f"{teaching_url}/sign-in?next=/teach")
    keys = Keyboard(page)
    keys.write("^E-mail", site.email)
    keys.write("^Password$", site.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your desk")
    return keys


def test_an_article_a_set_and_its_questions_are_published(keyboard: Keyboard) -> None:
    page = keyboard.page
    keyboard.follow("^New article$")
    keyboard.write("^Paste its text$", "The lock\n\nThe lock was opened in 1890.\n\nIt has two gates.")
    keyboard.follow("^Go on$")
    keyboard.write("^Where it was published$", "The Canal")
    keyboard.to("^Day of publication$")
    page.keyboard.type("05022023")
    keyboard.follow("^Keep the article$")
    keyboard.write("^Title", "The lock")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The lock")

    keyboard.follow("Ask about this paragraph$")
    expect(page.get_by_label("Passage 1", exact=True)).to_have_value("The lock was opened in 1890.")
    keyboard.write("^Question$", "When was the lock opened?")
    keyboard.write("^Option 1$", "In 1890")
    keyboard.write("^Option 2$", "In 1980")
    keyboard.to("Right \\(option 1\\)", back=True)
    page.keyboard.press("Space")
    keyboard.write("^Explanation$", "It was opened in 1890.")
    expect(page.get_by_text("Complete: it can be published.")).to_be_visible()
    keyboard.follow("^Done$")

    keyboard.choose("^Kind of question$", "true")
    keyboard.follow("^Add a question$")
    keyboard.write("^Statement$", "The lock has two gates.")
    keyboard.to("^True$")
    page.keyboard.press("Space")
    keyboard.write("^Explanation$", "It has two.")
    keyboard.fresh()
    for _ in range(2):
        keyboard.to("Use this paragraph as proof$")
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Passage 1", exact=True)).to_have_value("It has two gates.")
    expect(page.get_by_text("Complete: it can be published.")).to_be_visible()
    keyboard.follow("^Done$")

    keyboard.follow("^Publish …$")
    keyboard.to("^Only with the link$")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Everyone", exact=True)).to_be_checked()
    keyboard.follow("^Publish$")
    expect(page.get_by_label("Short link")).to_be_visible()


def test_questions_are_moved_copied_deleted_and_brought_back(keyboard: Keyboard, site: Site, teaching_url: str) -> None:
    page = keyboard.page
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}")
    items = page.locator(".question-item")
    second = items.nth(1).get_attribute("id")
    keyboard.follow("^Move question 2 up$")
    expect(items.nth(0)).to_have_attribute("id", str(second))
    keyboard.press("^More for question 1$")
    keyboard.follow("^Duplicate$")
    expect(items).to_have_count(10)
    keyboard.fresh()
    keyboard.press("^More for question 1$")
    keyboard.follow("^Delete$")
    expect(items).to_have_count(9)
    keyboard.follow("^Undo")
    expect(items).to_have_count(10)


def test_rows_are_added_and_moved(keyboard: Keyboard, site: Site, teaching_url: str) -> None:
    page = keyboard.page
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}/questions/{site.questions['ordering']}")
    count = page.get_by_label(re.compile(r"^Item \d+$")).count()
    keyboard.press("^Add an item$")
    expect(page.get_by_label(f"Item {count + 1}", exact=True)).to_be_focused()
    page.keyboard.type("Last of all")
    keyboard.press(f"^Move row {count + 1} up$")
    expect(page.get_by_label(f"Item {count}", exact=True)).to_have_value("Last of all")
    page.keyboard.press("Enter")
    expect(page.get_by_label(f"Item {count - 1}", exact=True)).to_have_value("Last of all")
