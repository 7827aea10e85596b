"""What was studied in Anki, brought back: looked at first, then taken over, all of it or nothing."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quizapp.core.schedule_export import LoggedReview, Returned
from quizapp.core.sentences import Busy, NotFound, Refusal, Unreadable, say
from quizapp.formats.anki.reading import read_package
from quizapp.formats.anki.schedule.returning import returned
from quizapp.store import uploads
from quizapp.store.base import milliseconds
from quizapp.store.reviewing import memories, plans, travelling
from quizapp.store.tables import UploadRow
from quizapp.work.reviewing import studying
from quizapp.work.reviewing.rating import LONGEST_LOOK, LONGEST_SPAN
from quizapp.work.reviewing.weighing import Meeting, Offered, Weighed, weigh
from quizapp.work.transactions import writing

#: So many answers are read of one file.
MOST_REVIEWS = 200_000
_PURPOSE = "return"
_DOCUMENT = TypeAdapter(Returned)
_MILLISECOND, _SECOND = timedelta(milliseconds=1), timedelta(seconds=1)


@dataclass(frozen=True)
class Look:
    """A file that was brought, and what taking it over does; `stamp` tells it from the next.

    `others` are notes that are not ours; all else counts cards that are here, or answers on them. `reviews` are not
    known here yet; `taken` to `same` are the outcomes of `core.memory.travelling`; `aside` are set aside from now on,
    or no longer. `unusable` have dates that can't be right, `gone` are asked no more and never were here. `begun` are
    sets that are reviewed from now on.
    """

    name: str
    stamp: str
    cards: int
    reviews: int
    taken: int
    joined: int
    kept: int
    same: int
    aside: int
    unusable: int
    gone: int
    others: int
    offered: tuple[Offered, ...]
    begun: int = 0

    @property
    def changed(self) -> int:
        return self.taken + self.joined

    @property
    def is_nothing_new(self) -> bool:
        return not (self.reviews or self.taken or self.aside)


def read(session: Session, person_id: int | None, package: bytes) -> Returned:
    """What is ours in a package from Anki. Raises `Unreadable` with what to do about it."""
    try:
        collection = read_package(package)
    except Busy:
        raise
    except Refusal as refused:
        raise Unreadable(refused.sentence) from refused
    guids = travelling.known_guids(session, (note.guid for note in collection.notes))
    return _checked(returned(collection, guids, plans.plan(session, person_id).zone))


def keep(session: Session, person_id: int, name: str, found: Returned, now: datetime) -> None:
    """Hold what was read until it is decided about, in place of what was read before."""
    data = zlib.compress(_DOCUMENT.dump_json(found))
    with writing(session):
        uploads.keep(session, person_id, _PURPOSE, _fit(name), data, now)


def look(session: Session, person_id: int, now: datetime) -> Look | None:
    """What taking over the person's last file would do; None where there is no file. Never writes."""
    upload = uploads.held(session, person_id, _PURPOSE)
    if upload is None:
        return None
    found = _returned(upload)
    return _look(upload, found, weigh(session, person_id, found, plans.plan(session, person_id), now))


def take(
    session: Session, person_id: int, stamp: str, slugs: Collection[str], now: datetime, time_zone: str = ""
) -> Look:
    """Take over the file with this stamp, and review the sets in `slugs` of it from now on; gives what was done.

    A second time nothing is left to do. Raises `Refusal` where another file was brought meanwhile.
    """
    try:
        return _take(session, person_id, stamp, slugs, now, time_zone)
    except IntegrityError:
        # The same in another tab was faster, and leaves nothing to do.
        return _take(session, person_id, stamp, slugs, now, time_zone)


def _take(session: Session, person_id: int, stamp: str, slugs: Collection[str], now: datetime, time_zone: str) -> Look:
    with writing(session):
        upload = uploads.held(session, person_id, _PURPOSE)
        if upload is None:
            raise NotFound(say("This file is no longer here. Choose it again; nothing was taken over."))
        if _stamp(upload) != stamp:
            raise Refusal(say("You have chosen another file since. Look what is in it first; nothing was taken over."))
        found = _returned(upload)
        begun = _begin(session, person_id, found, slugs, now, time_zone) if slugs else 0
        weighed = weigh(session, person_id, found, plans.plan(session, person_id), now, to_change=True)
        done = replace(_look(upload, found, weighed), begun=begun)
        for each in weighed.meetings:
            _settle(each)
        session.flush()
        travelling.add_to_log(session, [line for each in weighed.meetings for line in _lines(each)])
        return done


def _begin(
    session: Session, person_id: int, found: Returned, slugs: Collection[str], now: datetime, time_zone: str
) -> int:
    """Review those of the offered sets that were chosen; gives how many."""
    offered = weigh(session, person_id, found, plans.plan(session, person_id), now).offered
    chosen = [each for each in offered if each.slug in slugs]
    for each in chosen:
        studying.begin(session, person_id, each.set_id, now, time_zone)
    return len(chosen)


def _settle(each: Meeting) -> None:
    row, met = each.row, each.met
    if met.outcome in {"taken", "joined"}:
        memories.remember(row, met.memory)
        row.buried_until = None
    row.suspended = met.suspended


def _lines(each: Meeting) -> Iterator[dict[str, Any]]:
    """New lines of the log, each once."""
    for request, review in {_request(review): review for review in each.met.fresh}.items():
        yield {
            "person_id": each.row.person_id,
            "memory_id": each.row.id,
            "request": request,
            "source": "anki",
            "rating": review.rating,
            "at": review.at,
            "took": min(review.milliseconds, LONGEST_LOOK // _MILLISECOND),
            "state": review.state,
            "last_interval": min(review.last_interval // _SECOND, LONGEST_SPAN),
            "interval": min(review.interval // _SECOND, LONGEST_SPAN),
            "difficulty": review.difficulty,
        }


def _request(review: LoggedReview) -> str:
    """The same for the same answer, whenever it is brought."""
    named = f"{review.guid}|{review.ord}|{milliseconds(review.at)}|{review.rating}"
    return f"anki-{sha256(named.encode()).hexdigest()[:48]}"


def _checked(found: Returned) -> Returned:
    """Each card once. Raises `Unreadable` for a file that tells nothing."""
    cards = {(card.guid, card.ord): card for card in reversed(found.cards)}
    answers = sum(len(card.log) for card in cards.values())
    if not cards and not found.unusable:
        raise Unreadable(
            say("No card in this file is from this site. In Anki, export a deck that you have taken from here.")
        )
    if not answers and not found.unusable and not any(card.schedule for card in cards.values()):
        raise Unreadable(
            say("In this file all cards are new. Export the deck again and tick Include scheduling information.")
        )
    if answers > MOST_REVIEWS:
        raise Unreadable(
            say("There are more than %(most)s answers in this file. Export one deck at a time.", most=MOST_REVIEWS)
        )
    return replace(found, cards=tuple(reversed(cards.values())))


def _look(upload: UploadRow, found: Returned, weighed: Weighed) -> Look:
    return Look(
        upload.name,
        _stamp(upload),
        len(weighed.meetings),
        weighed.reviews,
        weighed.count("taken"),
        weighed.count("joined"),
        weighed.count("kept"),
        weighed.count("same"),
        weighed.aside,
        weighed.unusable,
        weighed.gone,
        found.others,
        tuple(weighed.offered),
    )


def _fit(name: str) -> str:
    """What every database holds of a file's name."""
    return name.replace("\x00", "").encode(errors="replace").decode()


def _returned(upload: UploadRow) -> Returned:
    return _DOCUMENT.validate_json(zlib.decompress(upload.data))


def _stamp(upload: UploadRow) -> str:
    return sha256(upload.data).hexdigest()[:16]
