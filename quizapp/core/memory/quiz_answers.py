"""What an answer in a quiz tells of a learner's memory of the card.

A review asks a learner to recall, unaided, after a night's rest. A quiz often does less, so that its answer counts
only as far as it is the same deed; where it proves nothing, nothing is written and the card comes when it is due.

- Only cards in review. When a new card begins is the learner's choice, within the day's limit; a card in learning has
  steps that are minutes apart already.
- Once a day, the first time: forgetting needs a night, and what was seen an hour ago proves nothing (nor does a miss
  tell more than the rating of the same day did).
- Only the first try. A later one knows that the one before was wrong.
- Wrong is `again`, with hints or without: who was helped and still wrong has forgotten.
- Partly right is nothing: it is neither remembered nor forgotten.
- Right after a hint is nothing: it was told, not recalled.
- Right by recall (typed text, number, date) is `good`, on the day that the card is due or before: FSRS itself lets a
  review that comes early count for less.
- Right by recognition (an option chosen, a pair joined, an order put) is `hard`, and only when the card is due.
  Recognising asks for less than recalling and strengthens less (Rowland, Psychological Bulletin 140, 2014), and one in
  four guesses of four options is right. On a card that is not due it would only make the card harder.
- Right in `true_false` is nothing: a coin is right half of the time.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from quizapp.core.memory.days import day_of, is_due
from quizapp.core.memory.memory import Memory, Rating
from quizapp.core.memory.plan import Plan

RECALLED = frozenset({"short_text", "number", "date"})
GUESSABLE = frozenset({"true_false"})


def evidence(
    kind: str, mark: Fraction, hints: int, tries: int, memory: Memory, at: datetime, plan: Plan
) -> Rating | None:
    """The rating that an answer in a quiz stands for, or None where it tells nothing.

    `kind` and `mark` are those of what the card asks: of one gap of a cloze the kind and the mark of the gap, of one
    pair or place the mark of this part. `tries` is the number of the try, from 1. A kind that is not known here counts
    as one of recognition.
    """
    if memory.state != "review" or tries > 1 or _seen_on_the_day_of(at, memory, plan):
        return None
    if mark == 0:
        return Rating.AGAIN
    if mark < 1 or hints:
        return None
    return _right(kind, is_due(memory.state, memory.due, at, plan))


def _seen_on_the_day_of(at: datetime, memory: Memory, plan: Plan) -> bool:
    return memory.last_review is not None and day_of(memory.last_review, plan) >= day_of(at, plan)


def _right(kind: str, due: bool) -> Rating | None:
    if kind in RECALLED:
        return Rating.GOOD
    return Rating.HARD if due and kind not in GUESSABLE else None
