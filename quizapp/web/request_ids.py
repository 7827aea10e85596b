"""The number by which a request is found in the log: told to whoever met an error, and with the answer's headers."""

from __future__ import annotations

import re
from random import getrandbits

from flask import Response, after_this_request, current_app, g, request

HEADER = "X-Request-ID"
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


def current() -> str:
    """Made when it is first asked for, so that an ordinary request costs nothing; the answer then has it as well."""
    if "request_id" not in g:
        begin()
        after_this_request(tell)
    found: str = g.request_id
    return found


def begin() -> None:
    """Give the request its number now; whoever asks for that has to `tell` the answer as well."""
    g.request_id = _given() or f"{getrandbits(64):016x}"


def _given() -> str | None:
    """The proxy's own, where there is one; a reader's would let them write into our log."""
    if not current_app.config["SETTINGS"].proxies:
        return None
    given = request.headers.get(HEADER, "")
    return given if _WELL_FORMED.fullmatch(given) else None


def tell(response: Response) -> Response:
    response.headers.add(HEADER, g.request_id)
    return response
