"""The command line: a click group whose commands are discovered, one module each, exposing `command`."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo

from quizapp import create_app
from quizapp.core.sentences import Refusal


class _Group(AppGroup):
    """Refusals end as one sentence and exit code 1, not as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quizapp")
def cli() -> None:
    """Turn news articles into quizzes with evidence, and into Anki decks.

    Settings are read from the environment: see quizapp/settings.py, or the README.
    """


def _discover() -> None:
    for found in pkgutil.iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if hasattr(module, "command"):
            cli.add_command(module.command)


_discover()


def main() -> None:
    """The entry point `quizapp`."""
    cli.main(prog_name="quizapp", obj=ScriptInfo(create_app=create_app))
