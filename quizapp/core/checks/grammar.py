"""grammar-cue: the grammar of the stem fits the key and not every distractor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Option, Path
from quizapp.core.checks.words import shortened
from quizapp.core.sentences import Sentence, say

#: Whether an option goes on as the stem begins; None where it can't be told.
_Fits = Callable[[str], bool | None]

_BLANK = r"(?:[_＿….]{2,}|…)"
_ARTICLE = re.compile(rf"\b(an?)\s*(?:{_BLANK}.*)?[:]?\s*$", re.IGNORECASE | re.DOTALL)
_EITHER = re.compile(r"\ba or an\b|\ba/an\b|\ba\(n\)", re.IGNORECASE)
#: Vowels by the eye that are none by the ear, and the other way round.
_CONSONANT = re.compile(r"(?:uni(?!n|m)|use|usu|eu|one\b|once|ubiq|ural|uran)", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)
_LETTER_NAME = re.compile(r"[AEFHILMNORSX](?:\b|[A-Z])")

_PLURAL = re.compile(
    r"^(?:which|what)(?: (?:two|three|four|five))? [a-z]+(?<!s)s (?:are|were|have|do|did)\b|"
    r"^(?:what|who) (?:are|were) |\b(?:are|were)(?: called)?\s*:?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:(?:the|his|her|its|their|these|those|some|an?)\s+)?(?:[a-z-]+\s+){0,2}[a-z-]+\.?")
_ONE = re.compile(r"an? |this |that ", re.IGNORECASE)
#: Beside a list a single name stands out as well.
_LIST, _NAME = re.compile(r"\w{3} and "), re.compile(r"[A-Z][a-z]+")
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|news)$")


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings if item.language == "en" else ():
        fits = _article(choosing.lead) or (_plural(choosing.lead) if choosing.path == ("options",) else None)
        yield from _cues(choosing, fits) if fits else ()
    for choosing in item.choosings if item.language == "fr" else ():
        elided = _elision(choosing.lead)
        yield from _cues(choosing, elided) if elided else ()


def _cues(choosing: Choosing, fits: _Fits) -> Iterator[tuple[Path, Sentence]]:
    """Where every key fits, the first distractor that does not."""
    if not choosing.keys or not all(fits(option.text) for option in choosing.keys):
        return
    odd = next((option for option in choosing.distractors if fits(option.text) is False), None)
    if fits is _is_several and all(_LIST.search(option.text) for option in choosing.keys):
        odd = odd or next((option for option in choosing.distractors if _NAME.fullmatch(option.text)), None)
    if odd:
        yield odd.path, _said(odd)


def _said(odd: Option) -> Sentence:
    return say("The grammar of the stem fits the key, but not “%(option)s”.", option=shortened(odd.text))


def _article(lead: str) -> _Fits | None:
    """After a, what begins with a consonant fits; after an, what begins with a vowel."""
    found = _ARTICLE.search(lead)
    if found is None or _EITHER.search(lead):
        return None
    wants_vowel = found[1].casefold() == "an"
    return lambda text: _begins_with_vowel(text) == wants_vowel


def _begins_with_vowel(text: str) -> bool:
    if re.match(r"(?:8|11|18)\b", text) or _LETTER_NAME.match(text):
        return True
    return bool(_VOWEL.match(text)) and not _CONSONANT.match(text)


def _plural(lead: str) -> _Fits | None:
    """After "which animals are", several things fit."""
    return _is_several if _PLURAL.search(lead.strip()) else None


def _is_several(text: str) -> bool | None:
    """Whether the option names several things; None for a name, a number, a sentence and what can't be told."""
    if re.search(r"\band\b|,|\b(?:both|two|three|several|many)\b", text):
        return True
    if _ONE.match(text):
        return False
    if not _BARE.fullmatch(text[:1].lower() + text[1:]):
        return None
    last = text.rstrip(".").split()[-1]
    if last.endswith("s") and not _NO_PLURAL.search(last):
        return True
    named = re.match(r"(?:the|his|her|its|their) ", text, re.IGNORECASE)
    return False if named else None


_ELISION = re.compile(r"(?:\b(l|d|qu)['’]|\b(le|la|de|du|que)\s)\s*[:…_.]*\s*$", re.IGNORECASE)
_FRENCH_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœh]", re.IGNORECASE)


def _elision(lead: str) -> _Fits | None:
    """After l' a vowel fits, after le a consonant."""
    found = _ELISION.search(f"{lead} ")
    if found is None:
        return None
    return lambda text: bool(_FRENCH_VOWEL.match(text)) == bool(found[1])


CHECKS = (
    Check(
        "grammar-cue",
        say(
            "Whoever reads with care strikes out what does not fit the sentence, and needs no knowledge for it "
            "(Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Put the article into the options (a joey, an owlet), and make all options singular or all plural."),
        _find,
    ),
)
