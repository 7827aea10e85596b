"""Static files by immutable address: the address holds the content's digest, so a browser asks once."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

ONE_YEAR = 365 * 24 * 3600
_ENDPOINTS = {"static", "bootstrap.static"}


def init_app(app: Flask) -> None:
    app.url_defaults(_add_version)
    app.after_request(_keep)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in _ENDPOINTS and "filename" in values:
        values["v"] = _version(_folder(endpoint) / values["filename"])


def _folder(endpoint: str) -> Path:
    owner = current_app if endpoint == "static" else current_app.blueprints["bootstrap"]
    return Path(owner.static_folder or "")


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint in _ENDPOINTS and response.status_code in {200, 304} and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
