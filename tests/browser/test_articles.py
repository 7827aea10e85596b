"""An article in a real browser: pasted with its formatting, read while it is typed, changed, and taken out and in."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Page, expect

from .teaching import BODY, Site

Desk = Callable[..., Page]
#: Puts formatted text where a person would paste it.
PASTE = """([field, html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  document.execCommand("insertText", false, text);
}"""


def paste(page: Page, html: str, text: str) -> None:
    field = page.get_by_label("Paste its text")
    page.evaluate(PASTE, [field.element_handle(), html, text])
    expect(field).to_have_value(re.compile(re.escape(text)))


def test_what_is_pasted_keeps_its_formatting(desk: Desk, teaching_url: str) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/articles/new")
    paste(page, "<h2>The weir</h2><p>It is <b>old</b>.</p>", "The weir It is old.")
    expect(page.get_by_text("Pasted with its formatting.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile(r"It is \*\*old\*\*\."))


def test_what_is_typed_after_pasting_counts_as_typed(desk: Desk, teaching_url: str) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/articles/new")
    paste(page, "<p>It is <b>old</b>.</p>", "It is old.")
    page.get_by_label("Paste its text").press_sequentially(" And grey.")
    expect(page.get_by_text("Pasted with its formatting.")).to_be_hidden()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("It is old. And grey.")


def test_it_is_read_while_it_is_typed(desk: Desk, teaching_url: str) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/articles/write")
    reads = page.get_by_role("region", name="How learners read it").last
    page.get_by_label("Text", exact=True).fill("## The weir\n\nIt is **old** <b>.")
    expect(reads.get_by_role("heading", name="The weir")).to_be_visible()
    expect(reads.get_by_text("It is old <b>.")).to_be_visible()
    page.get_by_label("Language").select_option("ar")
    expect(page.locator("[data-reads]")).to_have_attribute("dir", "rtl")


def test_a_changed_article_is_saved_after_its_passages_were_looked_at(
    desk: Desk, teaching_url: str, site: Site
) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/articles/{site.article_id}")
    text = page.get_by_label("Text", exact=True)
    text.fill(BODY.replace("at noon", "at one"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=re.compile("other words"))).to_be_visible()
    page.get_by_role("button", name="Back to the text").click()
    expect(text).to_have_value(re.compile("at one"))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save and keep this").click()
    expect(page.get_by_role("status")).to_contain_text("Now look at the questions it touched")
    expect(text).to_have_value(re.compile("at one"))


def test_a_set_is_taken_out_and_loaded_back(desk: Desk, teaching_url: str, site: Site) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/sets/{site.set_id}/export")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the zip").click()
    page.goto(f"{teaching_url}/teach/load")
    page.get_by_label("File", exact=True).set_input_files(download.value.path())
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_text(f"{len(site.questions)} new questions")).to_be_visible()
    page.get_by_role("button", name="Load it, as drafts").click()
    expect(page.get_by_text("Loaded, as drafts.")).to_be_visible()
    assert re.search(r"/teach/sets/\d+$", page.url)
    assert not page.url.endswith(f"/{site.set_id}")


def test_leaving_a_changed_article_is_asked_about_and_saving_it_is_not(
    desk: Desk, teaching_url: str, site: Site
) -> None:
    page = desk()
    page.goto(f"{teaching_url}/teach/articles/{site.article_id}")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    author = page.get_by_label("Who wrote it")
    page.get_by_text("Who wrote it, a link, a licence").click()
    author.fill("Ida Holm")
    page.get_by_role("link", name="Help", exact=True).first.click()
    expect(author).to_have_value("Ida Holm")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("The article is saved.")
    assert asked == ["beforeunload"]
