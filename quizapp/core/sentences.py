"""Sentences for people, told in English by the core and translated by the page that shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A message id for gettext, with `%(name)s` places and the values that fill them."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.filled(self.text)

    def filled(self, translated: str) -> str:
        return translated % dict(self.values) if self.values else translated


def say(text: str, /, **values: object) -> Sentence:
    """Make a sentence; the extractor collects `text`, so it must be a literal."""
    return Sentence(text, tuple(sorted(values.items())))


class Refusal(Exception):
    """Something that can't be done, with a sentence that a learner or teacher can act on."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Unreadable(Refusal):
    """An answer that can't be understood: it goes back to the learner and is not marked wrong."""


class Blank(Unreadable):
    """No answer was given at all."""


class NotFound(Refusal):
    """What was asked for is not there, or is another person's: the two are told alike."""


class Busy(Refusal):
    """The database did not answer in time; trying again is safe."""


class NotAllowed(Refusal):
    """Something that this person's role does not let them do."""


class TooMany(Refusal):
    """Tried too often; `seconds` say when it may be tried again."""

    def __init__(self, sentence: Sentence, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds
