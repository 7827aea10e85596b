"""`quizapp load`: article folders into the database."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from quizapp import paths
from quizapp.cli.progress import progress
from quizapp.core.sentences import Refusal, say
from quizapp.formats import Loaded
from quizapp.formats.yaml import FORMAT
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.loading import LoadReport, load


@click.command("load")
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
@with_appcontext
def command(path: Path | None) -> None:
    """Load the articles and sets in PATH, a library folder or one article's folder.

    Without PATH the content that comes with quizapp is loaded. Loading again changes only what has changed; a
    question that is gone from its file is withdrawn, not deleted. Nothing is loaded when a file has a problem.
    """
    report = load_folder(path or paths.shipped("content"))
    click.echo(summary(report))


def load_folder(path: Path) -> LoadReport:
    """Read `path` and load it into the app's database, all of it or nothing."""
    loaded = FORMAT.read(path)
    _refuse_problems(loaded)
    if not loaded.folders:
        raise Refusal(say("There is no article in %(path)s: a folder with article.md and YAML files.", path=path))
    with progress("Loading") as told:
        return load(db.session(), loaded.folders, clock.now(), told)


def _refuse_problems(loaded: Loaded) -> None:
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    if loaded.problems:
        raise Refusal(say("Nothing was loaded. Mend the problems above and load again."))


def summary(report: LoadReport) -> str:
    told = (
        f"{_counted(report.sets, 'set')} on {_counted(report.articles, 'article')}: "
        f"{_counted(report.new, 'question')} new, {report.changed} changed, "
        f"{report.unchanged} as before, {report.withdrawn} withdrawn."
    )
    return f"{told} Left alone, because they are edited in the browser: {report.kept}." if report.kept else told


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
