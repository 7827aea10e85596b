"""What docs/trust.md promises is held by tests and classes of faults that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/trust.md").read_text()


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) > 30
    assert named - written == set()


def test_every_class_of_faults_is_told_and_measured() -> None:
    sources = [path.read_text() for path in (ROOT / "tests/faults/classes").glob("*.py")]
    names = {name for source in sources for name in re.findall(r'FAULT = Fault\(\s*"([\w-]+)"', source)}
    assert len(names) == len(sources)
    told = PAGE.partition("## Faults")[2].partition("\n## ")[0]
    measured = PAGE.partition("## Measured")[2].partition("\n## ")[0]
    for name in names | {"first-start"}:
        assert f"`{name}`" in told
        assert f"| {name} |" in measured
