"""docs/checks.md tells of every check, and of none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.core.checks import all_checks

DOCUMENT = (Path(__file__).resolve().parent.parent.parent / "docs/checks.md").read_text()
SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))


def test_every_code_has_its_section_in_alphabetical_order() -> None:
    assert list(SECTIONS) == list(all_checks())


@pytest.mark.parametrize("code", all_checks())
def test_a_section_says_what_is_looked_for_why_and_how_to_mend_it(code: str) -> None:
    said = " ".join(SECTIONS[code].split())
    check = all_checks()[code]
    what, _, rest = said.partition(" - Why: ")
    assert len(what) > 20
    assert rest.startswith(f"{check.why} - Mend: {check.mend} - Languages: ")


@pytest.mark.parametrize("code", all_checks())
def test_a_code_can_be_written_in_a_silence(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code)
