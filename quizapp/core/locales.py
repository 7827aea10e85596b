"""What is known of a language: its months, its marks in numbers, its direction."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def locale(language: str) -> Locale | None:
    """The locale of a tag like `ja` or `pt-BR`; None for a language that nobody has described."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def locale_or_english(language: str) -> Locale:
    return locale(language) or Locale("en")
