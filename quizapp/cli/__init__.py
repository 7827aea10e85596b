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
    """Commands are imported when they are called: the server carries none of what the others need.

    Refusals end as one sentence and exit code 1, not as a traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        found = (_command(module.name) for module in pkgutil.iter_modules(__path__))
        return sorted(command.name for command in found if command and command.name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = _command(cmd_name.replace("-", "_"))
        return found if found and found.name == cmd_name else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


def _command(module: str) -> click.Command | None:
    """The command that this module exposes; None for one that exposes none, or that is not there."""
    if module not in {found.name for found in pkgutil.iter_modules(__path__)}:
        return None
    command: click.Command | None = getattr(import_module(f"{__name__}.{module}"), "command", None)
    return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quizapp")
def cli() -> None:
    """Turn news articles into quizzes with evidence, and into Anki decks.

    Settings are read from the environment: see quizapp/settings.py, or the README.
    """


def main() -> None:
    """The entry point `quizapp`."""
    cli.main(prog_name="quizapp", obj=ScriptInfo(create_app=create_app))
