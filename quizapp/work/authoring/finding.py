"""What a question is found by in the bank: its kind, its text, its tags and its weaknesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizapp.core.checks import check_question
from quizapp.core.drafts import UNFINISHED, finished, plain_text
from quizapp.core.evidence import Reading
from quizapp.store.tables import QuestionRow

#: What no one searches for lies beyond.
_LONGEST = 20_000
#: What a version that learners see has beside what its draft has.
_OF_VERSIONS = {"v", "id", "revised"}


def note(row: QuestionRow, document: Mapping[str, Any], language: str, reading: Reading | None) -> None:
    """Write down what the question, as it now stands, is found by."""
    document = {name: value for name, value in document.items() if name not in _OF_VERSIONS}
    tags = document.get("tags")
    codes = [weakness.code for weakness in check_question(document, language=language, reading=reading)]
    codes += [UNFINISHED] if finished(document, reading).faults else []
    row.kind = str(document.get("kind", ""))[:20]
    row.words = plain_text(document)[:_LONGEST]
    row.tags = _spaced(map(str, tags) if isinstance(tags, list | tuple) else ())
    row.flaws = _spaced(dict.fromkeys(codes))


def _spaced(words: Any) -> str:
    """` one two `, so that each can be looked for as a whole."""
    joined = " ".join(words)
    return f" {joined} " if joined else ""
