"""The schema that is wanted is told without Alembic, and a server that finds nothing to do never loads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from quizapp.store import revisions, schema

WEIGHTY = (
    *("PIL.Image", "alembic", "bs4", "lxml", "mammoth", "markdownify", "numpy", "rich", "scipy", "structlog"),
    *("prometheus_client", "psycopg", "sqlalchemy.dialects.postgresql"),
)
PROGRAM = f"""
import sys
from pathlib import Path
from quizapp import create_app
from quizapp.settings import Settings

folder = Path(sys.argv[1])
create_app(Settings(instance=folder, database_url=f"sqlite:///{{folder / 'quizapp.sqlite3'}}"))
print(*(name for name in {WEIGHTY} if name in sys.modules))
"""


def test_the_newest_revision_is_where_the_migrations_end() -> None:
    assert [revisions.newest()] == ScriptDirectory(str(revisions.MIGRATIONS)).get_heads()


def test_a_database_tells_its_revision_once_it_has_one(engine: Engine) -> None:
    with engine.connect() as connection:
        assert revisions.current(connection) is None
    schema.prepare(engine)
    with engine.connect() as connection:
        assert revisions.current(connection) == revisions.newest()
        connection.execute(text("DELETE FROM alembic_version"))
        assert revisions.current(connection) is None
        connection.rollback()


def test_a_server_loads_only_what_it_needs(tmp_path: Path) -> None:
    """The second start: the first one made the tables. Each of these libraries weighs megabytes in every worker."""
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
