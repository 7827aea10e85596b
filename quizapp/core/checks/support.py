"""unsupported-key: the key is not in the quoted evidence, and can't be read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from quizapp.core.checks.check import Check
from quizapp.core.checks.dated import is_dated
from quizapp.core.checks.figures import figures, follows, written_figures
from quizapp.core.checks.item import Item, Path, text_of, worth
from quizapp.core.checks.words import KNOWN, UNSPACED, akin, shortened, terms
from quizapp.core.number_key import NumberKey
from quizapp.core.sentences import Sentence, say
from quizapp.core.spelling import folded

#: More is not evidence but the article.
_LONGEST = 8000
_NUMBER_FIELDS = ("answer", "tolerance", "relative_tolerance", "range")
#: A key of more words of its own may say the same as its evidence in other words.
_PARAPHRASE = 2
_DATE = re.compile(r"(\d{3,4})-(\d\d)(?:-(\d\d))?")


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    passages = " … ".join(item.passages)[:_LONGEST]
    if passages and (item.language in KNOWN | UNSPACED | {"ko"}):
        for path, key, supported in _keys(item, passages):
            if not supported:
                yield path, say("The quoted evidence does not show “%(key)s”.", key=shortened(key))


def _keys(item: Item, passages: str) -> Iterator[tuple[Path, str, bool]]:
    """Each key with its place, and whether the passages show it."""
    for choosing in item.choosings:
        for key in choosing.keys:
            yield key.path, key.text, _shows(passages, key.text, item, may_be_paraphrase=True)
    for path, left, right in item.pairs:
        yield path, right, not (left and right) or _pairs(passages, left, right, item)
    for typed in item.typed:
        written = text_of(typed.fields.get("answer"))
        yield (*typed.path, "answer"), written, _typed(passages, typed.fields, written, item)


def _pairs(passages: str, left: str, right: str, item: Item) -> bool:
    """Whether the right side is shown, or is told in other words where the left one is shown."""
    told = len(terms(right, item.language)) > 1 and not _names(right, item.language)
    return _shows(passages, right, item, may_be_paraphrase=True) or (told and _shows(passages, left, item))


def _typed(passages: str, fields: Mapping[Any, Any], key: str, item: Item) -> bool:
    dated = _DATE.fullmatch(key)
    if dated:
        year, month, day = (int(part or 0) for part in dated.groups())
        return is_dated(passages, (year, month, day), item.language)
    if fields.get("precision") == "year":
        return is_dated(passages, (int(key), 0, 0), item.language) if re.fullmatch(r"\d{3,4}", key) else True
    bounds = _bounds(fields)
    if bounds:
        return follows(bounds, figures(passages, item.language))
    accepted = fields.get("accept")
    others = map(_accepted, accepted if isinstance(accepted, list | tuple) else ())
    return not key or any(_shows(passages, text, item) for text in (key, *others) if text)


def _accepted(written: object) -> str:
    """Another text with the full mark, else nothing."""
    if isinstance(written, Mapping):
        return text_of(written.get("text")) if worth(written.get("weight", 1)) == 1 else ""
    return text_of(written)


def _bounds(fields: Mapping[Any, Any]) -> tuple[Fraction, Fraction] | None:
    """From where to where a number is right; None for a key that is none."""
    answer = fields.get("answer")
    if (
        not isinstance(answer, int | float | Decimal | Fraction)
        and not _written_number(answer)
        and "range" not in fields
    ):
        return None
    given = {name: _stripped(fields[name]) for name in _NUMBER_FIELDS if fields.get(name) not in (None, "")}
    try:
        return NumberKey.model_validate(given).bounds
    except ValidationError:
        return None


def _stripped(value: object) -> object:
    return (
        [_stripped(each) for each in value]
        if isinstance(value, list)
        else value.strip()
        if isinstance(value, str)
        else value
    )


def _written_number(answer: object) -> bool:
    """A form sends 2.5 as a text."""
    return isinstance(answer, str) and bool(re.fullmatch(r"\s*[+-]?\d{1,30}(?:\.\d{1,30}|/\d{1,30})?\s*", answer))


def _shows(passages: str, key: str, item: Item, *, may_be_paraphrase: bool = False) -> bool:
    """Whether a text is in the passages as written, or shares its numbers and a word that the stem does not have."""
    if _stands_in(passages, key, item.language):
        return True
    numbers, given = written_figures(key, item.language), figures(passages, item.language)
    if numbers:
        return all(any(follows((value, value), given) for value in meant) for meant in numbers)
    wanted, asked = terms(key, item.language), terms(item.stem, item.language)
    own = wanted - asked or wanted
    if not own:
        return not re.fullmatch(r"[A-Z]{2,}", key) or _initials(key, passages)
    if may_be_paraphrase and len(own) > _PARAPHRASE and not _names(key, item.language):
        return True
    found = terms(passages, item.language)
    shared = any(akin(one, other) or _begins(one, other) for one in own for other in found)
    return shared or _initials(key, passages) or any(value > 1 for value in figures(key, item.language) & given)


def _stands_in(passages: str, key: str, language: str) -> bool:
    words, others = folded(key), folded(passages)
    if language in UNSPACED or len(words.letters) > 4:
        return words.letters in others.letters
    return f" {' '.join(words.words)} " in f" {' '.join(others.words)} "


def _names(key: str, language: str) -> bool:
    """Whether there are names in it, which no paraphrase can do without; German writes every noun large."""
    return language != "de" and bool(re.search(r"\s[A-ZÀ-Þ]", key))


def _begins(one: str, other: str) -> bool:
    """Norway and Norwegian, Japan and Japanese, close and closure."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short[: max(4, len(short) - 2)])


def _initials(key: str, passages: str) -> bool:
    """UN in the United Nations."""
    letters = "".join(word[0] for word in re.findall(r"\b[A-ZÀ-Þ]\w+", passages))
    bare = key.replace(".", "")
    return len(bare) >= 2 and bare.isupper() and bare in letters


CHECKS = (
    Check(
        "unsupported-key",
        say("A learner who doubts the key looks at the evidence, and can't see there that the key is right."),
        say("Mark the passage that shows the key, as well or in its place, or mend the key."),
        _find,
    ),
)
