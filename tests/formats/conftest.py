"""A small library to break: one sound article with one sound set."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.formats.yaml import FORMAT


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library folder of its own for each test, with the article `bridge` and its set `wood`."""
    shutil.copytree(Path(__file__).parent / "bridge", tmp_path / "bridge")
    return tmp_path


@pytest.fixture
def told(library: Path) -> Callable[..., list[str]]:
    """`told(text, name)`: what is wrong in the library with this file in it, as `line:column: sentence`."""

    def problems(text: str | bytes, name: str = "wood.yaml") -> list[str]:
        (library / "bridge" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        found = FORMAT.read(library).problems
        return [f"{problem.line}:{problem.column}: {problem.sentence}" for problem in found]

    return problems
