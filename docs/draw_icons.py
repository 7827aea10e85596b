"""Draws the icons of the installed app from its mark, `favicon.svg`. Run it when the mark changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parent.parent / "quizapp/web/static"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
MARK = (STATIC / "favicon.svg").read_text()
PAPER = "#fcfbf7"


def draw(page: Page, name: str, size: int, share: float) -> None:
    """`share`: how much of the width the mark takes; of a maskable icon the edge may be cut off."""
    page.set_viewport_size({"width": size, "height": size})
    style = f"html, body {{ margin: 0; background: {PAPER if share < 1 else 'transparent'} }}"
    place = f"svg {{ display: block; width: {size * share}px; margin: {size * (1 - share) / 2}px }}"
    page.set_content(f"<style>{style} {place}</style>{MARK}")
    page.screenshot(path=STATIC / "icons" / name, omit_background=True)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        draw(page, "icon-192.png", 192, 1)
        draw(page, "icon-512.png", 512, 1)
        draw(page, "icon-maskable-512.png", 512, 0.7)
        browser.close()
