"""`quizapp backup`: everything in one file, while the site runs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from quizapp.cli.progress import progress
from quizapp.core.sentences import Refusal, say
from quizapp.settings import Settings, from_environment
from quizapp.web import clock
from quizapp.web.secret_key import secret_key
from quizapp.work.copying import retention
from quizapp.work.copying.backing_up import Occasion, back_up

_FROM_ONE = click.IntRange(min=1)


@click.command("backup")
@click.argument("place", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--keep", type=_FROM_ONE, metavar="DAYS", help="Into a FOLDER; keep the newest of each of so many days.")
@click.option("--weeks", type=_FROM_ONE, metavar="WEEKS", help="With --keep: also the newest of each of so many weeks.")
@click.option("--with-key", is_flag=True, help="Put the secret key in as well; see docs/backup.md.")
def command(place: Path, keep: int | None, weeks: int | None, with_key: bool) -> None:
    """Write all data of the site to FILE, a zip, while the site runs.

    All of it is of one moment: accounts, articles with their pictures, sets, attempts, answers, reviews. The file is
    read back and compared before it gets its name. `quizapp restore` takes it, on SQLite and on PostgreSQL.
    """
    settings, now = from_environment(), clock.now()
    path = retention.path_in(_folder(place), now) if keep else place
    occasion = Occasion(now, version("quizapp"), _key(settings) if with_key else None)
    with progress("Backing up") as told:
        manifest = back_up(settings.database_url, path, occasion, told)
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{path}: {rows:,} rows in {len(manifest.tables)} tables, {path.stat().st_size:,} bytes, read back.")
    if keep:
        for gone in retention.thin_out(place, retention.Kept(keep, weeks or 0)):
            click.echo(f"Deleted: {gone}")


def _folder(place: Path) -> Path:
    if not place.is_dir():
        raise Refusal(say("With --keep %(place)s must be a folder that is there.", place=place))
    return place


def _key(settings: Settings) -> str:
    return settings.secret_key or secret_key(settings.instance)
