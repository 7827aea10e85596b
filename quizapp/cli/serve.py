"""`quizapp serve`: the site on a production server."""

from __future__ import annotations

import errno
import os
import socket
import time
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from quizapp import paths
from quizapp.cli.load import load_folder, summary
from quizapp.cli.workers import LONGEST_ALONE, Forgiving
from quizapp.core.sentences import Refusal, say
from quizapp.web import clock, guesses, links, logs, watching
from quizapp.web.extensions import db
from quizapp.work import purging
from quizapp.work.accounts.links import first_start

if TYPE_CHECKING:
    from quizapp.settings import Settings

#: Seconds in which a worker may end what it is doing.
LONGEST_GOODBYE = 5
#: Seconds in which the workers of a server that was killed have let the port go.
LONGEST_TAKEN = LONGEST_ALONE + 1


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Server processes.")
@click.option("--load/--no-load", "loading", default=True, help="Load the shipped content first.", show_default=True)
@with_appcontext
def command(host: str, port: int, workers: int, loading: bool) -> None:
    """Prepare the database, load the shipped content and serve until Ctrl-C."""
    _refuse_taken(host, port)
    if loading:
        click.echo(summary(load_folder(paths.shipped("content"))))
    purging.purge(db.session(), clock.now())
    click.echo(f"quizapp is at {address(host, port)}  (Ctrl-C ends it)")
    _invite_administrator(address(host, port))
    _serve(host, port, workers)


def address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104 - compared, not bound
    return f"http://{shown}:{port}"


def _invite_administrator(site: str) -> None:
    """While nobody runs the site, tell whoever started it how to. Only here: the workers print nothing."""
    token = first_start(db.session(), clock.now())
    if token:
        click.echo(f"Make the first account, which runs the site:\n{links.full('first-start', token, site)}")


def _refuse_taken(host: str, port: int) -> None:
    until = time.monotonic() + LONGEST_TAKEN
    while (error := _hindrance(host, port)) and error.errno == errno.EADDRINUSE and time.monotonic() < until:
        time.sleep(0.1)
    if error:
        reason = error.strerror or str(error)
        raise Refusal(
            say("Can't listen on %(host)s port %(port)s: %(reason)s. Try --port.", host=host, port=port, reason=reason)
        ) from error


def _hindrance(host: str, port: int) -> OSError | None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return None
    except OSError as error:
        return error


def _serve(host: str, port: int, workers: int) -> None:
    # Imported here: the other commands need no server.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings: Settings = current_app.config["SETTINGS"]
    server = Granian(
        "quizapp.cli.workers:worker",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        factory=True,
        websockets=False,
        workers=workers,
        log_level=LogLevels.warning,
        log_dictconfig=logs.granian(settings.log),
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_GOODBYE,
    )
    server.respawned_wrks = Forgiving()
    _release_database()
    watching.begin(settings)
    os.environ[guesses.PROCESSES] = str(workers)
    server.serve()


def _release_database() -> None:
    """The workers are processes of their own; none may inherit an open connection."""
    # One that is in use would not be the engine's to close.
    db.session.remove()
    db.engine.dispose()
