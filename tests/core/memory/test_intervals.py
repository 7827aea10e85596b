"""Intervals are rounded as Anki rounds them above its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from anki.collection import Collection
from anki.lang import FormatTimeSpan

from quizapp.core.memory.intervals import Rounded, rounded

LETTERS = {"seconds": "s", "minutes": "m", "hours": "h", "days": "d", "months": "mo", "years": "y"}
# Anki isolates the number for text from right to left.
MARKS = {0x2068: None, 0x2069: None}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    opened = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("interval", "number", "unit"),
    [
        (timedelta(0), 0, "seconds"),
        (timedelta(seconds=-5), 0, "seconds"),
        (timedelta(seconds=30), 30, "seconds"),
        (timedelta(minutes=1), 1, "minutes"),
        (timedelta(seconds=90), 2, "minutes"),
        (timedelta(minutes=10), 10, "minutes"),
        (timedelta(hours=1.5), 1.5, "hours"),
        (timedelta(days=3), 3, "days"),
        (timedelta(days=30), 30, "days"),
        (timedelta(days=31), 1, "months"),
        (timedelta(days=36), 1.2, "months"),
        (timedelta(days=365), 1, "years"),
        (timedelta(days=36_500), 100, "years"),
    ],
)
def test_an_interval_has_one_number_and_one_unit(interval: timedelta, number: float, unit: str) -> None:
    assert rounded(interval) == Rounded(number, unit)


def test_every_interval_is_rounded_as_anki_does(collection: Collection) -> None:
    spans = [*range(1, 4000), *range(4000, 90_000, 61), *(days * 86_400 for days in range(1, 3000))]
    for seconds in spans:
        ours = rounded(timedelta(seconds=seconds))
        theirs = collection.format_timespan(seconds, FormatTimeSpan.ANSWER_BUTTONS)
        assert f"{ours.number:g}{LETTERS[ours.unit]}" == theirs.translate(MARKS), seconds
