"""What the library tells of a set is what stands in it today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from quizapp.formats import LoadedFolder
from quizapp.store import library
from quizapp.work.loading import load

Ask = Callable[..., dict[str, Any]]
Folder = Callable[..., LoadedFolder]


def told(session: Session) -> dict[str, tuple[int, Fraction]]:
    """The number of questions and the points of each set in the library, by its slug."""
    return {each.slug: (each.question_count, each.points) for story in library.shelf(session) for each in story.sets}


def test_questions_and_points_are_counted_exactly(session: Session, ask: Ask, folder: Folder, now: datetime) -> None:
    people = [ask("a"), ask("b", points="1/3"), ask("c", points="1/3"), ask("d", points=2.5), ask("e", points=2)]
    load(session, [folder({"people": people, "money": [ask("f")]}), folder({"law": [ask("a")]}, slug="court")], now)
    assert told(session) == {"people": (5, Fraction(37, 6)), "money": (1, Fraction(1)), "law": (1, Fraction(1))}
    assert [each.slug for each in library.sets_of(session, "court")] == ["law"]


def test_what_was_corrected_or_withdrawn_no_longer_counts(
    session: Session, ask: Ask, folder: Folder, now: datetime
) -> None:
    load(session, [folder({"people": [ask("a"), ask("b", points=3)], "money": [ask("c")]})], now)
    load(session, [folder({"people": [ask("b", points=2)]})], now)
    assert told(session) == {"people": (1, Fraction(2))}
