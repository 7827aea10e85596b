"""Addresses in templates: a page asks for dozens, mostly for the same as the page before."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, request

#: So many are kept, a few hundred bytes each.
MOST_KEPT = 4096
#: Values that are equal only when they make the same address; 1 and True are not.
_PLAIN = (str, int)


def init_app(app: Flask) -> None:
    @lru_cache(MOST_KEPT)
    def kept(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        if all(type(value) in _PLAIN for value in values.values()):
            return kept(request.script_root, endpoint, tuple(values.items()))
        return app.url_for(endpoint, **values)

    app.jinja_env.globals["url_for"] = url_for
