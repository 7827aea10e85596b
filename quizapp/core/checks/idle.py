"""A silence that silences nothing: it would hide the next weakness of its kind."""

from __future__ import annotations

from quizapp.core.checks.check import SetCheck, Weakness
from quizapp.core.sentences import say

CODE = "idle-silence"


_CHECK = SetCheck(
    CODE,
    say("A silence that is no longer needed would hide the next weakness of the same kind."),
    say("Press “Check it again”; in a file, delete this line of `silence`."),
    lambda _: (),  # only who knows what all checks have found can tell; see `check_set`
)
CHECKS = (_CHECK,)


def idle(code: str) -> Weakness:
    said = say("`silence` names %(code)s, but there is nothing of the kind here.", code=code)
    return Weakness(CODE, ("silence", code), said, _CHECK.why, _CHECK.mend)
