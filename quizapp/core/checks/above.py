"""all-of-the-above, none-of-the-above: an option that speaks of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Item, Path
from quizapp.core.checks.words import shortened
from quizapp.core.sentences import Sentence, say

#: What stands for the other options.
_THE_OTHERS = (
    r"(?:the |these |those )?(?:(?:above|other|given|listed|previous) ?)?(?:options|answers|choices|statements)?"
)
_ALL = {
    "en": rf"(?:all|any) (?:of )?(?:the |these |those )?(?:above|options|answers|choices|statements)(?: .*)?|"
    rf"all (?:of )?(?:these|those)|all (?:three |four |of {_THE_OTHERS} )?(?:are|were) (?:correct|right|true)",
    "de": r"alles? (?:der |die |dieser |diese )?(?:oben )?(?:genannt|obig|antwort|aussage|davon|zusammen)\w*(?: .*)?",
    "fr": r"tou(?:te)?s (?:ces|les) (?:réponses|choix|propositions)(?: .*)?|tout (?:cela|ce qui précède)",
    "ja": r"(?:上記|以上)の?(?:すべて|全て|全部)|(?:すべて|全て)(?:正しい|当てはまる)",
    "ko": r"(?:위의? ?)?모두(?: ?(?:정답|맞다|옳다|해당(?:된다)?))?|위의? ?(?:것 ?)?(?:모두|전부)",
}
_NONE = {
    "en": r"none (?:of )?(?:the |these |those )?(?:other )?(?:above|options|answers|choices|statements|others)(?: .*)?|"
    r"none (?:of )?(?:these|those)(?: \w+)?|none (?:is|are) (?:correct|right|true)|neither of the above",
    "de": r"kein[es]?s? (?:der |die |davon|dieser )(?:oben )?(?:genannt|obig|antwort|aussage)?\w*(?: .*)?|keines davon|"
    r"nichts davon",
    "fr": r"aucun(?:e)? (?:de ces|des|de ceux) (?:réponses|choix|propositions|ci-dessus|précédent)\w*(?: .*)?",
    "ja": r"(?:上記|以上)の?(?:どれでもない|いずれでもない|どれも違う)|(?:該当|あてはまるもの)(?:なし|はない)",
    "ko": r"(?:위의? ?)?(?:보기 ?)?(?:중 ?)?(?:정답|해당 ?사항) ?없음|위의? ?어느 것도 아니다",
}


def speaks_of_the_others(text: str, language: str) -> bool:
    return _fits(_ALL, text, language) or _fits(_NONE, text, language)


def _fits(patterns: dict[str, str], text: str, language: str) -> bool:
    return bool(re.fullmatch(patterns.get(language, "(?!)"), text.casefold().strip(" .!。")))


def _find(patterns: dict[str, str], item: Item) -> Iterator[tuple[Path, Sentence]]:
    for option in (option for each in item.choosings for option in each.options):
        if _fits(patterns, option.text, item.language):
            yield option.path, say("“%(option)s” speaks of the other options.", option=shortened(option.text))


CHECKS = (
    Check(
        "all-of-the-above",
        say(
            "Who knows that two options are right can tell that all are, without knowing the rest; who knows that one "
            "is wrong can strike this one out (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Ask by “choose several” (`multiple` in a file), where each right one is ticked, or write another option."),
        partial(_find, _ALL),
    ),
    Check(
        "none-of-the-above",
        say(
            "Where it is the key, it shows that a learner knows what is wrong, not what is right; and it is often a "
            "stopgap for a missing distractor (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Write a plausible option in its place, or leave it out: three good options are enough."),
        partial(_find, _NONE),
    ),
)
