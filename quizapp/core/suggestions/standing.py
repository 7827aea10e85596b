"""Whether a sentence can stand alone, without the ones before it."""

from __future__ import annotations

import re
from itertools import takewhile

from quizapp.core.suggestions.leaning import LEANING, POINTING, SUBJECT, THEN
from quizapp.core.suggestions.verbs import may_be_verb

_SPACED = frozenset(("en", "de", "fr"))
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them|his|her|their|its)\b", re.IGNORECASE)
_OWNING = frozenset("his her their its".split())
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|us|our|Our|my|My|you|You|your|Your)\b")
_PREPOSITION = (
    r"(?:in|on|at|by|for|from|to|of|with|after|before|since|until|during|under|over|between|despite|because|while"
    r"|although|when|if)\b"
)
_OPENING = re.compile(rf"{_PREPOSITION}(?: [^,]{{0,80}}, |(?: [\w.]+){{0,3}}? \d{{4}} |.*$)", re.IGNORECASE)
#: Between a noun and the pronoun that means it, unless the pronoun tells whose something is.
_BOUNDARY = re.compile(r"[,;:—–.!?]|\b(?:that|if|when|because|but|as|while|who|which|than|whether|before|after|so)\b")
#: The worst found ...: the worst of what?
_HEADLESS = re.compile(r"The (?:\w{2,}st|last|other|second|third) \w")
_NOUN = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Ee]very|[Nn]o) [a-z]|(?<!^)\b[A-Z][a-z]|^[A-Z][a-z]+s? (?!of\b)[a-z]")
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"), ("(", ")"), ("（", "）"), ("‘", "’"))


def stands_alone(text: str, language: str) -> bool:
    """A whole sentence of a good length that points to nothing outside of it."""
    tongue = language.partition("-")[0]
    return tongue in LEANING and not POINTING[tongue].search(text) and stand_together(text, language)


def stand_together(text: str, language: str) -> bool:
    """As `stands_alone`, for two sentences: the second may point to the first."""
    tongue = language.partition("-")[0]
    if tongue not in LEANING or not _is_whole(text, tongue) or LEANING[tongue].match(text):
        return False
    if THEN[tongue].search(text) or (tongue in SUBJECT and not SUBJECT[tongue].search(text)):
        return False
    return tongue != "en" or (_has_head(text) and _is_of_same_number(text) and _is_clear(text))


def _has_head(text: str) -> bool:
    return not (_HEADLESS.match(text) and may_be_verb(text.split()[2]))


def _is_of_same_number(text: str) -> bool:
    """Whether what a second sentence calls it or they may be what the first one is about: one thing, or several."""
    second = re.search(r"[.!?][”\"]? (?:\S+ ){0,3}?(?P<word>they|their|them|it|its)\b", text, re.IGNORECASE)
    if second is None:
        return True
    first = re.split(r"[,.]", text, maxsplit=1)[0].split()[:6]
    subject = list(takewhile(lambda word: not may_be_verb(word), first))
    several = "and" in subject or any(re.search(r"[^s'’iu]s$", word) and len(word) > 3 for word in subject)
    return several == second["word"].casefold().startswith("the")


def _is_whole(text: str, tongue: str) -> bool:
    size, least, most = (len(text.split()), 5, 36) if tongue in _SPACED else (len(text), 10, 110)
    if not least <= size <= most or len(text) > 320 or text[0].islower():
        return False
    ended = text.rstrip("\"'”’»」』").endswith((".", "。", "!"))
    odd = any(sign in text for sign in ("[[", "://", "@", "\\"))
    quoted = text[0] in '“"„«「' and text[-1] in '”"“»」'
    return ended and not odd and not quoted and _is_balanced(text)


def _is_balanced(text: str) -> bool:
    straight = text.count('"') % 2 == 0
    german = "„" in text
    pairs = [pair for pair in _PAIRS[:-1] if not (german and pair == ("“", "”")) and (german or pair[0] != "„")]
    return straight and all(text.count(start) == text.count(end) for start, end in pairs)


def _is_clear(text: str) -> bool:
    """Whether each pronoun has something before it in the sentence that it can mean."""
    if _FIRST_PERSON.search(re.sub(r"“[^”]*”|\"[^\"]*\"", "", text)):
        return False
    hidden = re.sub(r"“[^”]*”|\"[^\"]*\"", lambda quoted: "x" * len(quoted[0]), text)
    first = _PRONOUN.search(hidden)
    if first is None:
        return True
    opening = _OPENING.match(hidden[: first.start()])
    before = hidden[opening.end() if opening else 0 : first.start()]
    near = first[0].casefold() in _OWNING or _BOUNDARY.search(before)
    return bool(_NOUN.search(before)) and bool(near)
