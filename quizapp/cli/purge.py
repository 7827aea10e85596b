"""`quizapp purge`: throw away what has had its day."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work import purging


@click.command("purge")
@with_appcontext
def command() -> None:
    """Delete sign-ins and links that are over, old counters, and guests unseen for 400 days with their attempts.

    Nothing that anybody can still use is lost. Run it once a day, say.
    """
    gone = purging.purge(db.session(), clock.now())
    click.echo(
        f"Deleted: {gone.sign_ins} sign-ins, {gone.links} links, {gone.counters} counters, {gone.guests} guests."
    )
