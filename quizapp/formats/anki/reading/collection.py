"""What a package from Anki holds, as it was read: notes, cards, reviews and pictures, nothing made of them yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Template(NamedTuple):
    """One card of a note type: its name and its two sides, as Anki's templates."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """The names of its fields in their order, and a template for each card; one of cloze type has only one."""

    id: int
    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """`values` are HTML, in the order of the type's fields; `modified` is in UTC seconds since 1970."""

    id: int
    guid: str
    type: NoteType
    modified: int
    tags: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def fields(self) -> dict[str, str]:
        """The values by the names of their fields."""
        return dict(zip(self.type.fields, self.values, strict=False))


class Card(NamedTuple):
    """A card as Anki's table has it, with its deck's name and, where it waits in a filtered deck, its own due day.

    `type`: 0 new, 1 learning, 2 review, 3 relearning. `queue`: below 0 suspended or buried, else 0 new, 1 learning by
    the second, 2 review, 3 learning by the day. `due`: a place, seconds since 1970, or days since the collection's
    first. `interval` is in days; `data` is JSON with FSRS's memory.
    """

    id: int
    note: int
    ord: int
    deck: str
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    data: str


class Reviewed(NamedTuple):
    """One line of the log. `at` is in milliseconds since 1970; `ease` is 1 to 4, or 0 where nobody was asked.

    Intervals are days, or seconds below 0. `factor` and `type` are as Anki's: type 0 learning, 1 review,
    2 relearning, 3 crammed, 4 and 5 set by hand.
    """

    at: int
    card: int
    ease: int
    interval: int
    last_interval: int
    factor: int
    milliseconds: int
    type: int


@dataclass(frozen=True)
class Collection:
    """A package as read. `created` is in UTC seconds since 1970.

    `minutes_west` is how far west of Greenwich the clock stood then, None where an old Anki did not note it, and
    `day_begins_at` the hour at which a day begins, None where the package does not tell. `media` are the pictures by
    their names; of other media only the names are read.
    """

    created: int
    minutes_west: int | None
    day_begins_at: int | None
    note_types: tuple[NoteType, ...]
    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    reviews: tuple[Reviewed, ...]
    media: Mapping[str, bytes]
    other_media: tuple[str, ...] = ()

    @cached_property
    def cards_by_note(self) -> dict[int, list[Card]]:
        found: dict[int, list[Card]] = {}
        for card in self.cards:
            found.setdefault(card.note, []).append(card)
        return found

    @cached_property
    def reviews_by_card(self) -> dict[int, list[Reviewed]]:
        """In the order of time."""
        found: dict[int, list[Reviewed]] = {}
        for review in sorted(self.reviews):
            found.setdefault(review.card, []).append(review)
        return found
