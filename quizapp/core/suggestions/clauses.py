"""Plain English clauses taken apart, so that a question can be built of them; any doubt means none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quizapp.core.suggestions.places import is_place
from quizapp.core.suggestions.verbs import ADVERBS, BASES, BE, HAVE, HELPERS, PRESENT, is_participle, may_be_verb

_LONGEST, _LONGEST_SUBJECT = 26, 9
_DETERMINERS = frozenset(
    "the a an its his her their our this that these those no some many most all each every".split()
)
_NO_SUBJECT = frozenset(
    "he she it they we i you this that these those there here what who which when where why how if as in on at"
    " by for from to of with about after before since until during under over between among despite because"
    " while although though unless not nobody nothing both neither either another others one two so such then"
    " but and or yet only even still according instead however meanwhile later earlier next today yesterday"
    " tomorrow".split()
)
_NO_WORD = re.compile(r"[“”\"„«»()\[\]:;—–?!…/]|\b(?:who|which|whose|whom|because|although|though|if|unless|whether)\b")
_WORDS_INSIDE = frozenset("when while where before after since until as that".split())
_PREPOSITIONS = frozenset(
    "in on at by for from to of with about after before since until during under over between among into onto across"
    " through against without within along around near per than as".split()
)
#: Common nouns that often begin a sentence without an article.
_STARTS = frozenset(
    "Work Construction Police Officials Voters Visitors Engineers Scientists Researchers Residents People Pupils"
    " Students Farmers Workers Builders Divers Doctors Teachers Experts Firefighters Volunteers Children Women Men"
    " Parents Prices Sales Talks Negotiations Elections Trains Ships Firms Companies Scholars Archaeologists".split()
)
_WITH_INFINITIVE = frozenset("want need plan decide agree refuse promise offer threaten vote".split())


@dataclass(frozen=True)
class Clause:
    """`subject helper verb rest`, as a question needs them: was / the bridge / opened / by the king."""

    subject: str
    helper: str
    verb: str
    rest: str

    def after(self, front: str) -> str:
        """The question that `front` begins: In which year."""
        return " ".join(part for part in (front, self.helper, self.subject, self.verb, self.rest) if part) + "?"


def clause(text: str, known: frozenset[str] = frozenset()) -> Clause | None:
    """The clause, where it has a subject, one finite verb and no other.

    `known` are words as they stand within sentences.
    """
    words = text.strip().rstrip(".").split()
    if not 3 <= len(words) <= _LONGEST or _NO_WORD.search(text) or "," in text:
        return None
    place = next((at for at, word in enumerate(words) if at and _is_finite(word)), 0)
    if not place or place > _LONGEST_SUBJECT or place == len(words):
        return None
    subject, adverbs = _subject(words[:place])
    started = _lower_start(subject, known) if subject and _is_subject(subject) else None
    parts = _verb(words[place], words[place + 1 :]) if started else None
    if started is None or parts is None:
        return None
    helper, verb, rest = parts
    return Clause(started, helper, " ".join([*adverbs, *verb]), " ".join(rest))


def _is_finite(word: str) -> bool:
    return word in HELPERS or word in BASES or word in PRESENT


def _subject(words: list[str]) -> tuple[list[str], list[str]]:
    """The subject, and the adverb that stands before the verb."""
    cut = len(words) - 1 if words[-1] in ADVERBS or words[-1].endswith("ly") else len(words)
    return words[:cut], words[cut:]


def _is_subject(words: list[str]) -> bool:
    first, last = words[0].casefold(), words[-1]
    inner = any(may_be_verb(word) or word in _WORDS_INSIDE or word in _NO_SUBJECT - _PREPOSITIONS - {"and", "or", "two"}
                for word in words[1:])  # fmt: skip
    return first not in _NO_SUBJECT and last not in _DETERMINERS | _PREPOSITIONS and not inner and last != "and"


def _lower_start(words: list[str], known: frozenset[str]) -> str | None:
    """The subject within a sentence; None where it is not known whether its first word is a name."""
    first = words[0]
    if first.casefold() in _DETERMINERS:
        return " ".join([first.lower(), *words[1:]])
    bare = re.sub(r"['’]s?$", "", first)
    if first in _STARTS:
        return " ".join([first.lower(), *words[1:]])
    if first.lower() in known and first not in known and not (words[1:] and words[1][0].isupper()):
        return " ".join([first.lower(), *words[1:]])
    if (
        (bare in known and bare.lower() not in known)
        or is_place(bare)
        or any(is_place(" ".join(words[:size])) for size in (1, 2, 3))
    ):
        return " ".join(words)
    if not first[0].isupper() or first.isupper():
        return " ".join(words)
    return " ".join(words) if len(words) > 1 and words[1][:1].isupper() else None


def _verb(word: str, rest: list[str]) -> tuple[str, list[str], list[str]] | None:
    """The helper of the question, what comes after the subject, and the rest."""
    if word in HELPERS - {"did", "does", "do"}:
        size = _verb_length(word, rest)
        if size is None:
            return None
        if word in HAVE and not size:
            return _checked({"had": "did", "has": "does", "have": "do"}[word], ["have"], rest)
        return _checked(word, rest[:size], rest[size:])
    if word in BASES and (rest[:1] != ["to"] or BASES[word] in _WITH_INFINITIVE):
        return _checked("did", [BASES[word]], rest)
    if word in PRESENT and rest[:1] != ["to"]:
        return _checked("does", [PRESENT[word]], rest)
    return None


def _verb_length(word: str, rest: list[str]) -> int | None:
    """How many words after the helper belong to the verb: officially opened, been closed, expire."""
    size = 0
    while size < len(rest) and (
        rest[size] in ADVERBS or rest[size].endswith("ly") or rest[size] in {"be", "been", "not"}
    ):
        size += 1
    if size >= len(rest):
        return None if word not in BE else size
    if word in BE | HAVE:
        return size + 1 if is_participle(rest[size]) else (0 if word in HAVE and not size else size)
    return size + 1 if rest[size].isalpha() and rest[size].islower() and rest[size - 1 : size] != ["not"] else None


def _checked(helper: str, verb: list[str], rest: list[str]) -> tuple[str, list[str], list[str]] | None:
    finite = [word for before, word in zip(["", *rest], rest, strict=False) if before != "to"]
    doubtful = any(may_be_verb(word.strip(".")) or word in _WORDS_INSIDE - {"as", "that"} for word in finite)
    broken = rest[-1:] and rest[-1] in _PREPOSITIONS | _DETERMINERS | {"and", "or"}
    return None if doubtful or broken or "that" in rest else (helper, verb, rest)
