"""The script that compares what was typed gives the same as the core, on one table of cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from quizapp.core.comparing import compared

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "core/comparing_cases.json").read_text()
)  # fmt: skip
COMPARED = """async (cases) => {
  const script = new URL("../js/comparing.js", document.querySelector('link[href*="/css/site.css"]').href);
  const { compared } = await import(script);
  return cases.map((each) => compared(each.typed, each.wanted, each.ignore_case ?? false));
}"""
#: Any of these against any other: both must agree on what no table foresees.
WORDS = (
    "Ida Holm", "ida  holm", "", "Straße", "STRASSE", "\u0130stanbul", "\u039f\u03b4\u03cc\u03c2",
    "e\u0301t\u00e9", "\U0001f469\u200d\U0001f680", "\U0001f1f3\U0001f1f4\U0001f1f1", "\u0643\u062a\u0627\u0628",
    "\ud55c\uad6d\uc5b4", "\u0928\u092e\u0938\u094d\u0924\u0947", "1,5 \u00a0km", "caab", "abca", "a\u200db",
    "\u0301x", "\ufb01n",
)  # fmt: skip


def test_the_script_and_the_core_agree(new_context: Callable[..., BrowserContext], library_url: str) -> None:
    page = new_context().new_page()
    page.goto(library_url)
    assert page.evaluate(COMPARED, CASES) == [each["runs"] for each in CASES]
    every = [
        {"typed": one, "wanted": other, "ignore_case": ignore}
        for one in WORDS
        for other in WORDS
        for ignore in (False, True)
    ]
    wanted = [
        [list(run) for run in compared(each["typed"], each["wanted"], ignore_case=each["ignore_case"])]
        for each in every
    ]
    assert page.evaluate(COMPARED, every) == wanted
