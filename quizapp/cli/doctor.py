"""`quizapp doctor`: looks a site over and says what is wrong and what to do."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from quizapp.cli.examining import Finding, Part, backups, database, folder, mail
from quizapp.cli.examining import settings as setting_up
from quizapp.core.sentences import Refusal, say
from quizapp.settings import from_environment
from quizapp.web import clock


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print what is found as a JSON array, for a program to read.")
@click.option(
    "--backups",
    "kept",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where backups lie: see how old they are.",
)
def command(as_json: bool, kept: Path | None) -> None:
    """Look over settings, database, folder, disk, clock, mail and backups, and change nothing.

    Run it as the user and with the settings that the site runs with. Each line says ok, warning or problem, and what to
    do. Exit code 1 when there is a problem.
    """
    found = list(_findings(kept))
    click.echo(_as_json(found) if as_json else "\n".join(map(_line, found)))
    sys.exit(1 if any(finding.level == "problem" for finding in found) else 0)


def _findings(kept: Path | None) -> Iterator[Finding]:
    try:
        settings = from_environment()
    except Refusal as refusal:
        yield Part("settings").problem(refusal.sentence, say("Set it right; nothing starts before."))
        return
    yield from setting_up.findings(settings, os.environ)
    yield from folder.findings(settings)
    yield from database.findings(settings, clock.now())
    yield from mail.findings(settings)
    yield from backups.findings(kept, clock.now())


def _line(finding: Finding) -> str:
    remedy = f" {finding.remedy}" if finding.remedy else ""
    return f"{finding.level:8} {finding.about}: {finding.sentence}{remedy}"


def _as_json(found: list[Finding]) -> str:
    rows = [
        {
            "level": finding.level,
            "about": finding.about,
            "sentence": str(finding.sentence),
            "remedy": str(finding.remedy) if finding.remedy else None,
        }
        for finding in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
