"""Advice on how the items of a file are written, at its place in the file; and silences that name no check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quizapp.core.checks import check_set, silenceable
from quizapp.core.evidence import Reading
from quizapp.core.sentences import Sentence, say
from quizapp.formats import Advice
from quizapp.formats.keys import nearest
from quizapp.formats.nodes import Finding, Path, Tree
from quizapp.formats.wording import shown


def advice(tree: Tree, file: str, reading: Reading | None) -> Iterator[Advice]:
    """What is weak in the questions of a file, be it sound or not."""
    data = tree.data if isinstance(tree.data, dict) else {}
    listed, language = data.get("questions"), data.get("language")
    questions = listed if isinstance(listed, list) else []
    spoken = language if isinstance(language, str) else "en"
    for number, weakness in check_set(questions, language=spoken, reading=reading):
        line, column = tree.place(("questions", number, *weakness.path))
        yield Advice(file, line, column, weakness)


def unknown_silences(tree: Tree, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    silence = entry.get("silence")
    for code in silence if isinstance(silence, dict) else ():
        if code not in silenceable():
            yield tree.keys[*path, "silence", code], _unknown(code)


def _unknown(code: str) -> Sentence:
    near = nearest(code, silenceable())
    if near:
        return say("There is no check `%(code)s` to silence; did you mean `%(near)s`?", code=shown(code), near=near)
    return say("There is no check `%(code)s` to silence; docs/checks.md lists them.", code=shown(code))
