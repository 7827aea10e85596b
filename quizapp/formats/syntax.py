"""Where YAML can't be read on, in words: the parser's own terms turned into what an author can do."""

from __future__ import annotations

from typing import Any

import yaml

from quizapp.core.sentences import Sentence, say

#: What the parser says, or how it begins, and what that means for the author.
_MEANINGS: dict[str, Sentence] = {
    "mapping values are not allowed": say(
        "A colon stands where none can be. Put text that has a colon in it in quotes, or mend the indentation."
    ),
    "did not find expected key": say(
        "YAML can't read on here. Indent this line like its neighbours, and put text that begins with a quote or a "
        "bracket in quotes as a whole."
    ),
    "did not find expected '-' indicator": say(
        "This line belongs to a list: begin it with a hyphen, or indent it like the lines of its item."
    ),
    "did not find expected ',' or ']'": say("A list that begins with [ is not closed. Write the ] or the comma."),
    "did not find expected node content": say("A list that begins with [ is not closed. Write the ] or a value."),
    "did not find expected ',' or '}'": say("What begins with { is not closed. Write the } or the comma."),
    "found unexpected end of stream": say("A quote was opened and is not closed. Write the closing quote."),
    "found unknown escape character": say(
        'In "..." a backslash has a meaning of its own. Write two of them, or use single quotes.'
    ),
    "could not find expected ':'": say(
        "A line before this one has neither a colon nor a hyphen. Indent it, or mend it."
    ),
    "block sequence entries are not allowed": say(
        "A list begins on a line of its own. Put the hyphen on the next line."
    ),
    "did not find expected whitespace or line break": say("A text can't begin with ! in YAML. Put the text in quotes."),
    "found a tab character": say("A tab stands where YAML wants spaces. Indent with spaces."),
    "exceeded maximum nesting depth": say("This is nested too deeply. A set needs no more than a few levels."),
}
_TAB = _MEANINGS["found a tab character"]


def syntax_fault(error: yaml.YAMLError, text: str) -> tuple[tuple[int, int], Sentence]:
    """The place, counted from 1, where reading stopped, and why."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return (1, 1), _unknown(error)
    return (mark.line + 1, mark.column + 1), _meaning(error, text, mark)


def _meaning(error: Any, text: str, mark: Any) -> Sentence:
    said = f"{error.problem or error.context}"
    if said == "found character that cannot start any token":
        return _odd_start(_character(text, mark))
    return next((meaning for start, meaning in _MEANINGS.items() if said.startswith(start)), _unknown(said))


def _character(text: str, mark: Any) -> str:
    lines = text.split("\n")
    return lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""


def _odd_start(character: str) -> Sentence:
    if character == "\t":
        return _TAB
    return say("A text can't begin with %(character)s in YAML. Put the text in quotes.", character=character)


def _unknown(said: object) -> Sentence:
    reason = " ".join(str(said).split())
    return say("YAML can't read on from here (%(reason)s). Is a quote or the indentation missing?", reason=reason)
