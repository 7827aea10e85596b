"""What a device sends of what was done there: read from JSON, its times by the server's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from quizapp.core.document import Document
from quizapp.core.memory.memory import Rating
from quizapp.core.sentences import Unreadable, say
from quizapp.work.reviewing.sending import Deed, Sort

#: So many deeds are taken at once; the device sends the rest after them.
MOST = 50
Token = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,64}$")]
Id = Annotated[int, Field(ge=0, le=2**31 - 1)]
#: Until the year 2200.
Milliseconds = Annotated[int, Field(ge=0, le=7_258_118_400_000)]


class SentDeed(Document):
    """One deed as JSON has it; `at` is by the device's own clock."""

    id: Token
    sort: Sort
    at: Milliseconds
    card: Id = 0
    rating: Rating = Rating.AGAIN
    took: Annotated[int, Field(ge=0, le=10**9)] = 0
    on: bool = True
    of: Token | None = None
    review: Id = 0


_DEEDS = TypeAdapter(Annotated[tuple[SentDeed, ...], Field(max_length=MOST)])
_SENT_AT = TypeAdapter(Milliseconds)


def read(deeds: str, sent_at: str, now: datetime) -> list[Deed]:
    """The deeds, in their order. Raises `Unreadable`."""
    try:
        found, clock = _DEEDS.validate_json(deeds), _SENT_AT.validate_python(sent_at)
    except ValidationError as error:
        raise Unreadable(say("These reviews can't be read. Reload the page and review the cards again.")) from error
    ahead = datetime.fromtimestamp(clock / 1000, UTC) - now
    return [_deed(each, ahead) for each in found]


def _deed(sent: SentDeed, ahead: timedelta) -> Deed:
    at = datetime.fromtimestamp(sent.at / 1000, UTC) - ahead
    took = timedelta(milliseconds=sent.took)
    return Deed(sent.id, sent.sort, at, sent.card, sent.rating, took, sent.on, sent.of or "", sent.review)
