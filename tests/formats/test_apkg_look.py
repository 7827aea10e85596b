"""Cards look like the app: the same paper, ink and pen, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizapp.formats.anki.note_types import note_types

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "quizapp/web/static/css/tokens.css").read_text()
CARD = note_types()["basic"].css


def values(css: str) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", css)}


def test_the_colours_are_those_of_the_app() -> None:
    day, night = TOKENS.split("@media (prefers-color-scheme: dark)")[:2]
    card_day, card_night = CARD.split(".card.nightMode")[:2]
    for found, known in ((card_day, day), (card_night.split("}")[0], night.split("@media")[0])):
        assert len(values(found)) >= 10
        for name, value in values(found).items():
            if name != "--leading":
                assert value == values(known)[name], name


def test_every_colour_of_the_day_that_differs_at_night_has_its_own() -> None:
    day, night = (values(part) for part in TOKENS.split("@media (prefers-color-scheme: dark)")[:2])
    card_night = values(CARD.split(".card.nightMode")[1].split("}")[0])
    for name in values(CARD.split(".card.nightMode")[0]):
        if name in night and night[name] != day[name]:
            assert name in card_night


@pytest.mark.parametrize("night", [".card.nightMode", ".card.night_mode", ".nightMode .card", ".night_mode .card"])
def test_night_is_known_by_every_name_that_clients_give_it(night: str) -> None:
    assert night in CARD


def test_no_colour_is_written_outside_of_the_tokens() -> None:
    rules = re.sub(r"--[\w-]+:[^;]+;", "", note_types()["choice"].css)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", rules) == []
