"""Databases with articles in them, made once and copied from then on."""

from __future__ import annotations

from pathlib import Path

from quizapp import create_app
from quizapp.cli.load import load_folder
from quizapp.settings import Settings
from quizapp.web.extensions import db

#: English with a picture, Arabic, Japanese.
LIBRARY = Path(__file__).parent / "library"


def fill(settings: Settings, content: Path) -> None:
    """Load the articles; the database is at rest afterwards."""
    app = create_app(settings)
    with app.app_context():
        load_folder(content)
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
