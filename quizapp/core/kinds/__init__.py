"""The kinds of question, discovered: each module here exposes `KIND`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

from quizapp.core.kind import Kind
from quizapp.core.question import Question


@cache
def all_kinds() -> dict[str, Kind[Any, Any]]:
    """Every kind by its name, in alphabetical order."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.KIND.name: module.KIND for module in modules}


def kind_of(question: Question) -> Kind[Any, Any]:
    return all_kinds()[question.kind]


#: The version of the JSON document that keeps a question; a new shape raises it and teaches `from_dict` the old one.
DOCUMENT_VERSION = 1


def to_dict(question: Question) -> dict[str, Any]:
    return {"v": DOCUMENT_VERSION, **question.model_dump(mode="json", exclude_defaults=True)}


def from_dict(document: dict[str, Any]) -> Question:
    body = {key: value for key, value in document.items() if key != "v"}
    question: Question = all_kinds()[body["kind"]].question.model_validate(body)
    return question
