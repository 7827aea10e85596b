"""What the fields of a question's form are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LABELS = {
    "stem": _l("Question"),
    "explanation": _l("Explanation"),
    "evidence": _l("Passages that prove the answer"),
    "exact": _l("Passage"),
    "prefix": _l("Words right before it"),
    "suffix": _l("Words right after it"),
    "points": _l("Points"),
    "hints": _l("Hints"),
    "tries": _l("Tries in practice"),
    "penalty": _l("What a further try or a hint costs"),
    "tags": _l("Tags"),
    "options": _l("Options"),
    "text": _l("Text"),
    "correct": _l("Right"),
    "weight": _l("Share of the points"),
    "feedback": _l("What a learner who chose it is told"),
    "pinned": _l("Keep its place"),
    "shuffle": _l("Mix the options"),
    "scoring": _l("How it is marked"),
    "answer": _l("Right answer"),
    "feedback_true": _l("What is told to those who say true"),
    "feedback_false": _l("What is told to those who say false"),
    "accept": _l("More answers that are accepted"),
    "typos": _l("Forgive a small slip in spelling"),
    "tolerance": _l("How far off still counts"),
    "relative_tolerance": _l("The same, as a share of the answer"),
    "range": _l("Range"),
    "low": _l("From"),
    "high": _l("To"),
    "unit": _l("Unit"),
    "units": _l("More units"),
    "unit_required": _l("The unit is part of the answer"),
    "precision": _l("How exact"),
    "pairs": _l("Pairs"),
    "left": _l("Left"),
    "right": _l("Right side"),
    "extra": _l("Choices that fit none"),
    "items": _l("Items, in the right order"),
    "gaps": _l("Gaps"),
    "kind": _l("Kind"),
}


def label(name: str) -> str:
    """The label of a field; a kind's template may call it otherwise."""
    return str(LABELS.get(name, name.replace("_", " ").capitalize()))
