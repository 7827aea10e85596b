"""Between a draft's document and the data of its form, either way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from babel.numbers import get_decimal_symbol

from quizapp.core.locales import locale_or_english
from quizapp.core.sentences import Unreadable
from quizapp.core.written_numbers import read_number
from quizapp.web.forms.questions.shapes import Choice, Group, Pair, Rows, Shape, Table, Text, Truth, Variants, Words

#: The two fields of a table's row.
KEY = "key"
VALUE = "value"


def fields_of(shape: Group | Variants, value: Any, language: str = "en") -> dict[str, Any]:
    """What each of a group's fields shows; numbers are written as in the language."""
    short = isinstance(shape, Group) and shape.short
    given = value if isinstance(value, Mapping) else {"text": value} if short else {}
    return {name: to_form(each, given.get(name), language) for name, each in shape.fields.items()}


def to_form(shape: Shape, value: Any, language: str = "en") -> Any:
    """What a field shows; anything that does not fit the shape is shown as text, or as nothing.

    Groups are objects, not mappings: WTForms would take a field called `prefix` for an argument of its own.
    """
    match shape:
        case Text():
            shown = shape.default if value is None else _written(value)
            return _decimal(shown, language) if shape.exact else shown
        case Truth():
            return shape.default if value is None else value is True
        case Choice():
            shown = _written(value).lower() if shape.truth else _written(value)
            return shown if shown in shape.values else shape.default
        case Words():
            return ", ".join(map(_written, value)) if isinstance(value, list | tuple) else _written(value)
        case Pair():
            low, high = value if isinstance(value, list | tuple) and len(value) == 2 else ("", "")
            return SimpleNamespace(low=_decimal(_written(low), language), high=_decimal(_written(high), language))
        case _:
            return _many_to_form(shape, value, language)


def _many_to_form(shape: Shape, value: Any, language: str) -> Any:
    match shape:
        case Group() | Variants():
            return SimpleNamespace(**fields_of(shape, value, language))
        case Rows():
            return [to_form(shape.item, each, language) for each in value] if isinstance(value, list | tuple) else []
        case Table():
            rows = value.items() if isinstance(value, Mapping) else ()
            return [
                SimpleNamespace(**{KEY: str(key), VALUE: to_form(shape.value, each, language)}) for key, each in rows
            ]
    raise TypeError(shape)


def to_document(shape: Shape, data: Any, language: str = "en") -> Any:
    """What the draft keeps of a form's data: nothing of what says no more than the default; None for nothing.

    Numbers are read as the language writes them.
    """
    match shape:
        case Text():
            return _text(shape, _typed(data), language)
        case Truth():
            return None if bool(data) == shape.default else bool(data)
        case Choice():
            return _chosen(shape, data)
        case Words():
            return [word for word in re.split(r"[,\s]+", _typed(data)) if word] or None
        case Pair():
            pair = [_exact(_typed((data or {}).get(end)), language) for end in ("low", "high")]
            return pair if any(pair) else None
        case _:
            return _many_to_document(shape, data, language)


def _many_to_document(shape: Shape, data: Any, language: str) -> Any:
    match shape:
        case Group():
            return _named(shape.fields, data or {}, language) or None
        case Variants():
            kind = (data or {}).get("kind")
            group = shape.kinds.get(str(kind)) or next(iter(shape.kinds.values()))
            return {"kind": kind, **_named(group.fields, data or {}, language)}
        case Rows():
            return [_row(shape.item, each, language) for each in data or ()] or None
        case Table():
            rows = {_typed(row.get(KEY)): to_document(shape.value, row.get(VALUE), language) for row in data or ()}
            return {key: value for key, value in rows.items() if key} or None
    raise TypeError(shape)


def _named(fields: Mapping[str, Shape], data: Mapping[str, Any], language: str) -> dict[str, Any]:
    kept = {name: to_document(shape, data.get(name), language) for name, shape in fields.items()}
    return {name: value for name, value in kept.items() if value is not None}


def _row(item: Shape, data: Any, language: str) -> Any:
    """A row stays while it is empty, so that it is still there when its page is shown again."""
    value = to_document(item, data, language)
    if isinstance(item, Group):
        if item.short and set(value or ()) <= {"text"}:
            return (value or {}).get("text", "")
        return value or {}
    return "" if value is None else value


def _chosen(shape: Choice, data: Any) -> Any:
    value = _typed(data)
    if shape.truth:
        return {"true": True, "false": False}.get(value)
    return value if value in shape.values and value != shape.default else None


def _text(shape: Text, text: str, language: str) -> Any:
    if shape.whole and re.fullmatch(r"\s*\d{1,9}\s*", text, re.ASCII):
        number = int(text)
        return None if str(number) == shape.default else number
    if shape.exact:
        exact = _exact(text, language)
        return None if not exact.strip() or exact == shape.default else exact
    return text if text.strip() and text.strip() != shape.default else None


def _exact(text: str, language: str) -> str:
    """A number as documents write it, 5/2; what is none in the language stays as typed, to be told."""
    try:
        number, unit = read_number(text, language)
    except Unreadable:
        return text
    return text if unit else str(number)


def _typed(data: Any) -> str:
    """The text as typed; a browser sends line ends of its own, and PostgreSQL keeps no NUL."""
    return "" if data is None else str(data).replace("\r\n", "\n").replace("\x00", "")


def _decimal(text: str, language: str) -> str:
    """A fraction as people write it: 5/2 as 2.5, or 2,5 where the language does; but 1/3 as it is."""
    found = re.fullmatch(r"([+-]?\d{1,12})(?:/(\d{1,6})|\.(\d{1,6}))?", text)
    if not found or (found[2] and not int(found[2])):
        return text
    exact = Fraction(text)
    if 10**6 % exact.denominator:
        return text
    decimal = str(Decimal(exact.numerator) / exact.denominator)
    return decimal.replace(".", get_decimal_symbol(locale_or_english(language)))


def _written(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
