"""Applications that are built once: each test finds one as it was built, on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from quizapp import create_app
from quizapp.settings import Settings
from quizapp.web.extensions import db

from .databases import Filled

#: What a test may add to an application, as tables of lists or of tables.
_HOOKS = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "template_context_processors",
    "url_default_functions",
    "url_value_preprocessors",
    "error_handler_spec",
)


class Site:
    """What is expensive in an application is its making: hundreds of routes, and templates that are read."""

    def __init__(self, settings: Settings, compiled: FileSystemBytecodeCache, **configuration: Any) -> None:
        self.settings, self._compiled, self._configuration = settings, compiled, configuration
        self._build()

    def _build(self) -> None:
        self._app = create_app(self.settings)
        self._app.config.update(self._configuration)
        self._app.jinja_env.bytecode_cache = self._compiled
        with self._app.app_context():
            self._engine = db.engine
            self._engine.dispose()
        self._routes = _routes(self._app)
        self._as_built = dict(vars(self._app))
        self._hooks = {name: _copied(getattr(self._app, name)) for name in _HOOKS}
        self._tables = [(table, dict(table)) for table in self._changed_in_place()]

    def _changed_in_place(self) -> list[dict[Any, Any]]:
        app, jinja = self._app, self._app.jinja_env
        of_extensions = [vars(each) for each in app.extensions.values() if hasattr(each, "__dict__")]
        return [app.config, app.extensions, app.view_functions, jinja.globals, jinja.filters, *of_extensions]

    @contextmanager
    def lend(self, database: Filled, folder: Path) -> Iterator[Flask]:
        engine = database.fresh(folder)
        settings = replace(self.settings, instance=folder, database_url=_address(engine))
        self._app.config.update(SETTINGS=settings, SQLALCHEMY_DATABASE_URI=settings.database_url)
        self._app.instance_path = str(folder)
        self._lead_to(engine)
        try:
            yield self._app
        finally:
            self._lead_to(self._engine)
            database.settle()
            self._take_back()

    def _lead_to(self, engine: Any) -> None:
        with self._app.app_context():
            engines: Any = db.engines
            engines[None] = engine

    def _take_back(self) -> None:
        """As it was built, and as if it had never been asked: a test may add to it as to a new one."""
        if _routes(self._app) != self._routes:
            self._build()
        vars(self._app).clear()
        vars(self._app).update(self._as_built)
        for name, as_built in self._hooks.items():
            _refill(getattr(self._app, name), _copied(as_built))
        for table, content in self._tables:
            _refill(table, content)


def _routes(app: Flask) -> int:
    return len(list(app.url_map.iter_rules()))


def _address(engine: Any) -> str:
    return str(engine.url.render_as_string(hide_password=False))


def _copied(value: Any) -> Any:
    """Tables and lists anew, to every depth; what they hold as it is."""
    if isinstance(value, dict):
        made = copy(value)
        made.update({key: _copied(each) for key, each in value.items()})
        return made
    return list(value) if isinstance(value, list) else value


def _refill(table: Any, as_built: Any) -> None:
    table.clear()
    table.update(as_built)
