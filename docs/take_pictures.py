"""Takes the README's pictures from the running app, and one of a card from the real Anki. Run by `make pictures`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
QUIET = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 390, "height": 780}


@contextmanager
def serving(instance: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = [sys.executable, "-m", "quizapp", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(words, env={**os.environ, "QUIZAPP_INSTANCE": instance}) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            while not answers(url):
                time.sleep(0.1)
            yield url
        finally:
            server.terminate()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


def take(page: Page, name: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=PICTURES / f"{name}.png")


def practice(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{url}/sets/dates-and-deadlines")
    page.get_by_role("button", name="Start practice").click()
    page.goto(f"{page.url.rsplit('/', 1)[0]}/9")
    for gap, text in (("Gap 1", "1910"), ("Gap 2", "1905")):
        page.get_by_label(gap).fill(text)
    page.get_by_label("Gap 3").select_option("Supreme")
    page.get_by_role("button", name="Answer", exact=True).click()
    page.locator("#verdict").wait_for()
    page.evaluate("scrollTo(0, 0)")
    take(page, "practice")


def result(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport=PHONE, device_scale_factor=1.5)
    page.goto(f"{url}/sets/who-met-whom")
    page.get_by_role("button", name="Start the test").click()
    for name in ("Senior officials of the foreign ministries", None, "Kim Jung-han"):
        if name:
            page.get_by_label(name).check()
        else:
            page.get_by_label("Your answer").fill("Takizaky")
        number = page.locator(".attempt-title").inner_text()
        page.get_by_role("button", name="Save and next").click()
        page.locator(".attempt-title").filter(has_not_text=number).wait_for()
    page.get_by_role("link", name="Check and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.wait_for_url("**/result")
    take(page, "result")


def review(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport=PHONE, device_scale_factor=1.5)
    page.goto(f"{url}/sets/dates-and-deadlines")
    page.get_by_role("button", name="Review these cards here").click()
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Good").wait_for()
    take(page, "review")


def card(browser: Browser, url: str, folder: Path) -> None:
    deck = folder / "deck.apkg"
    urllib.request.urlretrieve(f"{url}/decks/sets/the-pact-and-the-dispute.apkg", deck)
    collection = Collection(str(folder / "collection.anki2"))
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(deck), options=ImportAnkiPackageOptions()))
    (found, *_) = collection.find_cards('"note:quizapp Choice" *settled*')
    shown = collection.get_card(found)
    shown.question()
    page = browser.new_page(viewport=PHONE, device_scale_factor=1.5)
    page.set_content(f'<!doctype html><meta charset="utf-8"><body class="card card1">{shown.answer()}</body>')
    take(page, "card")
    collection.close()


def teaching(browser: Browser, url: str, instance: str) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 860})
    become_teacher(page, instance, url)
    file = Path(__file__).parents[1] / "content/gsomia-2019/article.md"
    text = file.read_text().split("---", 2)[2].replace("## ", "")
    page.goto(f"{url}/teach/articles/new")
    page.get_by_label("Paste its text").fill(text)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title", exact=True).fill("A pact runs out")
    page.get_by_label("Where it was published").fill("Our school's news desk")
    page.get_by_label("Day of publication").fill("2019-11-15")
    take(page, "article")
    page.goto(f"{url}/sets/dates-and-deadlines")
    page.get_by_role("button", name="Copy this set to edit it").click()
    page.locator(".question-item").first.wait_for()
    take(page, "set")
    page.locator(".question-item a").nth(1).click()
    page.locator("[data-preview] .stem").wait_for()
    take(page, "question")


def become_teacher(page: Page, instance: str, url: str) -> None:
    """Make an account on the command line, and sign in with it."""
    words = [sys.executable, "-m", "quizapp", "user", "add", "ida@school.example", "--name", "Ida Holm"]
    environment = {**os.environ, "QUIZAPP_INSTANCE": instance, "QUIZAPP_PUBLIC_URL": url}
    made = subprocess.run([*words, "--role", "teacher"], env=environment, capture_output=True, text=True, check=True)
    page.goto(next(word for word in made.stdout.split() if word.startswith(url)))
    page.get_by_label("password", exact=False).first.fill("seven herons on a weir")
    page.locator("main form button[type=submit]").click()
    page.get_by_role("link", name="Teach").wait_for()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        practice(browser, url)
        result(browser, url)
        review(browser, url)
        card(browser, url, Path(folder))
        teaching(browser, url, folder)
        browser.close()


if __name__ == "__main__":
    main()
