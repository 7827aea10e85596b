"""What is written down: all of Python's logging, as text for a terminal or as an object a line; nothing personal."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import Any, TextIO

from flask import Flask, Request, has_request_context, request
from flask.logging import default_handler

from quizapp.settings import Log, Settings
from quizapp.web import request_ids
from quizapp.web.logs import tracebacks

_THREAD_FAILED = "a thread ended with an error"


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what is the standard error at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


def init_app(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    configure(settings.log)
    app.logger.removeHandler(default_handler)
    app.log_exception = _exception_of(app)  # type: ignore[method-assign]


def configure(log: Log) -> None:
    """From here on this process writes its log like this; asked again, only the way of writing changes."""
    handler = next((one for one in logging.root.handlers if isinstance(one, _Handler)), None) or _Handler()
    handler.setFormatter(_json() if log == "json" else _Plain())
    handler.addFilter(_add_request_id)
    logging.root.addHandler(handler)
    if log == "json":
        logging.captureWarnings(capture=True)
        threading.excepthook = _thread_failed
        sys.excepthook = _process_failed


def granian(log: Log) -> dict[str, Any]:
    """What the server is to change in its own logging."""
    handed_on = {"handlers": [], "propagate": True, "level": "WARNING"}
    return {"loggers": {"_granian": handed_on, "granian.access": handed_on}} if log == "json" else {}


def where() -> str:
    """The request without what only its sender is to know: the pattern of its path, and no query."""
    return f"{method(request)} {route(request) or '(no such address)'}"


def method(asked: Request) -> str:
    """Of the usual ones; anything else was made up by a client."""
    return asked.method if asked.method in _METHODS else "other"


def route(asked: Request) -> str | None:
    return asked.url_rule.rule if asked.url_rule else None


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _exception_of(app: Flask) -> Any:
    def write(error: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        app.logger.error("failed at %s", where(), exc_info=error)

    return write


def _add_request_id(record: logging.LogRecord) -> bool:
    record.__dict__["request_id"] = request_ids.current() if has_request_context() else None
    return True


class _Plain(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("[%(asctime)s] %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # What another handler has made of the error is left to that one.
        return super().format(logging.makeLogRecord({**record.__dict__, "exc_text": None}))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name in the base
        number = getattr(record, "request_id", None)
        return super().formatMessage(record) + (f" (request {number})" if number else "")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - its name in the base
        return tracebacks.written(ei[1])


def _json() -> logging.Formatter:
    # Imported here: who writes plain text needs none of it.
    from quizapp.web.logs import json_lines

    return json_lines.formatter()


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value:
        logging.getLogger(__name__).error(_THREAD_FAILED, exc_info=failed.exc_value)


def _process_failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return sys.__excepthook__(kind, error, trace)
    logging.getLogger(__name__).critical("the process ended with an error", exc_info=error)
    return None
