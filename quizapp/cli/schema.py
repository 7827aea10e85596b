"""`quizapp schema`: the JSON Schema of a set's file."""

from __future__ import annotations

import json

import click

from quizapp.formats.schema import set_schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a set's YAML file, for an editor that completes and checks as you type."""
    click.echo(json.dumps(set_schema(), indent=2, ensure_ascii=False))
