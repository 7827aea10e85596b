"""Finds people in English text, and the offices that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quizapp.core.suggestions.found import FoundPerson
from quizapp.core.suggestions.places import is_place
from quizapp.core.suggestions.verbs import BASES, HELPERS

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:[-'’][^\W\d_]{2,})*"
_NAME = re.compile(rf"{_CAPITAL}(?: (?:(?:van|von|de|der|den|da|dos|al|bin|ibn|el|la) )?{_CAPITAL}){{0,5}}")
OFFICES = frozenset(
    "minister president mayor director director-general secretary secretary-general head chief chair chairman"
    " chairwoman chairperson governor ambassador spokesman spokeswoman spokesperson professor manager coach"
    " captain editor founder leader chancellor king queen prince princess bishop judge envoy commissioner"
    " curator owner principal headteacher treasurer conductor architect premier senator general admiral colonel"
    " inspector superintendent deputy co-founder author biologist historian engineer researcher scientist"
    " economist doctor farmer teacher lawyer geologist astronomer librarian botanist archaeologist physicist"
    " chemist ecologist warden keeper ranger gardener adviser advisor executive coordinator organiser delegate"
    " negotiator representative".split()
)
#: Words of offices that have a capital only as part of a title, or at the beginning of a sentence.
_DEPARTMENTS = frozenset(
    "prime foreign defence defense energy finance interior vice chief opposition health education justice economy trade"
    " transport environment agriculture culture home labour labor security science sports housing deputy acting former"
    " managing executive village town city local amateur assistant senior junior head school party company".split()
)
_PLURALS = {f"{office}s": office for office in OFFICES}
_HONORIFICS = frozenset("Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor Doctor Judge Captain King Queen".split())
_RELATIVES = frozenset(("who", "which", "where", "whose"))
_NOT_PEOPLE = frozenset(
    "Ministry Council University College Company Bank Party Court Agency Union Group Institute Museum Club"
    " School Street Road Bridge River Lake Mountain Island Sea Ocean Park Square Hall House Church Hospital"
    " Library Station Airport Association Organization Organisation Foundation Committee Commission Parliament"
    " Senate Congress Government League Cup Act Treaty Pact Agreement War Peninsula Republic Kingdom States"
    " State City Town Valley Coast Society Trust Fund Centre Center Department Office Bureau Service Board Times"
    " Post News Press Award Prize Day Festival Olympics Games Championship Bay Cape Desert Forest Station"
    " Harbour Port Line Railway Theatre Orchestra Inc Ltd GmbH AG North South East West New Old Great Upper"
    " Lower Saint St United Supreme National International European Asian African American British French German"
    " Japanese Korean Chinese Russian Italian Spanish".split()
)
_DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December".split()
)
_FUNCTION = frozenset(
    "The A An In On At By For From To Of With After Before Since Until During Under Over But And Or So It He"
    " She They We I You This That These Those There Here What Who When Where Why How If As Its His Her Their Our"
    " My Your One Two Both Each Some Many Most All No Not Yet Still Even Only Also Then Now According Last Next"
    " While Although Because Despite Between Among Another Other Such".split()
)
_SPEAKS = r"(?:said|says|told|asked|added|warned|explained|argued|wrote|announced|recalled|replied|believes|hopes)"
_BEFORE_SPEECH = re.compile(rf"(?:\b{_SPEAKS}|[Aa]ccording to|represented by|led by|founded by|written by) $")
_AFTER_SPEECH = re.compile(rf" {_SPEAKS}\b")
#: What someone is who stands beside it between commas: the bus driver, Anna Lund, ...
_TRADE = re.compile(
    r"(?:[a-z]+ ){0,2}(?!(?:river|water|tower|paper|newspaper|letter|winter|summer|power|order|computer|cover"
    r"|border|number|continent|monument|document|harbor|tractor|mountain|restaurant|plant|present|event)$)"
    r"(?:[a-z]+(?:er|or|ist|ian|man|woman|ant|ent)|cook|chef|nurse|pilot|pupil)"
)
_ALONE = re.compile(
    rf"(?<![\w-] )(?<![\w-])({_CAPITAL}) (?:{_SPEAKS}|admits|wants|learned|led|fears|warns|has promised)\b"
    rf"|\b(?:said|says) ({_CAPITAL})(?=[.,])"
)
_APPOSITION = re.compile(r",(?: \d\d,)? (?P<office>[^,.;:“”\"()]{4,110})(?=[,.;])")


def find_people(text: str, called: frozenset[str] = frozenset()) -> tuple[FoundPerson, ...]:
    """Those named with two names or more, who hold an office, speak, or are `called` by their last name alone."""
    return tuple(sorted(_found(text, called), key=lambda person: person.start))


def callable_names(text: str) -> frozenset[str]:
    """Words that alone are used as people's names are: Hansen said."""
    return frozenset(match[1] or match[2] for match in _ALONE.finditer(text)) - _NOT_PEOPLE - _DAYS - _FUNCTION


def _found(text: str, called: frozenset[str]) -> Iterator[FoundPerson]:
    for match in _NAME.finditer(text):
        ahead, start = _split_title(text, match)
        name = text[start : match.end()]
        of_something = re.match(r" (?:of|for) (?:the )?[A-Z]", text[match.end() :][:12])
        if not _may_be_person(name) or (of_something and not _of_place(text, start, match.end()) and not ahead):
            continue
        office = _after(text, match.end()) or ahead or _of_place(text, start, match.end())
        office = office or _inverted(text, start, match.end())
        if office or name.rpartition(" ")[2] in called or _speaks(text, start, match.end()) or _titled(text[:start]):
            yield FoundPerson(start, match.end(), name, office)


def _titled(before: str) -> bool:
    return before[-12:].rstrip(" .").rpartition(" ")[2] in _HONORIFICS and bool(before)


def _split_title(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Defence Minister Jan Mets: the office, in small letters, and where the name begins; so with mayor Anna Lund."""
    words = match[0].split(" ")
    for place in range(len(words) - 2, 0, -1):
        title = words[place - 1].casefold().removesuffix("-elect")
        if title in OFFICES or title in _PLURALS:
            office = _small([word for word in words[:place] if word not in _FUNCTION])
            return "" if title in _PLURALS else office, match.start() + len(" ".join(words[:place])) + 1
    start = match.start()
    while words[0] in _FUNCTION | _HONORIFICS and len(words) > 2:
        start += len(words.pop(0)) + 1
    return _small_title(text[:start][-60:]), start


def _small_title(before: str) -> str:
    """The mayor Anna Lund; with words before it that may belong to it or not, it is any mayor."""
    last = before.rstrip(" ").rpartition(" ")[2]
    if last not in OFFICES:
        return ""
    told = re.search(
        rf"(?:^|\b(?:[Tt]he|by|with|to|from|for|and|said|told|says) )(?![Tt]he )((?:[A-Za-z-]+ )?{re.escape(last)}) $",
        before,
    )
    return _small(told[1].split()) if told else f"a {last}"


def _small(words: Sequence[str]) -> str:
    """An office in small letters, but for names: prime minister, UN secretary-general, French president."""
    return " ".join(word.lower() if word.casefold() in OFFICES | _DEPARTMENTS else word for word in words)


def _may_be_person(name: str) -> bool:
    words = name.split(" ")
    known = {"van", "von", "de", "der", "den", "da", "dos", "al", "bin", "ibn", "el", "la"}
    plain = [word for word in words if word not in known]
    if not 2 <= len(plain) <= 4 or "of" in words or is_place(name):
        return False
    if not all(word[0].isupper() for word in plain):
        return False
    return not any(word in _NOT_PEOPLE | _DAYS | _FUNCTION or word.isupper() or is_place(word) for word in plain)


def _after(text: str, end: int) -> str:
    """X, the head of the museum, ..."""
    match = _APPOSITION.match(text, end)
    if match is None:
        return ""
    office = match["office"]
    words = office.split()
    head = next((place for place, word in enumerate(words[:5]) if word.casefold().rstrip("s") in OFFICES
                 or word.casefold() in OFFICES), None)  # fmt: skip
    told = words[0] in BASES or not (HELPERS | _RELATIVES | {"said", "says"}).isdisjoint(words)
    return office if head is not None and len(words) <= 14 and not told else ""


def _inverted(text: str, start: int, end: int) -> str:
    """The head of the museum, X, ..."""
    if not text[:start].endswith(", ") or text[end : end + 1] not in {",", "."}:
        return ""
    before = text[: start - 2]
    match = re.search(
        r"(?:^|[ “])([Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?|[A-Z][\w-]+['’]s) ([^,.;:“”\"()]{4,90})$", before
    )
    if match is None:
        return ""
    words = match[2].split()
    bad = any(word in {"who", "which", "was", "is", "and", "said", "says", "has", "had", "the"} for word in words[:3])
    if bad or not (any(word in OFFICES for word in words[:3]) or _TRADE.fullmatch(match[2])):
        return ""
    owner = match[1] if match[1].casefold() != "the" else ""
    return f"{owner[0].lower() if owner in _FUNCTION else owner[0]}{owner[1:]} {match[2]}" if owner else match[2]


def _of_place(text: str, start: int, end: int) -> str:
    """Of Ministers A of X and B of Y each one's office."""
    place = re.match(r" of ((?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)", text[end:])
    ahead = re.search(r"((?:[A-Z]?[a-z]+ )?)([A-Z]?[a-z]+s) (?:[^\d_.,;]{0,60} and )?$", text[:start][-100:])
    if place is None or ahead is None or ahead[2].casefold() not in _PLURALS:
        return ""
    return f"{ahead[1].lower()}{_PLURALS[ahead[2].casefold()]} of {place[1]}"


def _speaks(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE_SPEECH.search(text[:start][-20:]) or _AFTER_SPEECH.match(text, end))


def distinct(people: Iterable[FoundPerson]) -> tuple[FoundPerson, ...]:
    """Each person once, as first named; who shares a name with another may be the same, and is left out."""
    first: dict[str, FoundPerson] = {}
    for person in people:
        words = [word.casefold() for word in person.text.split()]
        if first.keys().isdisjoint(words):
            first |= dict.fromkeys(words, person)
    return tuple(dict.fromkeys(first.values()))
