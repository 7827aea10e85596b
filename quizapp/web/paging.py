"""What a list's address says: the words that are looked for, and the page."""

from __future__ import annotations

from flask import request


def words() -> str:
    """What was typed into the search field; no database text holds a NUL."""
    return request.args.get("words", "")[:200].replace("\x00", "").strip()


def number() -> int:
    """The page that was asked for, counted from 1."""
    given = request.args.get("page", "1")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 6 else 1
