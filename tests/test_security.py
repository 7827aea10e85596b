"""What docs/security.md promises is held by tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/security.md").read_text()
#: The requirements of ASVS 5.0.0 that are of level 1.
LEVEL_1 = (
    "1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 "
    "3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 "
    "6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 "
    "10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1"
).split()


def rows() -> dict[str, list[str]]:
    """The table of level 1: number -> the other cells."""
    part = PAGE.partition("## ASVS 5.0.0, level 1")[2].partition("\n## ")[0]
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")
    ]
    return {number: cells for number, *cells in found if re.fullmatch(r"\d+\.\d+\.\d+", number)}


def test_every_requirement_of_level_1_has_its_row() -> None:
    assert list(rows()) == LEVEL_1
    assert len(LEVEL_1) == 70


def test_what_applies_names_a_test_and_what_does_not_says_why() -> None:
    outside = 0
    for number, (_, how, held) in rows().items():
        if how.startswith("not applicable: "):
            outside += 1
            assert held == "-", number
        else:
            assert re.findall(r"`test_\w+`", held), number
    assert len(LEVEL_1) - outside == 61


def test_every_test_that_a_page_names_exists() -> None:
    pages = [PAGE, *(path.read_text() for path in (ROOT / "docs").glob("*.md"))]
    named = {name for page in pages for name in re.findall(r"`(test_\w+)`", page)}
    assert len(named) > 80
    assert named - written() == set()


def written() -> set[str]:
    return {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
