"""What is wrong with a draft, in words for the teacher, at the field that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from quizapp.core.drafts import Fault
from quizapp.web.forms.questions.labels import label

Context = Mapping[str, Any]
#: What is missing, where more can be said than that it is.
_MISSING: dict[str, Callable[[], str]] = {
    "stem": lambda: gettext("Write the question."),
    "explanation": lambda: gettext("Say in a sentence or two why the answer is right."),
    "evidence": lambda: gettext("Mark the passage of the article that proves the answer."),
    "answer": lambda: gettext("Write the right answer."),
    "options": lambda: gettext("Write at least two options."),
    "pairs": lambda: gettext("Write at least two pairs."),
    "items": lambda: gettext("Write at least two items."),
    "text": lambda: gettext("Write the text."),
    "gaps": lambda: gettext("Make at least one gap: put double brackets around a word of the text."),
    "left": lambda: gettext("Write the left side."),
    "right": lambda: gettext("Write the right side."),
}
#: A statement is no question.
_MISSING_IN: dict[tuple[str, str], Callable[[], str]] = {
    ("true_false", "stem"): lambda: gettext("Write the statement."),
    ("true_false", "answer"): lambda: gettext("Say whether it is true or false."),
}
_SAID: dict[str, Callable[[Context], str]] = {
    "too_short": lambda c: ngettext("Give at least one.", "Give at least %(num)d.", c["min_length"]),
    "too_long": lambda c: gettext("These are more than %(most)s.", most=c["max_length"]),
    "string_too_long": lambda c: gettext("This is longer than %(most)s characters.", most=c["max_length"]),
    "greater_than": lambda c: gettext("This must be more than %(bound)s.", bound=c["gt"]),
    "greater_than_equal": lambda c: gettext("This must be at least %(bound)s.", bound=c["ge"]),
    "less_than_equal": lambda c: gettext("This must be at most %(bound)s.", bound=c["le"]),
    "exact_number": lambda _: gettext("Write a number without commas or spaces, like 12400, 2.5 or 5/2."),
    "int_type": lambda _: gettext("Write a whole number."),
    "partial_date": lambda _: gettext("Write the date as 1984-03-05, 1984-03 or 1984."),
    "no_such_date": lambda _: gettext("There is no such date in the calendar."),
    "string_pattern_mismatch": lambda _: gettext("Write each tag as one word, like people or dates::deadlines."),
    "no_key": lambda _: gettext("Mark the option that is right."),
    "gap_number": lambda _: gettext("Number the gaps from 1."),
    "control_character": lambda _: gettext("There is a character in it that can't be shown. Type it again."),
    "lost": lambda _: gettext("The article has no such passage. Mark it anew in the article, or delete it."),
    "ambiguous": lambda _: gettext("The article has this passage more than once. Mark the one you mean anew."),
    "no_such_kind": lambda _: gettext("There is no such kind of question here."),
}


def sentence(fault: Fault, kind: str = "") -> str:
    """One sentence that says what to do; `kind` is the question's."""
    name = next((step for step in reversed(fault.path) if isinstance(step, str)), "")
    if fault.code in {"missing", "too_short", "string_too_short"} and name in _MISSING and _is_whole(fault):
        return _MISSING_IN.get((kind, name), _MISSING[name])()
    if fault.code in {"missing", "string_too_short"}:
        return str(gettext("Fill this in."))
    if fault.code in _SAID:
        return _SAID[fault.code](fault.context)
    return _finding(fault, name)


def _is_whole(fault: Fault) -> bool:
    """The field itself, not a row of it."""
    return isinstance(fault.path[-1], str)


def _finding(fault: Fault, name: str) -> str:
    """The model's own finding, which reads on from the name of what it is about."""
    finding = fault.finding.removeprefix("Value error, ").rstrip(".")
    worded = re.sub(r"`(\w+)(?:: \w+)?`", lambda found: f"“{label(found[1])}”", finding)
    return str(gettext("“%(what)s” %(finding)s.", what=label(name), finding=worded))
