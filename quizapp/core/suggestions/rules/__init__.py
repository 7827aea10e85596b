"""The rules, discovered: each module here exposes `drafts`, which drafts questions on facts of one sort."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from quizapp.core.suggestions.suggestion import Rule


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by the name of its module, in alphabetical order."""
    names = [found.name for found in pkgutil.iter_modules(__path__)]
    return {name: import_module(f"{__name__}.{name}").drafts for name in names}
