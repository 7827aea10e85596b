"""What those who run the site see of requests: a line in the log, figures for Prometheus; by default neither."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, current_app, g, request

from quizapp.core.sentences import Refusal, say
from quizapp.settings import Settings
from quizapp.web import logs, request_ids
from quizapp.work import transactions

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Addresses that machines ask every few seconds, each by the name of what answers.
PROBES = {"/healthz": "health.alive", "/readyz": "health.ready", "/metrics": "metrics.show"}
_UNTOLD = frozenset(PROBES.values())
_KEY = "quizapp_measures"
#: Bytes that a process takes for its figures at once: written to a full disk, a file in memory would end it.
_RESERVED = 1_000_000
Heard = Callable[[Request, Response, float], None]


def init_app(app: Flask) -> None:
    """First of all, so that the time that all others take counts."""
    settings: Settings = app.config["SETTINGS"]
    logs.init_app(app)
    if settings.trusted_hosts:
        app.wsgi_app = _ByAnyName(app.wsgi_app, settings.trusted_hosts[0])  # type: ignore[method-assign]
    heard = [*_line(settings), *_figures(app, settings)]
    if heard:
        _watch(app, heard, numbered=settings.log == "json")


def happened(event: str) -> None:
    """Count one of the `measures` that no status tells, where anything is counted."""
    measures = current_app.extensions.get(_KEY)
    if measures:
        measures.happened(event)


def figures() -> bytes:
    """What was measured since the start, by all processes; only where something is."""
    written: bytes = current_app.extensions[_KEY].written()
    return written


def begin(settings: Settings) -> None:
    """Before the processes of a server start: figures of earlier ones are gone."""
    folder = settings.instance / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    if settings.metrics_token:
        folder.mkdir()


class _ByAnyName:
    """Machines ask by the address of this very process, whatever the site is called."""

    def __init__(self, app: WSGIApplication, host: str) -> None:
        self._app, self._host = app, host.lstrip(".")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PROBES:
            environ["HTTP_HOST"] = self._host
        return self._app(environ, start_response)


def _watch(app: Flask, heard: list[Heard], *, numbered: bool) -> None:
    def begun() -> None:
        g.began = perf_counter()
        if numbered:
            request_ids.begin()

    def ended(response: Response) -> Response:
        if numbered and "request_id" in g:
            request_ids.tell(response)
        # The request itself: each look through the proxy to it costs as much as a line here.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]
        if asked.endpoint not in _UNTOLD and "began" in g:
            seconds = perf_counter() - g.began
            for hear in heard:
                hear(asked, response, seconds)
        return response

    app.before_request(begun)
    app.after_request(ended)


def _line(settings: Settings) -> list[Heard]:
    if settings.log != "json":
        return []
    from quizapp.web.logs import json_lines

    write = json_lines.of_requests()

    def hear(asked: Request, response: Response, seconds: float) -> None:
        write(
            method=logs.method(asked),
            route=logs.route(asked),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            request_id=g.request_id,
        )

    return [hear]


def _figures(app: Flask, settings: Settings) -> list[Heard]:
    if not settings.metrics_token:
        return []
    measures = app.extensions[_KEY] = _measures(settings)
    transactions.watchers[:] = [measures.waited]

    def hear(asked: Request, response: Response, seconds: float) -> None:
        measures.answered(asked.endpoint or "none", logs.method(asked), response.status_code, seconds)

    return [hear]


def _measures(settings: Settings) -> Any:
    folder = settings.instance / "metrics"
    try:
        folder.mkdir(exist_ok=True)
        for name in ("counter", "histogram"):
            _reserve(folder / f"{name}_{os.getpid()}.db")
    except OSError as error:
        raise Refusal(
            say("%(path)s can't be written: %(reason)s.", path=folder, reason=error.strerror or str(error))
        ) from error
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    from quizapp.web import measures

    return measures


def _reserve(file: Path) -> None:
    if file.exists():
        return
    draft = file.with_suffix(".new")
    with draft.open("wb") as made:
        os.posix_fallocate(made.fileno(), 0, _RESERVED)
    draft.replace(file)
