"""`quizapp check`: finds every problem in content files, as a compiler does."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from quizapp import paths
from quizapp.cli.progress import progress
from quizapp.core.sentences import Sentence
from quizapp.formats import Advice, Loaded, Problem
from quizapp.formats.files import display
from quizapp.formats.yaml import FORMAT

Told = TypeVar("Told", Problem, Advice)


@click.command("check")
@click.argument("places", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what is found as a JSON array, for a program to read.")
@click.option("--strict", is_flag=True, help="End with code 1 when there are only warnings, too.")
def command(places: tuple[Path, ...], as_json: bool, strict: bool) -> None:
    """Check articles and sets without loading them.

    PATH is a library folder, an article's folder or one file; without it the content that comes with quizapp is
    checked. Every problem is printed as file:line:column: sentence, then every warning about how an item is written.
    Exit code 1 when there is a problem.
    """
    with progress("Checking") as told:
        read = [(path, FORMAT.read(path, told, advise=True)) for path in places or [paths.shipped("content")]]
    problems = _ranked(found for path, loaded in read for found in loaded.problems if _concerns(found, path))
    warnings = _ranked(found for path, loaded in read for found in loaded.advice if _concerns(found, path))
    click.echo(_as_json(problems, warnings) if as_json else _as_lines(problems, warnings, [each for _, each in read]))
    sys.exit(1 if problems or (strict and warnings) else 0)


def _ranked(found: Iterable[Told]) -> list[Told]:
    return sorted(set(found), key=lambda each: each.rank)


def _concerns(found: Problem | Advice, path: Path) -> bool:
    """Of a file's folder only the article is told as well: without it the file can't be checked in full."""
    return path.is_dir() or found.file in {display(path), display(path.parent / "article.md")}


def _as_json(problems: Sequence[Problem], warnings: Sequence[Advice]) -> str:
    rows = [_row(found, "error", found.sentence) for found in problems]
    rows += [_row(found, "warning", found.weakness.sentence) | _advised(found) for found in warnings]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _row(found: Problem | Advice, level: str, sentence: Sentence) -> dict[str, object]:
    place = {"file": found.file, "line": found.line, "column": found.column}
    return {**place, "level": level, "sentence": str(sentence)}


def _advised(found: Advice) -> dict[str, object]:
    weakness = found.weakness
    return {"code": weakness.code, "why": str(weakness.why), "mend": str(weakness.mend)}


def _as_lines(problems: Sequence[Problem], warnings: Sequence[Advice], read: Sequence[Loaded]) -> str:
    return "\n".join([*map(str, problems), *map(str, warnings), _summary(problems, warnings, read)])


def _summary(problems: Sequence[Problem], warnings: Sequence[Advice], read: Sequence[Loaded]) -> str:
    if problems or warnings:
        files = len({found.file for found in problems} | {found.file for found in warnings})
        counts = [(len(problems), "problem"), (len(warnings), "warning")]
        told = " and ".join(_counted(count, what) for count, what in counts if count)
        return f"{told} in {_counted(files, 'file')}."
    sets = [content for loaded in read for folder in loaded.folders for content in folder.content.sets]
    questions = sum(len(content.questions) for content in sets)
    if not sets:
        return "No problems."
    return f"{_counted(len(sets), 'set')}, {_counted(questions, 'question')}: no problems."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
