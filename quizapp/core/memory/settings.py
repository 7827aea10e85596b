"""What a learner types into the settings, read into values of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quizapp.core.memory.plan import Plan
from quizapp.core.sentences import Unreadable, say

_STEP = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*([a-z]*)")
_UNITS: Mapping[str, timedelta] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), timedelta(seconds=1)),
    **dict.fromkeys(("", "m", "min", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hour", "hours"), timedelta(hours=1)),
}
_LARGEST = 10**9


def read_steps(text: str) -> tuple[timedelta, ...]:
    """`1m 10m`, `30s, 1 h` or `10 minutes`; a number alone is minutes, nothing is no step."""
    rest = " ".join(text.casefold().replace(";", " ").split())
    steps = []
    while rest := rest.lstrip(" ,"):
        found = _STEP.match(rest)
        unit = _UNITS.get(found[2]) if found else None
        if found is None or unit is None:
            raise Unreadable(say("Write the steps as 1m 10m: numbers with s, m or h for seconds, minutes or hours."))
        steps.append(timedelta(seconds=round(float(found[1].replace(",", ".")) * unit.total_seconds())))
        rest = rest[found.end() :]
    return tuple(steps)


def written_steps(steps: tuple[timedelta, ...]) -> str:
    return " ".join(_written(round(step.total_seconds())) for step in steps)


def _written(seconds: int) -> str:
    size, unit = next((each for each in ((3600, "h"), (60, "m")) if seconds and seconds % each[0] == 0), (1, "s"))
    return f"{seconds // size}{unit}"


def read_share(text: str) -> float:
    """A share in percent: `90`, `92.5 %`."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%?", text.strip())
    if found is None:
        raise Unreadable(say("Write a number of percent from 70 to 97, such as 90."))
    return round(float(found[1].replace(",", ".")) / 100, 4)


def written_share(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")


def read_count(text: str) -> int:
    """A whole number, also with spaces between its digits."""
    digits = "".join(text.split())
    if not digits.isdecimal():
        raise Unreadable(say("Write a whole number, such as 20."))
    return min(int(digits[:12]), _LARGEST)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "desired_retention": read_share,
    "new_a_day": read_count,
    "reviews_a_day": read_count,
    "maximum_interval": read_count,
    "day_begins_at": read_count,
    "learning_steps": read_steps,
    "relearning_steps": read_steps,
    "time_zone": str.strip,
}
#: What a learner sets; parameters are fitted.
NAMES = tuple(_READERS)


def read(name: str, text: str) -> Any:
    """The value of a plan's field; raises a `Refusal` for what can't be read or is out of bounds."""
    value = _READERS[name](text)
    Plan(**{name: value})
    return value


def written(plan: Plan) -> dict[str, str]:
    """What the fields of the form hold for a plan."""
    told = {name: str(getattr(plan, name)) for name in NAMES}
    return {
        **told,
        "desired_retention": written_share(plan.desired_retention),
        "learning_steps": written_steps(plan.learning_steps),
        "relearning_steps": written_steps(plan.relearning_steps),
    }
