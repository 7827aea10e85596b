"""`quizapp restore`: a backup becomes the site again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from quizapp.cli.progress import progress
from quizapp.core.sentences import Refusal
from quizapp.formats.backup import Backup, Summed
from quizapp.settings import Settings, from_environment
from quizapp.store.copying import places
from quizapp.web.secret_key import make_instance, put_secret_key
from quizapp.work.copying import restoring


@click.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what is in the database now.")
@click.option("--yes", is_flag=True, help="Do not ask before it is thrown away.")
@click.option("--check", "checking", is_flag=True, help="Try it out in a database that is thrown away; change nothing.")
def command(path: Path, replace: bool, yes: bool, checking: bool) -> None:
    """Bring back all data from FILE, as `quizapp backup` wrote it: all of it, or nothing is changed.

    Stop the site first. The database may be SQLite or PostgreSQL, whichever the backup came from; a backup of an
    older quizapp is brought up to date.
    """
    settings = from_environment()
    with restoring.checked(path) as backup:
        click.echo(f"{path}: made on {backup.manifest.made_at:%Y-%m-%d at %H:%M} UTC by {backup.manifest.program}.")
        if checking:
            with progress("Trying out") as told:
                restoring.rehearse(backup, told)
        else:
            _restore(settings, backup, replace=replace, yes=yes)
        click.echo("\n".join(counted(backup.manifest.tables)))
    click.echo("The backup is sound." if checking else f"Restored to {places.shown(settings.database_url)}.")


def counted(tables: Mapping[str, Summed]) -> list[str]:
    """A line for each table with its rows."""
    return [f"{each.rows:>12,}  {name}" for name, each in sorted(tables.items())]


def _restore(settings: Settings, backup: Backup, *, replace: bool, yes: bool) -> None:
    make_instance(settings.instance)
    if replace and not yes:
        click.confirm(f"{_told(settings.database_url)} Replace it?", abort=True)
    with progress("Restoring") as told:
        restoring.restore(settings.database_url, backup, told, replace=replace)
    if backup.key:
        put_secret_key(settings.instance, backup.key)


def _told(url: str) -> str:
    try:
        rows = sum(places.rows_at(url).values())
    except Refusal as refusal:
        return f"What is in the database now can't be read ({refusal})."
    return f"There are {rows:,} rows in {places.shown(url)} now."
