"""`quizapp move`: the site to another database."""

from __future__ import annotations

import click

from quizapp.cli.progress import progress
from quizapp.cli.restore import counted
from quizapp.settings import from_environment
from quizapp.store.copying import places
from quizapp.work.copying.moving import move


@click.command("move")
@click.argument("target", metavar="TO_URL", envvar="QUIZAPP_MOVE_TO")
def command(target: str) -> None:
    """Copy all data to the empty database TO_URL, from SQLite to PostgreSQL or back.

    Stop the site first. Everything is written in one transaction, read back and compared; the database that the site
    leaves is only read. TO_URL may stand in QUIZAPP_MOVE_TO as well, so that no password is seen in a list of
    processes.
    """
    source = from_environment().database_url
    with progress("Moving") as told:
        sums = move(source, target, told)
    click.echo("\n".join(counted(sums)))
    click.echo(
        f"All of it is in {places.shown(target)} now, read back and compared. Set QUIZAPP_DATABASE_URL to that "
        f"address and start the site. {places.shown(source)} is as it was."
    )
