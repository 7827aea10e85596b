"""Answers to several questions in one form: each field stands under its question's prefix, `q3.answer`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2s
from json import dumps

from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from quizapp.core.kind import Fields

#: What a page showed when the form was made stands behind it.
_ASKED = re.compile(r"([1-9]\d{0,3})(?:-([0-9a-f]*))?", re.ASCII)
_FIELD = re.compile(r"q([1-9]\d{0,3})\.(answer(?:\..*)?)", re.ASCII | re.DOTALL)

_TAG = re.compile(r"<[a-z][^<>]*>")
_NAMES = "name|id|for|list|aria-(?:labelledby|describedby|controls|details|errormessage|owns)"
_NAMING = re.compile(rf'(?<=\s)({_NAMES})="([^"]*)"')


def init_app(app: Flask) -> None:
    app.add_template_filter(prefixed, "prefixed")


def prefixed(html: str, position: int) -> Markup:
    """The HTML of a question's fields with its prefix before all names and ids: kinds need not know of it."""
    prefix = f"q{position}."

    def named(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(prefix + name for name in found[2].split())}"'

    return Markup(_TAG.sub(lambda tag: _NAMING.sub(named, tag[0]), html))  # noqa: S704 - as safe as it was


def marker(position: int, shown: Fields) -> str:
    """Says that the question is on the page, and what the page shows for its answer."""
    return f"{position}-{_digest(shown)}"


def changed(form: MultiDict[str, str]) -> dict[int, Fields]:
    """The fields of each question that was on the page, but for those left as the page had shown them.

    A form without a script brings all its questions: what was answered meanwhile in another tab must stay.
    """
    given = _by_position(form.lists())
    asked = (_ASKED.fullmatch(value) for value in form.getlist("asked"))
    found = {int(each[1]): each[2] for each in asked if each}
    return {position: given[position] for position, shown in found.items() if shown != _digest(given[position])}


def _by_position(lists: Iterable[tuple[str, list[str]]]) -> defaultdict[int, dict[str, list[str]]]:
    given: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    for name, values in lists:
        found = _FIELD.fullmatch(name)
        if found:
            given[int(found[1])][found[2]] = values
    return given


def _digest(fields: Fields) -> str:
    """Short, and the same for the same answer; empty for none."""
    filled = sorted((name, [value for value in values if value]) for name, values in fields.items() if any(values))
    return blake2s(dumps(filled).encode(), digest_size=5).hexdigest() if filled else ""
