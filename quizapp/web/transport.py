"""A site that is reached by https is reached in no other way."""

from __future__ import annotations

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

#: For two years browsers ask for this host by https alone. Not for hosts below it, which may be another's.
STRICT = "max-age=63072000"


def init_app(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    if settings.https:
        app.after_request(_promise)
        if settings.proxies:
            app.before_request(_lead_to_https)


def _lead_to_https() -> BaseResponse | None:
    # Said by the proxy: without a word of it nobody can know, and a site that leads to itself answers nobody.
    if request.scheme == "http" and "X-Forwarded-Proto" in request.headers:
        # A form is sent again as it is; its cookies travel with it only then.
        return redirect(f"https://{request.host}{request.full_path.rstrip('?')}", 308)
    return None


def _promise(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = STRICT
    return response
