"""Addresses that leave the site: in mail, and for an administrator to hand out."""

from __future__ import annotations

from flask import current_app, has_request_context, request, url_for

from quizapp.settings import Settings

_PATHS = {"first-start": "first_start.show", "invitation": "sign_up.invited", "reset": "password_reset.anew"}


def full(purpose: str, token: str, site: str | None = None) -> str:
    """The address of a one-time link, below the public address where the site knows it."""
    return site_address(site) + path(purpose, token)


def site_address(otherwise: str | None = None) -> str:
    """The site's address without a slash at its end."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url or otherwise or _asked()


def path(purpose: str, token: str) -> str:
    if has_request_context():
        return url_for(_PATHS[purpose], token=token)
    # Without a request, which would have to name a host that the site answers to.
    return current_app.url_map.bind("").build(_PATHS[purpose], {"token": token})


def _asked() -> str:
    return request.url_root.rstrip("/") if has_request_context() else "http://127.0.0.1:8000"
