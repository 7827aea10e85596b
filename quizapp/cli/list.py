"""`quizapp list`: the sets in the database."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quizapp.store.library import shelf
from quizapp.web.extensions import db


@click.command("list")
@with_appcontext
def command() -> None:
    """List the sets: the name, the number of questions, the title, and the name of the article.

    `export` takes the name of a set or of an article.
    """
    articles = shelf(db.session())
    if not articles:
        click.echo("No sets yet. Load some: quizapp load PATH")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("set", "questions", "title", "article"):
        # A name that is cut is of no use to `export`; a title may take a second line.
        table.add_column(heading, no_wrap=heading != "title", overflow="fold")
    for article in articles:
        for row in article.sets:
            table.add_row(row.slug, str(row.question_count), Text(row.title), article.slug)
    # A pipe has no width: what is not for eyes must not be cut.
    Console(width=None if sys.stdout.isatty() else 1000).print(table, soft_wrap=not sys.stdout.isatty())
