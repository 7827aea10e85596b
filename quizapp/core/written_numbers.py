"""Numbers as people write them: 2.5, 2,5, 2½, 5/2, 1 000, −3, with a unit before or after; never a binary float."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from quizapp.core.locales import locale_or_english
from quizapp.core.sentences import Unreadable, say
from quizapp.core.typed import unquoted

_LONGEST = 60
_MOST_DIGITS = 30
_WRITTEN = re.compile(
    r"(?P<before>[^\d+.,*/^=<>-]*)(?P<sign>[-+]?) ?"
    r"(?P<digits>[.,]?\d[\d.,' ]*)(?P<fraction>/ ?\d+)?(?P<exponent>e[-+]?\d{1,2})?"
    r"(?![\d/]) ?(?P<after>(?! ?[-+*/^=<>:.,_\d]).*)"
)
#: "About" and "nearly": a number is no less one for that.
_HEDGES = re.compile(
    r"^(?:[~≈]|(?:about|almost|approximately|approx\.?|around|ca\.?|circa|just under|nearly|roughly|some|environ|"
    r"presque|cerca de|casi|etwa|fast|knapp|rund|ungefähr)\s|[約약]\s?)\s*",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"^(?:minus|negative|moins|menos|meno|マイナス|마이너스)\s?", re.IGNORECASE)
_SIGNS = (
    dict.fromkeys("\u2212‐‒–—―", "-")
    | dict.fromkeys("\u2044\u2215", "/")
    | {"\u066b": ".", "\u066c": ",", "\u066a": "%", "’": "'"}
)


def read_number(text: str, language: str) -> tuple[Fraction, str]:
    """The number and the unit written with it ("" for none). Raises `Unreadable` for what is no number, or two."""
    plain = _NEGATIVE.sub("-", _HEDGES.sub("", _plain(unquoted(text))))
    found = _WRITTEN.fullmatch(plain) if len(text) <= _LONGEST else None
    if found is None or (found["before"].strip() and found["after"]):
        raise _no_number(text)
    value = _value(found, language, text)
    return (-value if found["sign"] == "-" else value), (found["before"].strip() or found["after"].strip())


def _plain(text: str) -> str:
    """The text in plain digits and signs; 2½ becomes 2 1/2, and a raised 2 stays apart from the number before it."""
    letters = []
    for letter in text:
        plain = unicodedata.normalize("NFKC", letter)
        if "\u2044" in plain and len(plain) > 1:
            plain = f" {plain}"
        elif letter in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            plain = f"^{plain}"
        letters.append("".join(_plain_letter(part) for part in plain))
    return " ".join("".join(letters).split())


def _plain_letter(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else _SIGNS.get(letter, letter)


def _value(found: re.Match[str], language: str, text: str) -> Fraction:
    digits = found["digits"].strip()
    if sum(letter.isdigit() for letter in digits + (found["fraction"] or "")) > _MOST_DIGITS:
        raise _no_number(text)
    if found["fraction"]:
        return _fraction(digits, found["fraction"].lstrip("/ "), text)
    value = Fraction(_decimal(digits, language, text))
    exponent = int((found["exponent"] or "e0")[1:])
    if abs(exponent) > _MOST_DIGITS:
        raise _no_number(text)
    return value * Fraction(10) ** exponent


def _fraction(digits: str, below: str, text: str) -> Fraction:
    """5/2, or 2 1/2."""
    parts = digits.split(" ")
    if len(parts) > 2 or not all(part.isdigit() for part in parts) or not int(below):
        raise _no_number(text)
    return Fraction(int(parts[-1]), int(below)) + (int(parts[0]) if len(parts) == 2 else 0)


def _decimal(digits: str, language: str, text: str) -> str:
    """The digits with one point at most. Where `1.000` may be a thousand or a one, the language decides, or nobody."""
    marks = re.sub(r"\d", "", digits)
    if not marks:
        return digits
    last, others = marks[-1], set(marks[:-1])
    if marks.count(last) == 1 and last in ".," and (others or not _looks_grouped(digits)):
        whole, _, part = digits.rpartition(last)
        return _joined(whole, part, text)
    if others - {last} or not _looks_grouped(digits):
        raise _no_number(text)
    if len(marks) == 1 and last in ".,":
        return _by_language(digits, last, language, text)
    return re.sub(r"\D", "", digits)


def _joined(whole: str, part: str, text: str) -> str:
    if not (whole.isdigit() or not whole) and not _looks_grouped(whole):
        raise _no_number(text)
    return f"{re.sub(r'[^0-9]', '', whole) or '0'}.{part}"


def _looks_grouped(digits: str) -> bool:
    """In thousands, or as in India: 1,234,567 or 12,34,567."""
    return bool(re.fullmatch(r"[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*|[1-9]\d?(?:([, ])\d\d)*\2\d{3}", digits))


def _by_language(digits: str, mark: str, language: str, text: str) -> str:
    spoken = locale_or_english(language)
    if mark == get_decimal_symbol(spoken):
        return digits.replace(mark, ".")
    if mark == get_group_symbol(spoken):
        return digits.replace(mark, "")
    raise Unreadable(
        say(
            "“%(text)s” can be a whole number or one with three decimals. Write a whole number without any mark, "
            "like 2500.",
            text=text,
        )
    )


def _no_number(text: str) -> Unreadable:
    shown = text if len(text) <= 30 else f"{text[:30]}…"
    return Unreadable(say("“%(text)s” can't be read as a number. Write it in digits, like 0.75 or 3/4.", text=shown))


def written(value: Fraction, language: str = "en") -> str:
    """The number for the eye: as a decimal where six places hold it, else as a fraction."""
    if 10**6 % value.denominator:
        return f"{value.numerator}/{value.denominator}"
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    pattern = "0.######" if abs(exact) < 10_000 else "#,##0.######"
    return str(format_decimal(exact, format=pattern, locale=locale_or_english(language), decimal_quantization=False))
