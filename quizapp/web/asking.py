"""Who asks: a reader who wants a page, or a script on a page that wants to know."""

from __future__ import annotations

from flask import request


def by_script() -> bool:
    return "application/json" in request.headers.get("Accept", "")
