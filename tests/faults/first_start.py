"""The very first start, by four servers at once in one empty folder: one key, one schema, and all of them answer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, inspect, text

from .database import Database
from .site import ROOT

AT_ONCE = 4
START = """
import sys
from quizapp import create_app
print("ready", flush=True)
sys.stdin.readline()
app = create_app()
print(app.secret_key, app.test_client().get("/").status_code, flush=True)
"""


@dataclass(frozen=True)
class Started:
    """What the servers told, and what they left."""

    told: tuple[str, ...]
    key: str
    mode: int
    revisions: int
    tables: int

    def breaches(self) -> list[str]:
        found = [f"a server told {line!r}" for line in self.told if line != f"{self.key} 200\n"]
        found += [f"the key has mode {self.mode:o}"] * (self.mode != 0o600)
        found += [f"{self.revisions} revisions of the schema"] * (self.revisions != 1)
        return found + ["there are no tables"] * (self.tables < 10)


def first_start(folder: Path, database: Database) -> Started:
    own = {"QUIZAPP_INSTANCE": str(folder), "QUIZAPP_DATABASE_URL": database.url, "PYTHONPATH": str(ROOT)}
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", START],
            cwd=ROOT,
            env={**os.environ, **own},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(AT_ONCE)
    ]
    for server in servers:
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
    told: dict[int, str] = {}
    threads = [threading.Thread(target=_go, args=(server, told)) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    key = folder / "secret_key"
    return Started(tuple(told.values()), key.read_text(), key.stat().st_mode & 0o777, *_schema(database))


def _go(server: subprocess.Popen[str], told: dict[int, str]) -> None:
    told[server.pid] = server.communicate("go\n", timeout=120)[0]


def _schema(database: Database) -> tuple[int, int]:
    engine = create_engine(database.url)
    with engine.connect() as connection:
        revisions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
        tables = inspect(connection).get_table_names()
    engine.dispose()
    return len(revisions), len(tables)
