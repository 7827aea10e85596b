"""The short address of a set, whole as learners type it, and as a QR code."""

from __future__ import annotations

import segno
from flask import current_app, request, url_for
from markupsafe import Markup

from quizapp.settings import Settings


def site() -> str:
    """Where this site is reached, without a slash at the end."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url or request.host_url.rstrip("/")


def full(code: str) -> str:
    return site() + url_for("short_link.follow", code=code)


def code_page() -> str:
    """Where a code can be typed in."""
    return site() + url_for("short_link.show")


def qr(code: str) -> segno.QRCode:
    return segno.make(full(code), micro=False, error="m")


def inline(made: segno.QRCode, title: str) -> Markup:
    """SVG to stand in a page; black on white whatever the page's colours, for a camera to read."""
    drawn = made.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", title=title)
    return Markup(drawn)  # noqa: S704 - made by us; segno escapes the title
