"""A small article to ask about, and sets on it as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.formats import Problem
from quizapp.formats.yaml import FORMAT

ARTICLE = """---
title: A bridge
publisher: The Valley Post
published: 2021-05-14
---
The bridge is made of larch and oak. The mayor opened the bridge on Friday.
"""
HEAD = "title: Wood\nquestions:\n"
QUESTION = """\
  - id: cars
    kind: true_false
    stem: The bridge is made of steel.
    answer: false
    explanation: It is made of wood.
    evidence: [{exact: made of larch and oak}]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one sound article and one sound set."""
    write(tmp_path, "bridge/article.md", ARTICLE)
    write(tmp_path, "bridge/wood.yaml", HEAD + QUESTION)
    return tmp_path


@pytest.fixture
def told(library: Path) -> Callable[..., list[str]]:
    """`told(text)`: what is wrong with a set, as `line:column: sentence`."""

    def problems(text: str | bytes, name: str = "wood.yaml") -> list[str]:
        data = text if isinstance(text, bytes) else text.encode()
        (library / "bridge" / name).write_bytes(data)
        return [placed(problem) for problem in FORMAT.read(library).problems]

    return problems


def placed(problem: Problem) -> str:
    return f"{problem.line}:{problem.column}: {problem.sentence}"
