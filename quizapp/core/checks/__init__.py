"""Checks of how items are written, discovered: each module here that is a check exposes `CHECKS`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from quizapp.core.checks.check import Check, SetCheck
from quizapp.core.checks.check import Weakness as Weakness
from quizapp.core.checks.idle import CODE as IDLE
from quizapp.core.checks.idle import idle
from quizapp.core.checks.item import Item
from quizapp.core.evidence import Reading


@cache
def all_checks() -> dict[str, Check | SetCheck]:
    """Every check by its code, in alphabetical order."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    checks = [check for module in modules for check in getattr(module, "CHECKS", ())]
    return {check.code: check for check in sorted(checks, key=lambda check: str(check.code))}


def silenceable() -> tuple[str, ...]:
    """The codes that a question's `silence` may name."""
    return tuple(code for code in all_checks() if code != IDLE)


def check_question(
    document: Mapping[str, Any], *, language: str, reading: Reading | None, include_silenced: bool = False
) -> tuple[Weakness, ...]:
    """What is weak in one question, in the shape of a set's file, finished or not.

    `language` is the set's; `reading` the article's, None where there is none yet.
    """
    item = Item(document, language, reading)
    return tuple(each for each in _own(item) if include_silenced or each.code not in item.silence)


def check_set(
    documents: Sequence[Mapping[str, Any]], *, language: str, reading: Reading | None, include_silenced: bool = False
) -> tuple[tuple[int, Weakness], ...]:
    """What is weak in each question of a set, by its number from 0, and in how they stand together."""
    items = [Item(document, language, reading) for document in documents]
    found = [(at, weakness) for at, item in enumerate(items) for weakness in _own(item)]
    found += [
        each for check in all_checks().values() if isinstance(check, SetCheck) for each in check.weaknesses(items)
    ]
    told = found if include_silenced else [(at, each) for at, each in found if each.code not in items[at].silence]
    return tuple(sorted([*told, *_idle(items, found)], key=lambda each: each[0]))


def _own(item: Item) -> list[Weakness]:
    singles = (check for check in all_checks().values() if isinstance(check, Check))
    return [weakness for check in singles for weakness in check.weaknesses(item)]


def _idle(items: Sequence[Item], found: Iterable[tuple[int, Weakness]]) -> list[tuple[int, Weakness]]:
    """The silences that silence nothing; of codes that there are, for the others are problems."""
    needed = {(at, weakness.code) for at, weakness in found}
    return [
        (at, idle(code))
        for at, item in enumerate(items)
        for code in sorted(item.silence)
        if code in silenceable() and (at, code) not in needed
    ]
