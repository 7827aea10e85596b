"""A large deck is read a portion at a time, and its file is the same."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quizapp.core.deck import DatedNote, Deck
from quizapp.core.picture import Picture
from quizapp.formats import LoadedFolder
from quizapp.formats.apkg import write_deck
from quizapp.store import decks
from quizapp.work.loading import load

PORTION = 3


@pytest.fixture
def loaded(session: Session, folder: Callable[..., LoadedFolder], ask: Callable[..., Any], now: datetime) -> None:
    """Two sets on an article with a picture; one question of each was withdrawn."""
    sets = {
        name: [ask(f"{name}-{number}", stem=f"About ![map](map.png) {number}.") for number in range(20)]
        for name in ("cars", "boats")
    }
    of_article = folder(sets)
    load(
        session, [LoadedFolder(of_article.content, of_article.sources, (Picture("map.png", "image/png", b"png"),))], now
    )
    fewer = {name: asked[1:] for name, asked in sets.items()}
    of_article = folder(fewer)
    load(
        session, [LoadedFolder(of_article.content, of_article.sources, (Picture("map.png", "image/png", b"png"),))], now
    )


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """`large()`: from here on every deck counts as one."""

    def count_so() -> None:
        monkeypatch.setattr(decks, "MOST_AT_ONCE", 0)
        monkeypatch.setattr(decks, "PORTION", PORTION)

    return count_so


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("find", "slug"), [(decks.set_deck, "cars"), (decks.article_deck, "bridge")])
def test_its_file_has_the_same_bytes(session: Session, large: Callable[[], None], find: Any, slug: str) -> None:
    at_once = find(session, slug)
    before = write_deck(decks.deck_export(session, at_once)).data
    large()
    in_portions = find(session, slug)
    assert in_portions.version == at_once.version
    assert write_deck(decks.deck_export(session, in_portions)).data == before


@pytest.mark.usefixtures("loaded")
def test_no_more_than_a_portion_of_it_is_held(session: Session, large: Callable[[], None]) -> None:
    large()
    held = decks.article_deck(session, "bridge")
    assert held
    assert held.counts == dict.fromkeys(held.counts, 20)
    deck = decks.deck_export(session, held).deck
    alive = [sum(isinstance(each, DatedNote) for each in gc.get_objects()) for _ in notes_of(deck)]
    assert len(alive) == 40
    assert max(alive) <= PORTION


def notes_of(deck: Deck) -> Any:
    return deck.all_notes()


@pytest.mark.usefixtures("loaded")
def test_it_can_be_gone_through_twice(session: Session, large: Callable[[], None]) -> None:
    large()
    held = decks.set_deck(session, "cars")
    assert held
    deck = decks.deck_export(session, held).deck
    assert [dated.guid for dated in deck.notes] == [dated.guid for dated in deck.notes]
    assert sum(dated.retired for dated in deck.notes) == 1
