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
        read = [FORMAT.read(path, told) for path in places or [paths.shipped("content")]]
    problems = sorted({found for loaded in read for found in loaded.problems}, key=lambda found: found.rank)
    _print_json(problems) if as_json else _print(problems, read)
    sys.exit(1 if problems else 0)


def _print_json(problems: Sequence[Problem]) -> None:
    rows = [
        {"file": found.file, "line": found.line, "column": found.column, "sentence": str(found.sentence)}
        for found in problems
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print(problems: Sequence[Problem], read: Sequence[Loaded]) -> None:
    for found in problems:
        click.echo(str(found))
    sets = [content for loaded in read for folder in loaded.folders for content in folder.content.sets]
    count = sum(len(content.questions) for content in sets)
    if problems:
        files = len({found.file for found in problems})
        click.echo(f"{len(problems)} problems in {files} files.", err=True)
    else:
        click.echo(f"{len(sets)} sets, {count} questions: no problems.", err=True)
