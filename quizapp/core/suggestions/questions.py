"""Questions in English, built of plain sentences: in which year, on which day, how many, how much."""

from __future__ import annotations

import re

from quizapp.core.suggestions.clauses import clause
from quizapp.core.suggestions.found import FoundDate, FoundNumber
from quizapp.core.suggestions.verbs import HELPERS, may_be_verb

_AHEAD = re.compile(r"(?P<word>[Oo]n|[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom) $")
_FRONTS = {
    ("on", "day"): "On which day",
    ("in", "month"): "In which month",
    ("in", "year"): "In which year",
    ("until", "day"): "Until which day",
    ("until", "month"): "Until which month",
    ("until", "year"): "Until which year",
    ("by", "year"): "By which year",
    ("since", "year"): "Since which year",
    ("since", "month"): "Since which month",
    ("since", "day"): "Since which day",
}
_CUT = re.compile(r"[,;—–(]| (?:and|but|when|while|after|before|because|as|where|although|though|so|or|which|who|to) ")
#: Stands where the number stood, for a clause that would end in its verb.
_ASKED = " x"
_MARKS = re.compile(r"[,;](?!\d)|[—–(]")
_JOINS = re.compile(r" (and|but|that|which|who|when|while|where|although|though) ")
_LEFT_OVER = re.compile(r" (?:early|late|again|shortly)$")
_CONNECTORS = re.compile(r"^(?:But|And|However,|Meanwhile,|Still,|Yet) ")
_PLURAL_NOUN = re.compile(r"(?:[a-z][a-z'’-]*s|people|children|women|men|sheep|fish|deer|cattle|police|staff|tonnes)$")
_PIED = frozenset("for by from in at with across to into on between within after".split())
_SOFT = {"nearly": "About", "almost": "About", "about": "About", "around": "About", "roughly": "About", "some": "About",
         "approximately": "About", "just under": "About", "just over": "About", "only": ""}  # fmt: skip
_HEDGE = re.compile(
    r"(?:^|(?<= ))(?P<hedge>nearly|almost|about|around|roughly|some|approximately|just under|just over|only"
    r"|more than|less than|fewer than|over|under|up to|at least|at most) $",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(r" ((?:[a-z][a-z'’-]*)(?: [a-z][a-z'’-]*){0,2})")
_SIZE = re.compile(r" (?:wide|long|high|deep|tall|old|thick|late|away)\b")
_ENDS_PHRASE = frozenset(
    "in on at by for from to of with about after before since until during under over between among into onto"
    " across through against within without along around near per than as a an the and or but its their his her"
    " each every last that this when while where who which more away long wide high deep tall old ago later"
    " earlier worth because so not it they he she there".split()
)


def without_connector(text: str) -> str:
    """The sentence without a But or However before it."""
    bare = _CONNECTORS.sub("", text)
    return bare[0].upper() + bare[1:] if bare else text


def when(text: str, date: FoundDate, known: frozenset[str]) -> str | None:
    """The question for the date, or None where none can be built safely."""
    without = without_date(text, date)
    ahead = _AHEAD.search(text[: date.start])
    if without is None or ahead is None or " than " in without:
        return None
    front = _FRONTS.get((ahead["word"].casefold(), date.precision))
    found = clause(without, known) if front else None
    if found is None or front is None:
        return None
    more = "" if date.has_year else " Give the day and the month."
    return found.after(front) + more


def without_date(text: str, date: FoundDate) -> str | None:
    """What happened, without when: the main clause, as a sentence without a full stop."""
    ahead = _AHEAD.search(text[: date.start])
    if ahead is None:
        return None
    before, after = text[: ahead.start()].rstrip(), text[date.end :].rstrip(".!")
    before = _LEFT_OVER.sub("", before)
    if not before:
        rest = after.lstrip(", ")
        if rest.startswith("alone "):
            return None
        return _clipped(rest[:1].upper() + rest[1:])
    if "," in before:
        return None
    cut = _CUT.match(after)
    return before if cut or not after else _clipped(f"{before}{after}")


def _clipped(text: str) -> str:
    """The main clause: up to the first comma, and without what joins another verb to it."""
    first = _MARKS.split(text)[0].rstrip()
    for join in _JOINS.finditer(first):
        before, after = first[: join.start()].split(), first[join.end() :].split()
        another = join[1] != "and" or (after and may_be_verb(after[0]))
        if another and before and not may_be_verb(before[-1]):
            return " ".join(before)
    return first


def _rest(after: str) -> str:
    """What follows in the clause, with the space before it."""
    words = "" if _CUT.match(after) else _clipped(after.strip(" .!"))
    return f" {words}" if words else ""


def how_many(text: str, number: FoundNumber, known: frozenset[str]) -> str | None:
    """The question for a number of things, or of units; None where none can be built safely."""
    start = number.start - len(number.before)
    hedge = _HEDGE.search(text[:start])
    if hedge and hedge["hedge"].casefold() not in _SOFT:
        return None
    about = _SOFT[hedge["hedge"].casefold()] if hedge else ""
    before = text[: hedge.start() if hedge else start].rstrip()
    if number.before or number.measure == "money":
        return _how_much(before, text[number.end :], known, about)
    phrase = _counted(text, number)
    if phrase is None:
        return None
    noun, after = phrase
    size = _SIZE.match(after)
    how = f"{about} how many {noun}{size[0] if size else ''}".strip()
    after = after[size.end() :] if size else after
    if not before:
        return _as_subject(how, after)
    return _as_object(how, before, after, known)


def _counted(text: str, number: FoundNumber) -> tuple[str, str] | None:
    """What is counted, and the text after it."""
    if number.unit:
        unit = re.sub(r"^(?:million|billion|thousand|trillion) ?", "", number.unit)
        if unit:
            return unit.replace("%", "per cent"), text[number.end :]
    match = _NOUN_PHRASE.match(text, number.end)
    words: list[str] = []
    for word in (match[1] if match else "").split():
        if word in _ENDS_PHRASE or (words and (may_be_verb(word) or word.endswith("ly"))):
            break
        words.append(word)
    noun = " ".join(words)
    return (noun, text[number.end + 1 + len(noun) :]) if noun and _PLURAL_NOUN.search(noun) else None


def _as_subject(how: str, after: str) -> str | None:
    """How many people took part? The verb must follow, and be the only one."""
    rest = re.split(r"[,;—–(:]", after.rstrip(".!"))[0]
    words = rest.split()
    verbs = [place for place, word in enumerate(words) if may_be_verb(word) or word in {"that", "who"}]
    if not verbs or verbs[0] > 5 or len(words) > 20 or re.search(r"[“”\"]", rest):
        return None
    first = verbs[0]
    allowed = {first, first + 1, first + 2} if words[first] in HELPERS else {first}
    whole = len(words) > first + 1 and set(verbs) <= allowed and words[first] not in {"that", "who"}
    return f"{how[0].upper()}{how[1:]} {' '.join(words)}?" if whole else None


def _as_object(how: str, before: str, after: str, known: frozenset[str]) -> str | None:
    ahead, _, last = before.rpartition(" ")
    front, kept = (f"{last} {how}", ahead) if last in _PIED else (how, before)
    rest = _rest(after)
    if before in {"There are", "There were"}:
        return f"{how[0].upper()}{how[1:]} {before[6:]} there{rest}?" if not _has_verb(rest) else None
    if last not in _PIED and not may_be_verb(last):
        return None
    whole = clause(f"{kept}{rest}" if rest or kept != before else f"{kept}{_ASKED}", known)
    return _without_asked(whole.after(f"{front[0].upper()}{front[1:]}")) if whole else None


def _without_asked(question: str) -> str:
    return question.removesuffix(f"{_ASKED}?") + "?" if question.endswith(f"{_ASKED}?") else question


def _has_verb(text: str) -> bool:
    return any(may_be_verb(word) for word in text.split())


def _how_much(before: str, after: str, known: frozenset[str], about: str) -> str | None:
    """Only for what is paid, earned or costs: how much did the bridge cost?"""
    if before.rpartition(" ")[2] not in {"cost", "costs", "paid", "spent", "raised", "earned", "lent", "gave"}:
        return None
    rest = _rest(after)
    whole = clause(f"{before}{rest or _ASKED}", known)
    if whole is None:
        return None
    money = "" if whole.verb.endswith("cost") else " money"
    return _without_asked(whole.after(f"{about} how much{money}".strip().capitalize()))
