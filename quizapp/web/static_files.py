"""Static files by immutable address: the address holds the content's digest, so a browser asks once.

The digest of our own files stands in the path: a script's imports and a stylesheet's pictures then have it as well.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from quizapp.web import bundles

ONE_YEAR = 365 * 24 * 3600
FOLDER = bundles.FOLDER
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def init_app(app: Flask) -> None:
    as_it_is = app.view_functions["static"]

    def static(filename: str) -> Response:
        text = bundles.made(filename)
        return as_it_is(filename=filename) if text is None else _bundle(filename, text)  # type: ignore[return-value]

    app.view_functions["static"] = static
    app.url_defaults(_add_version)
    app.after_request(_keep)


def address() -> str:
    """Where our own files are: below a path that changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(FOLDER).as_posix()} {_digest(path)}\n".encode())
    digest.update(_digest(bundles.BOOTSTRAP).encode())
    return f"/static/{digest.hexdigest()[:12]}"


def _bundle(name: str, text: str) -> Response:
    """In the best coding that the browser takes."""
    coding = request.accept_encodings.best_match(["br", "gzip"])
    response = Response(bundles.pressed(name, coding) if coding else text, content_type=_TYPES[Path(name).suffix])
    response.vary.add("Accept-Encoding")
    if coding:
        response.content_encoding = coding
    return response


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "bootstrap.static" and "filename" in values:
        values["v"] = _version(Path(current_app.blueprints["bootstrap"].static_folder or "") / values["filename"])


@cache
def _version(path: Path) -> str:
    return _digest(path)[:12]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _keep(response: Response) -> Response:
    kept = request.endpoint == "static" or (request.endpoint == "bootstrap.static" and "v" in request.args)
    if kept and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
