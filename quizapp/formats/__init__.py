"""Bytes <-> sets, one file a format, discovered: each module here that is a format exposes `FORMAT`."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from quizapp.core.checks import Weakness
from quizapp.core.deck import SetExport
from quizapp.core.library import ArticleWithSets
from quizapp.core.picture import Picture as Picture
from quizapp.core.sentences import Sentence


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file: where (line and column count from 1), and what to do about it."""

    file: str
    line: int
    column: int
    sentence: Sentence

    @property
    def rank(self) -> tuple[str, int, int, str]:
        """By this problems are listed: in the order of the files."""
        return (self.file, self.line, self.column, str(self.sentence))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


@dataclass(frozen=True)
class Advice:
    """A weakness of an item, and its place in the file; it keeps no file from being loaded."""

    file: str
    line: int
    column: int
    weakness: Weakness

    @property
    def rank(self) -> tuple[str, int, int, str]:
        """As a problem's."""
        return (self.file, self.line, self.column, self.weakness.code)

    def __str__(self) -> str:
        said = f"{self.file}:{self.line}:{self.column}: warning: {self.weakness.sentence} [{self.weakness.code}]"
        return f"{said}\n    {self.weakness.mend}"


@dataclass(frozen=True)
class LoadedFolder:
    """One article with its sets, and each set's file as it was written (comments and all), by the set's slug."""

    content: ArticleWithSets
    sources: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """What could be read, and every problem found; folders with a problem are not among `folders`.

    `advice` is empty unless it was asked for.
    """

    folders: tuple[LoadedFolder, ...]
    problems: tuple[Problem, ...]
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Dumped:
    """`left_out` tells, a sentence each, what the format could not carry."""

    data: bytes
    left_out: tuple[Sentence, ...] = ()


class Format(Protocol):
    """A file format: `suffix` with its dot, `media_type` for the browser."""

    name: str
    suffix: str
    media_type: str

    def write(self, export: SetExport) -> Dumped: ...


class ReadableFormat(Format, Protocol):
    """A format that can be read as well; `path` is a library folder, an article folder or a file in one."""

    def read(self, path: Path) -> Loaded: ...


@cache
def all_formats() -> dict[str, Format]:
    """Every format by its name."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.FORMAT.name: module.FORMAT for module in modules if hasattr(module, "FORMAT")}
