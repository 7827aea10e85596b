"""`quizapp export`: a set as a file of any format."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from quizapp.core.sentences import Refusal, say
from quizapp.formats import all_formats
from quizapp.store.decks import set_export
from quizapp.web.extensions import db


@click.command("export")
@click.argument("slug", metavar="SET")
@click.option("--format", "format_name", type=click.Choice(sorted(all_formats())), default="apkg", show_default=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Default: SET with the format's ending; - for standard output.",
)
@with_appcontext
def command(slug: str, format_name: str, output: Path | None) -> None:
    """Write the set SET (a name that `list` prints) to a file."""
    held = set_export(db.session(), slug)
    if held is None:
        raise Refusal(say("There is no set %(slug)s. See what there is: quizapp list", slug=slug))
    chosen = all_formats()[format_name]
    dumped = chosen.write(held)
    for sentence in dumped.left_out:
        click.echo(f"Left out: {sentence}", err=True)
    _write(dumped.data, output or Path(slug + chosen.suffix))


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
