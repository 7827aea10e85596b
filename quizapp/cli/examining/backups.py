"""How old the newest backup is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizapp.cli.examining import Finding, Part
from quizapp.core.sentences import Sentence, say

_part = Part("backup")
#: One a day, and an hour's grace.
OLDEST = timedelta(hours=25)


def findings(folder: Path | None, now: datetime) -> Iterator[Finding]:
    remedy = say("quizapp backup FOLDER --keep DAYS, once a day; see docs/backup.md.")
    if folder is None:
        yield _part.warning(say("None was looked for."), say("Name their folder: quizapp doctor --backups FOLDER."))
    elif not folder.is_dir():
        yield _part.problem(say("%(path)s is not there.", path=folder), remedy)
    elif not (found := [path for path in folder.glob("*.zip") if path.is_file()]):
        yield _part.problem(say("There is none in %(path)s.", path=folder), remedy)
    else:
        yield _of_newest(max(found, key=lambda path: path.stat().st_mtime), now, remedy)


def _of_newest(path: Path, now: datetime, remedy: Sentence) -> Finding:
    status = path.stat()
    if not status.st_size:
        return _part.problem(say("The newest, %(name)s, is empty.", name=path.name), remedy)
    age = now - datetime.fromtimestamp(status.st_mtime, UTC)
    told = say("The newest, %(name)s, is %(hours)s hours old.", name=path.name, hours=int(age.total_seconds() // 3600))
    return _part.problem(told, remedy) if age > OLDEST else _part.ok(told)
