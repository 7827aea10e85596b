"""Alembic's environment: runs a migration on the connection that it was handed, or on the app's."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

import quizapp.store.tables  # noqa: F401 - fills the metadata
from quizapp.store.base import Base


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="base.",
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _of_the_app() -> None:
    from flask import current_app

    with current_app.extensions["migrate"].db.engine.connect() as connection:
        _run(connection)


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    _run(handed)
else:
    _of_the_app()
