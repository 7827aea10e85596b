"""Lines of JSON: all of Python's logging through structlog, and a line for each request on a short way of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

from quizapp.web.logs import tracebacks

Line = MutableMapping[str, Any]


#: Made once: `json.dumps` with anything but its defaults makes an encoder for each line.
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_TIME = structlog.processors.TimeStamper(fmt="iso", utc=True)


def _render(_logger: Any, _name: str, line: Line) -> str:
    return _encode(line)


class _StandardError:
    def info(self, line: str) -> None:
        # A log that can't be written must keep nobody from being answered.
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{line}\n")


def formatter() -> logging.Formatter:
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            _with_request_id,
        ],
        processors=[
            _with_traceback,
            ProcessorFormatter.remove_processors_meta,
            _TIME,
            _render,
        ],
    )


def of_requests() -> Callable[..., Any]:
    """`write(method=..., route=..., status=..., ms=..., request_id=...)`.

    Not by way of Python's logging, whose records take several times as long.
    """
    lines = structlog.wrap_logger(
        _StandardError(),
        processors=[_TIME, _render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    ).bind(level="info")

    def write(**told: Any) -> None:
        lines.info("request", **told)

    return write


def _with_request_id(_logger: Any, _name: str, line: Line) -> Line:
    found = getattr(line.get("_record"), "request_id", None)
    if found:
        line["request_id"] = found
    return line


def _with_traceback(_logger: Any, _name: str, line: Line) -> Line:
    found = line.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        line["error"], line["traceback"] = tracebacks.told(error), tracebacks.written(error)
    return line
