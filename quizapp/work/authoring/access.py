"""Whoever works on a set must have the right to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.core.authoring import Author, Right, WorkingQuestion, WorkingSet, allows
from quizapp.core.sentences import NotAllowed, NotFound, Refusal, Sentence, say
from quizapp.store.authoring import working


class Conflict(Refusal):
    """Someone else has saved in the meantime: `theirs` is what they made of it."""

    def __init__(self, sentence: Sentence, theirs: WorkingQuestion) -> None:
        super().__init__(sentence)
        self.theirs = theirs


def opened(session: Session, author: Author, set_id: int, wanted: Right, *, lock: bool = False) -> WorkingSet:
    """The set, for one who has this right to it; raises `NotFound` for one who has none, `NotAllowed` for too little.

    What is about to change it takes it with `lock`.
    """
    found = working.working_set(session, author, set_id, lock=lock)
    if found is None:
        raise NotFound(say("There is no such set among yours. Whoever owns it can share it with you."))
    if not allows(found.right, wanted):
        raise NotAllowed(_TOO_LITTLE[wanted])
    return found


_TOO_LITTLE: dict[Right, Sentence] = {
    "view": say("You may not look at this set."),
    "edit": say(
        "You may look at this set, but not change it. Ask its owner for the right, or make a copy of your own."
    ),
    "own": say("Only an owner of this set may do that."),
}


def own_question(found: WorkingSet, question_id: int) -> WorkingQuestion:
    """The question of a set that was opened; raises `NotFound`."""
    question = found.question(question_id)
    if question is None:
        raise NotFound(say("This set has no such question. It may have been moved to another set."))
    return question
