"""`quizapp doctor` says what is wrong with a site, and what to do, by looking alone."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from click.testing import CliRunner
from sqlalchemy import make_url

from quizapp import create_app
from quizapp.cli.doctor import command
from quizapp.cli.examining import database
from quizapp.settings import Settings
from quizapp.web.extensions import db

Doctor = Callable[..., tuple[int, list[dict[str, str]]]]
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture
def instance(tmp_path: Path, empty_database: Path) -> Path:
    """The folder of a site that is well."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    shutil.copy(empty_database, folder / "quizapp.sqlite3")
    (folder / "secret_key").write_text(KEY)
    (folder / "secret_key").chmod(0o600)
    return folder


@pytest.fixture
def doctor(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """`doctor(QUIZAPP_HTTPS="1")`: the exit code, and what is not well, under these settings."""
    for name in [name for name in os.environ if name.startswith("QUIZAPP_")]:
        monkeypatch.delenv(name)

    def run(*words: str, **environment: str) -> tuple[int, list[dict[str, str]]]:
        for name, value in {"QUIZAPP_INSTANCE": str(instance), **environment}.items():
            monkeypatch.setenv(name, value)
        done = CliRunner().invoke(command, ["--json", *words])
        assert done.exit_code in {0, 1}, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        found = json.loads(done.output)
        return done.exit_code, [row for row in found if row["level"] != "ok" and row["about"] != "backup"]

    return run


def told(found: tuple[int, list[dict[str, str]]], level: str, about: str) -> str:
    """The only finding, with its remedy; the exit code fits its level."""
    code, rows = found
    assert code == (1 if level == "problem" else 0)
    (row,) = rows
    assert (row["level"], row["about"]) == (level, about), row
    assert row["remedy"]
    return f"{row['sentence']} {row['remedy']}"


def test_a_site_that_is_well_gets_no_remedy(doctor: Doctor, instance: Path) -> None:
    before = {path.name: path.read_bytes() for path in instance.iterdir()}
    assert doctor() == (0, [])
    for name, content in before.items():
        assert (instance / name).read_bytes() == content


def test_each_finding_is_a_line_for_people(instance: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    doctor()
    done = CliRunner().invoke(command)
    assert done.exit_code == 0
    assert "ok       settings: They fit one another." in done.output.splitlines()
    assert "warning  backup: None was looked for. Name their folder: quizapp doctor --backups FOLDER." in done.output


BAD_SETTINGS = [
    ({"QUIZAPP_SIGN_UP": "all"}, "problem", "must be open, invitation or closed"),
    ({"QUIZAPP_SECRET_KEY": "short"}, "problem", "QUIZAPP_SECRET_KEY is too short"),
    ({"QUIZAPP_SECRET_KEY": "a" * 40}, "problem", "can be guessed"),
    ({"QUIZAPP_METRICS_TOKEN": "ab" * 20}, "problem", "QUIZAPP_METRICS_TOKEN can be guessed"),
    ({"QUIZAPP_TRUSTED_HOST": "quiz.example"}, "problem", "Is QUIZAPP_TRUSTED_HOSTS meant?"),
    ({"QUIZAPP_PUBLIC_URL": "https://quiz.example"}, "problem", "Set QUIZAPP_HTTPS=1."),
    ({"QUIZAPP_PUBLIC_URL": "quiz.example"}, "problem", "Write it as https://"),
    (
        {"QUIZAPP_PUBLIC_URL": "http://quiz.example", "QUIZAPP_TRUSTED_HOSTS": "quiz.test"},
        "problem",
        "Add it to QUIZAPP_TRUSTED_HOSTS",
    ),
    (
        {
            "QUIZAPP_PUBLIC_URL": "http://quiz.example", "QUIZAPP_HTTPS": "1", "QUIZAPP_PROXIES": "1",
            "QUIZAPP_TRUSTED_HOSTS": ".example",
        },
        "problem",
        "or set QUIZAPP_HTTPS=0",
    ),
    ({"QUIZAPP_HTTPS": "1"}, "warning", "Set QUIZAPP_PROXIES=1"),
    ({"QUIZAPP_PROXIES": "1"}, "warning", "Name its own in QUIZAPP_TRUSTED_HOSTS"),
    ({"QUIZAPP_SIGN_UP": "open"}, "warning", "Set QUIZAPP_SMTP_URL"),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "level", "sentence"), BAD_SETTINGS, ids=lambda value: str(value)[:40])
def test_settings_that_do_not_fit_are_told(
    doctor: Doctor, environment: dict[str, str], level: str, sentence: str
) -> None:
    assert sentence in told(doctor(**environment), level, "settings")


def test_settings_of_a_whole_site_fit(doctor: Doctor) -> None:
    assert doctor(
        QUIZAPP_HTTPS="1", QUIZAPP_PROXIES="1", QUIZAPP_TRUSTED_HOSTS="quiz.example,.school.example",
        QUIZAPP_PUBLIC_URL="https://a.school.example", QUIZAPP_SECRET_KEY=KEY, QUIZAPP_METRICS_TOKEN=KEY[::-1],
    ) == (0, [])  # fmt: skip


def test_no_secret_is_printed(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "hush-hush-hush-" * 3
    doctor(
        QUIZAPP_SECRET_KEY=secret, QUIZAPP_DATABASE_URL=f"postgresql://quizapp:{secret}@127.0.0.1:1/quizapp",
        QUIZAPP_SMTP_URL=f"smtp://quizapp:{secret}@127.0.0.1:1", QUIZAPP_MAIL_FROM="a@b.example",
        QUIZAPP_PUBLIC_URL="http://quiz.example", QUIZAPP_METRICS_TOKEN=secret,
    )  # fmt: skip
    assert "hush" not in CliRunner().invoke(command).output


def test_a_folder_that_is_not_there_is_told(doctor: Doctor, instance: Path, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{instance / 'quizapp.sqlite3'}"
    found = doctor(QUIZAPP_INSTANCE=str(tmp_path / "nowhere"), QUIZAPP_DATABASE_URL=elsewhere)
    assert "is not there" in told(found, "problem", "folder")


def test_the_folder_that_a_first_start_makes_is_its_owners_alone(doctor: Doctor, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = create_app(Settings(folder, f"sqlite:///{folder / 'quizapp.sqlite3'}"))
    with made.app_context():
        db.engine.dispose()
    assert folder.stat().st_mode & 0o077 == 0
    assert doctor(QUIZAPP_INSTANCE=str(folder)) == (0, [])


def test_a_key_that_others_can_read_is_told(doctor: Doctor, instance: Path) -> None:
    (instance / "secret_key").chmod(0o640)
    assert "chmod 600" in told(doctor(), "problem", "secret key")


def test_half_a_key_is_told(doctor: Doctor, instance: Path) -> None:
    (instance / "secret_key").write_text("half")
    assert "is damaged" in told(doctor(), "problem", "secret key")


def test_a_database_that_everyone_can_read_is_told(doctor: Doctor, instance: Path) -> None:
    instance.chmod(0o755)
    (instance / "quizapp.sqlite3").chmod(0o644)
    assert f"chmod 700 {instance}" in told(doctor(), "warning", "folder")


def test_files_of_another_owner_are_told(doctor: Doctor, instance: Path) -> None:
    shutil.chown(instance / "secret_key", 65534)
    assert "secret_key. chown -R" in told(doctor(), "problem", "folder")


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


MIGRATIONS = Path(__file__).parent.parent.parent / "quizapp/migrations/versions"


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


@pytest.fixture
def mail_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def test_a_mail_server_is_greeted(doctor: Doctor, mail_server: int) -> None:
    settings = {"QUIZAPP_MAIL_FROM": "a@b.example", "QUIZAPP_PUBLIC_URL": "http://quiz.example"}
    assert doctor(QUIZAPP_SMTP_URL=f"smtp://127.0.0.1:{mail_server}", **settings) == (0, [])
    assert "can't be used" in told(doctor(QUIZAPP_SMTP_URL="smtp://127.0.0.1:1", **settings), "problem", "mail")
    signed = f"smtp://someone:secret@127.0.0.1:{mail_server}"
    assert "secret" not in told(doctor(QUIZAPP_SMTP_URL=signed, **settings), "problem", "mail")


def of_backup(doctor: Doctor, folder: Path) -> dict[str, str]:
    doctor()
    found = json.loads(CliRunner().invoke(command, ["--json", "--backups", str(folder)]).output)
    return next(row for row in found if row["about"] == "backup")


def test_the_newest_backup_must_be_of_today(doctor: Doctor, tmp_path: Path) -> None:
    assert "is not there" in of_backup(doctor, tmp_path / "nowhere")["sentence"]
    folder = tmp_path / "backups"
    folder.mkdir()
    assert of_backup(doctor, folder)["level"] == "problem"
    for name, hours in (("old.zip", 90), ("new.zip", 30)):
        (folder / name).write_bytes(b"PK")
        moment = datetime.now(UTC).timestamp() - hours * 3600
        os.utime(folder / name, (moment, moment))
    assert of_backup(doctor, folder)["sentence"] == "The newest, new.zip, is 30 hours old."
    (folder / "today.zip").write_bytes(b"PK")
    assert of_backup(doctor, folder)["level"] == "ok"
    (folder / "today.zip").write_bytes(b"")
    assert of_backup(doctor, folder)["sentence"] == "The newest, today.zip, is empty."


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
