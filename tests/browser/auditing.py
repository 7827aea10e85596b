"""What axe finds on a page, in light and dark, wide and narrow."""

from __future__ import annotations

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
#: What depends on the colour scheme alone.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
LOOKS = [(1280, "light", RULES), (360, "light", RULES), (360, "dark", COLOURS), (1280, "dark", COLOURS)]


#: The violations alone: all that was right would be megabytes to carry over.
RUN = "options => axe.run(options).then(({ violations }) => ({ violations }))"


def audit_page(page: Page) -> None:
    """Fail when axe finds anything on the page as it stands, in any look."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    for width, scheme, options in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found = AxeResults(page.evaluate(RUN, options))
        assert not found.violations_count, f"{page.url} {width} {scheme}\n{found.generate_report()}"
