"""negative-stem: the stem asks for what is not so, and a hurried reader does not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Item, Path, text_of
from quizapp.core.sentences import Sentence, say


@dataclass(frozen=True)
class _Words:
    """`no` is what negates, `reason` what asks why something is not so, `clause` what begins a subordinate clause."""

    no: str
    reason: str = r"(?!)"
    clause: str = r"(?!)"


_LANGUAGES = {
    "en": _Words(
        no=r"\b(?:not(?! only\b)|cannot|\w+n't|except|excluding|incorrect|untrue|false|least likely)\b",
        reason=r"\b(?:why|how come|for what reason)\b",
        clause=r"\b(?:that|wh(?:o|om|ose|ich|ere|en|ether|ile)|because|if|although|unless|until|to|for)\b",
    ),
    "de": _Words(
        no=r"\b(?:nicht(?! nur\b)|kein(?:e[mnrs]?)?|außer|ausgenommen|falsch)\b",
        reason=r"\b(?:warum|weshalb|wieso|weswegen)\b",
        clause=r",",
    ),
    "fr": _Words(
        no=r"\b(?:n'\w+(?:-t)?(?:-\w+)? (?:pas|aucun)|ne \w+(?:-\w+)? (?:pas|aucun)|sauf|excepté|fausse|faux)\b",
        reason=r"\bpourquoi\b",
        clause=r"\b(?:que|qui|dont|où|parce|si|quand|lorsque)\b|\bqu'",
    ),
    "ja": _Words(no=r"(?:ない|ぬ)(?:もの|の|国|人)は|(?:誤って|間違って|違って)いる", reason=r"なぜ|どうして"),
    "ko": _Words(no=r"(?:아닌|않은|않는|틀린|없는) ?(?:것|사람|곳|나라)", reason=r"왜"),
}
_STRONG = re.compile(r"(\*\*|__)(?=\S).+?(?<=\S)\1|(?<![\w*])[*_](?=\S)[^*_]+(?<=\S)[*_](?![\w*])")
_CAPITALS = re.compile(r"\b(?:NOT|CANNOT|EXCEPT|INCORRECT|FALSE|LEAST|NICHT|KEINE?[MNRS]?|AUSSER|AUßER|PAS|SAUF)\b")
_END = re.compile(r"(?<=[.?!。？！])\s*")
#: One of these was not made then.
_AMONG = re.compile(
    r"(?:(?:all|each|one|every one) (?:of|but)|the following|these|those)\b|"
    r"(?:alle|eine[rs]?|jede[rs]?) (?:der|dieser)\b|"
    r"tou(?:te)?s (?:ces|les)\b|(?:l')?une? de (?:ces|ceux)\b",
    re.IGNORECASE,
)
#: What is quoted is not said by the stem.
_QUOTED = re.compile('“[^”]*”|"[^"]*"|„[^“]*“|«[^»]*»|「[^」]*」')


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    words = _LANGUAGES.get(item.language)
    own = any(choosing.path == ("options",) for choosing in item.choosings)
    negation = _negation(item.written_stem, words) if words and own else None
    if negation:
        yield ("stem",), say("The stem asks for what is not so, and “%(word)s” is not emphasised.", word=negation)


def _negation(written: str, words: _Words) -> str | None:
    """The word that turns the question round, unless it is emphasised or belongs to a clause within the question."""
    unstressed = _CAPITALS.sub("…", _QUOTED.sub("…", _STRONG.sub("…", written)))
    for sentence in _END.split(text_of(unstressed).replace("’", "'")):
        found = re.search(words.no, sentence, re.IGNORECASE)
        if found and _asks(sentence) and not re.search(words.reason, sentence, re.IGNORECASE):
            _, _, before = sentence[: found.start()].partition(" ")
            if not re.search(words.clause, before, re.IGNORECASE):
                return found[0]
    return None


def _asks(sentence: str) -> bool:
    """Whether it is a question, a beginning that the options complete, or speaks of what they have in common."""
    return not sentence.endswith((".", "!", "。")) or bool(_AMONG.match(sentence)) or sentence.endswith("か。")


CHECKS = (
    Check(
        "negative-stem",
        say(
            "Learners who know the subject overlook the word and choose what is so; to find what is not so tells "
            "little of what they know (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Ask for what is so. If that can't be done, write the word in bold: **not**."),
        _find,
    ),
)
