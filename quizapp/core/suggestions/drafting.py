"""The documents of questions, as the rules build them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizapp.core.dates import PartialDate
from quizapp.core.prose import escaped, plain
from quizapp.core.suggestions.found import FoundDate, FoundNumber
from quizapp.core.suggestions.story import Story, Told
from quizapp.core.suggestions.suggestion import Fields

#: In the language of the article, for they become part of the question: what to do, and what the article says.
_WORDS: Mapping[str, tuple[str, str]] = {
    "en": ("Fill the gap.", "The article says: “{}”"),
    "de": ("Fülle die Lücke.", "Im Artikel steht: „{}“"),
    "fr": ("Complète la phrase.", "L’article dit : « {} »"),
    "ja": ("空欄をうめましょう。", "記事にはこう書かれています。「{}」"),
    "ko": ("빈칸을 채우세요.", "기사에는 이렇게 적혀 있습니다. “{}”"),
}
_WORDS_MANY = {
    "en": "Fill the gaps.",
    "de": "Fülle die Lücken.",
    "fr": "Complète la phrase.",
    "ja": "空欄をうめましょう。",
    "ko": "빈칸을 채우세요.",
}


#: Text without a sign that Markdown could take for its own: rendering it to see would say the same.
_HARMLESS = re.compile(r"(?![\s\d+=-])[^\\`*_\[\]<>&#~|!\n]+")


def markdown(text: str) -> str:
    """Markdown that is read as the text, escaped only where it must be."""
    return text if _is_plain(text) else escaped(text)


def _is_plain(text: str) -> bool:
    harmless = _HARMLESS.fullmatch(_GAP.sub("", text)) and "  " not in text and text[-1:] != " "
    return bool(harmless) or plain(text) == text


def explanation(story: Story, told: Told) -> str:
    said = told.text.replace("“", "‘").replace("”", "’") if story.english else told.text
    return markdown(_WORDS[_tongue(story)][1].format(said))


def _tongue(story: Story) -> str:
    return story.language.partition("-")[0]


def asked(story: Story, told: Told, kind: str, stem: str, **fields: Any) -> Fields:
    return {"kind": kind, "stem": markdown(stem), **fields, "explanation": explanation(story, told)}


_GAP = re.compile(r"\[\[\d\]\]")
Gap = tuple[int, int, Mapping[str, Any]]


def cloze(story: Story, told: Told, *gaps: Gap) -> Fields | None:
    """The sentence with gaps, each with its start and end in it; None where the rest of the sentence tells one."""
    parts, at = [], 0
    for start, end, _ in gaps:
        parts.append(told.text[at:start])
        at = end
    parts.append(told.text[at:])
    if any(_tells(part, told.text[start:end]) for part in parts for start, end, _ in gaps):
        return None
    text = _with_gaps(parts)
    if not _is_plain(text):
        text = _with_gaps([*map(escaped, parts)])
    fill = _WORDS[_tongue(story)][0] if len(gaps) == 1 else _WORDS_MANY[_tongue(story)]
    described = {number: dict(gap) for number, (_, _, gap) in enumerate(gaps, start=1)}
    return {"kind": "cloze", "stem": fill, "text": text, "gaps": described, "explanation": explanation(story, told)}


def _tells(part: str, answer: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", part, re.IGNORECASE))


def _with_gaps(parts: Sequence[str]) -> str:
    text = parts[0]
    for number, part in enumerate(parts[1:], start=1):
        text += f"[[{number}]]{part}"
    return text


def date_gap(date: FoundDate) -> dict[str, Any]:
    if not date.has_year:
        return {"kind": "short_text", **day_without_year(date)}
    return {"kind": "date", **date_key(date.value)}


def date_key(value: PartialDate) -> dict[str, Any]:
    answer = value.year if value.precision == "year" else str(value)
    return {"answer": answer} if value.day else {"answer": answer, "precision": value.precision}


_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAY = re.compile(r"^[^\W\d_]+day,? (?:the )?")


def day_without_year(date: FoundDate) -> dict[str, Any]:
    """A day of the year as text: both orders in English, else as it stands."""
    text = _WEEKDAY.sub("", date.text)
    name = next((month for month in _MONTHS if month[:3] in text), None)
    if name is None:
        return {"answer": date.text}
    day = date.value.day
    both = (f"{day} {name}", f"{name} {day}")
    answer = both[1] if text[0].isalpha() else both[0]
    other = both[0] if text[0].isalpha() else both[1]
    short = [f"{day} {name[:3]}", f"{name[:3]} {day}"] if len(name) > 3 else []
    return {"answer": answer, "accept": [other, *short]}


def exact(value: Fraction) -> int | float | str:
    """As it is written in YAML: 12, 2.5, 1/3."""
    if value.denominator == 1:
        return value.numerator
    near = float(value)
    return near if Fraction(str(near)) == value else str(value)


#: In a unit like `million euros`, the parts that may be written alone.
_SCALES = (
    {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
    | {"Million": 6, "Millionen": 6, "Milliarde": 9, "Milliarden": 9}
    | {"millions": 6, "milliard": 9, "milliards": 9}
)
_EASTERN_SCALES = {"万": 4, "億": 8, "兆": 12, "만": 4, "억": 8, "조": 12}


def number_key(number: FoundNumber, unit: str = "") -> dict[str, Any]:
    """The number with the unit it stands with, and that unit's parts as more units."""
    unit = unit or number.unit
    key: dict[str, Any] = {"answer": exact(number.value)}
    if not unit:
        return key
    scale, _, rest = unit.partition(" ")
    rest = re.sub(r"^d['’]|^de ", "", rest)
    if scale in _SCALES and rest:
        key["units"] = {scale: 1, rest: str(Fraction(1, 10 ** _SCALES[scale]))}
    elif unit[0] in _EASTERN_SCALES and unit[1:]:
        rest = unit[1:].strip()
        size = str(Fraction(1, 10 ** _EASTERN_SCALES[unit[0]]))
        key["units"] = {name: 1 for name in (unit[0], f"{unit[0]}{rest}") if name != unit} | {rest: size}
    elif not unit[0].isascii() and number.value >= 1000:
        korean = "가" <= unit[0] <= "힣"
        signs, endings = ("만억", ("", unit, f" {unit}")) if korean else ("万億", ("", unit))
        key["units"] = {f"{sign}{end}": 10 ** _EASTERN_SCALES[sign] for sign in signs for end in endings}
    return {**key, "unit": unit}


def choice(story: Story, told: Told, stem: str, key: str, wrong: Sequence[str], *, ordered: bool = False) -> Fields:
    """Options in random order, or as they are given where they have an order of their own."""
    options: list[Any] = [{"text": markdown(key), "correct": True}, *map(markdown, wrong)]
    return asked(story, told, "choice", stem, options=options, **({"shuffle": False} if ordered else {}))


def in_order(fields: Fields, order: Sequence[str]) -> Fields:
    """The options of a choice as they follow one another in `order`."""
    texts = [*map(markdown, order)]
    said = [option["text"] if isinstance(option, dict) else option for option in fields["options"]]
    ranked = [fields["options"][said.index(text)] for text in texts]
    return {**fields, "options": ranked}


def true_false(story: Story, told: Told, start: int, end: int, swapped: str) -> Fields | None:
    """The sentence as a statement, with a piece of it swapped; true where the piece stays."""
    statement = f"{told.text[:start]}{swapped}{told.text[end:]}"
    if swapped != told.text[start:end] and swapped in told.text:
        return None
    return asked(story, told, "true_false", statement, answer=statement == told.text)


def seeded(*parts: object) -> Random:
    """The same for the same text, whenever it is asked."""
    return Random("\0".join(map(str, parts)))
