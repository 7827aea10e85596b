"""`quizapp doctor` on databases: where they lie, of which version they are, and whether they are sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from quizapp import create_app
from quizapp.cli.examining import database
from quizapp.settings import Settings
from quizapp.web.extensions import db

from .conftest import KEY, Doctor, told


def test_a_database_that_is_not_there_yet_is_told(doctor: Doctor, instance: Path) -> None:
    (instance / "quizapp.sqlite3").unlink()
    assert "is not there yet" in told(doctor(), "warning", "database")
    assert not (instance / "quizapp.sqlite3").exists()


def write(instance: Path, *statements: str) -> None:
    with closing(sqlite3.connect(instance / "quizapp.sqlite3")) as connection, connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_an_older_and_a_newer_schema_are_told(doctor: Doctor, instance: Path) -> None:
    first = next(path.name.split("_")[0] for path in sorted(MIGRATIONS.glob("*.py")))
    write(instance, f"UPDATE alembic_version SET version_num = '{first}'")
    assert "Back it up" in told(doctor(), "warning", "schema")
    write(instance, "UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert "newer quizapp" in told(doctor(), "problem", "schema")
    write(instance, "DROP TABLE alembic_version")
    assert "no tables" in told(doctor(), "warning", "schema")


MIGRATIONS = Path(__file__).parent.parent.parent.parent / "quizapp/migrations/versions"


def test_a_file_that_is_no_database_is_told(doctor: Doctor, instance: Path) -> None:
    (instance / "quizapp.sqlite3").write_bytes(b"no database " * 1000)
    assert "It can't be read: file is not a database." in told(doctor(), "problem", "database")


def test_a_damaged_page_is_told(doctor: Doctor, instance: Path) -> None:
    file = instance / "quizapp.sqlite3"
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)
    assert "restore a backup" in told(doctor(), "problem", "database")


def test_a_row_whose_owner_is_gone_is_told(doctor: Doctor, instance: Path) -> None:
    write(
        instance,
        "INSERT INTO sign_ins (person_id, digest, created_at, seen_at, expires_at, device, kept) "
        "VALUES (77, 'x', '2020-01-01', '2020-01-01', '2020-01-01', '', 0)",
    )
    assert "a row of sign_ins belongs to one of people that is gone" in told(doctor(), "problem", "database")


def test_a_clock_that_is_slow_is_told(doctor: Doctor, instance: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=2)
    write(instance, f"INSERT INTO people (created_at, seen_at) VALUES ('2020-01-01', '{ahead:%Y-%m-%d %H:%M:%S.%f}')")
    assert "is slow" in told(doctor(), "problem", "clock")


MOUNTS = """\
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 27 0:40 / /srv rw,relatime - nfs4 files:/srv rw,vers=4.2
33 31 8:2 / /srv/local rw - xfs /dev/sdb1 rw
34 27 8:3 / /mnt rw - ext4 /dev/sdc1 rw
35 27 0:41 / /mnt rw - cifs //files/mnt rw
"""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/quizapp/quizapp.sqlite3", "ext4"),
        ("/srv/quizapp/quizapp.sqlite3", "nfs4"),
        ("/srv/local/quizapp.sqlite3", "xfs"),
        ("/srv/localized/quizapp.sqlite3", "nfs4"),
        ("/mnt/quizapp.sqlite3", "cifs"),
    ],
)
def test_a_disk_is_known_by_what_is_mounted_there(file: str, kind: str) -> None:
    assert database.kind_of_disk(Path(file), MOUNTS) == kind


def test_a_database_on_a_disk_of_the_network_is_told(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("27 1 0:40 / / rw - nfs4 files:/ rw\n")
    monkeypatch.setattr(database, "_MOUNTS", mounts)
    assert "whose locks can't be relied on. Move it" in told(doctor(), "problem", "database")


def test_postgresql_is_asked_what_it_is(doctor: Doctor, tmp_path: Path, new_postgresql_url: Callable[[], str]) -> None:
    settings = {"QUIZAPP_DATABASE_URL": new_postgresql_url(), "QUIZAPP_SECRET_KEY": KEY}
    url = settings["QUIZAPP_DATABASE_URL"]
    assert "no tables" in told(doctor(**settings), "warning", "schema")
    made = create_app(Settings(tmp_path, url, secret_key=KEY))
    with made.app_context():
        db.engine.dispose()
    assert doctor(**settings) == (0, [])
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    assert "only takes reads" in told(doctor(**settings), "problem", "database")


def test_a_database_out_of_reach_is_told(doctor: Doctor) -> None:
    settings = {"QUIZAPP_DATABASE_URL": "postgresql://quizapp@127.0.0.1:1/quizapp", "QUIZAPP_SECRET_KEY": KEY}
    assert "See that it runs" in told(doctor(**settings), "problem", "database")
