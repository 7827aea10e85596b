"""`quizapp doctor` says what is wrong with a site, and what to do, by looking alone."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from click.testing import CliRunner

from quizapp import create_app
from quizapp.cli.doctor import command
from quizapp.settings import Settings
from quizapp.web.extensions import db

from .conftest import KEY, Doctor, told


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
