"""`quizapp check`: finds every problem in content files, as a compiler does."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from quizapp import paths
from quizapp.cli.progress import progress
from quizapp.formats import Loaded, Problem
from quizapp.formats.files import display
from quizapp.formats.yaml import FORMAT


@click.command("check")
@click.argument("places", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the problems as a JSON array, for a program to read.")
def command(places: tuple[Path, ...], as_json: bool) -> None:
    """Check articles and sets without loading them.

    PATH is a library folder, an article's folder or one file; without it the content that comes with quizapp is
    checked. Every problem is printed as file:line:column: sentence. Exit code 1 when there is one.
    """
    with progress("Checking") as told:
        read = [(path, FORMAT.read(path, told)) for path in places or [paths.shipped("content")]]
    found = {problem for path, loaded in read for problem in loaded.problems if _concerns(problem, path)}
    problems = sorted(found, key=lambda problem: problem.rank)
    click.echo(_as_json(problems) if as_json else _as_lines(problems, [loaded for _, loaded in read]))
    sys.exit(1 if problems else 0)


def _concerns(problem: Problem, path: Path) -> bool:
    """Of a file's folder only the article is told as well: without it the file can't be checked in full."""
    return path.is_dir() or problem.file in {display(path), display(path.parent / "article.md")}


def _as_json(problems: Sequence[Problem]) -> str:
    rows = [
        {"file": found.file, "line": found.line, "column": found.column, "sentence": str(found.sentence)}
        for found in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_lines(problems: Sequence[Problem], read: Sequence[Loaded]) -> str:
    return "\n".join([*map(str, problems), _summary(problems, read)])


def _summary(problems: Sequence[Problem], read: Sequence[Loaded]) -> str:
    if problems:
        files = len({found.file for found in problems})
        return f"{_counted(len(problems), 'problem')} in {_counted(files, 'file')}."
    sets = [content for loaded in read for folder in loaded.folders for content in folder.content.sets]
    questions = sum(len(content.questions) for content in sets)
    if not sets:
        return "No problems."
    return f"{_counted(len(sets), 'set')}, {_counted(questions, 'question')}: no problems."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
