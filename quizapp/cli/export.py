"""`quizapp export`: a set as a file of any format, or a whole article as a deck."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp.core.sentences import Refusal, say
from quizapp.formats import Dumped, Format, all_formats
from quizapp.formats.apkg import FORMAT as APKG
from quizapp.formats.apkg import write_deck
from quizapp.store import decks
from quizapp.web.extensions import db


@click.command("export")
@click.argument("slug", metavar="NAME")
@click.option("--format", "format_name", type=click.Choice(sorted(all_formats())), default="apkg", show_default=True)
@click.option("--article", "whole", is_flag=True, help="NAME is an article, where a set has the same name.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Default: NAME with the format's ending; - for standard output.",
)
@with_appcontext
def command(slug: str, format_name: str, whole: bool, output: Path | None) -> None:
    """Write the set or the article NAME (as `list` prints it) to a file.

    An article is written as one Anki deck with its sets as subdecks; the other formats hold one set.
    """
    chosen = all_formats()[format_name]
    dumped = (None if whole else _set(slug, chosen)) or _article(slug, chosen)
    for sentence in dumped.left_out:
        click.echo(f"Left out: {sentence}", err=True)
    _write(dumped.data, output or Path(slug + chosen.suffix))


def _set(slug: str, chosen: Format) -> Dumped | None:
    held = decks.set_export(db.session(), slug, current_app.config["SETTINGS"].public_url)
    return chosen.write(held) if held else None


def _article(slug: str, chosen: Format) -> Dumped:
    held = decks.article_deck(db.session(), slug)
    if held is None:
        raise Refusal(say("There is no set or article %(slug)s. See what there is: quizapp list", slug=slug))
    if chosen is not APKG:
        raise Refusal(say("Only apkg holds a whole article. Name one of its sets: quizapp list"))
    return write_deck(decks.deck_export(db.session(), held, current_app.config["SETTINGS"].public_url))


def _write(data: bytes, path: Path) -> None:
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        _replace(path, data)
    except OSError as error:
        raise Refusal(say("%(path)s can't be written: %(reason)s.", path=path, reason=error.strerror)) from error
    click.echo(f"{path}: {len(data):,} bytes")


def _replace(path: Path, data: bytes) -> None:
    """Write beside and then rename: a full disk leaves the old file as it was."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(draft).chmod(0o666 & ~_umask())
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
