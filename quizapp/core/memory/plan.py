"""How one learner wants to be asked: what is to stay, how much a day, and when a day begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from itertools import chain
from zoneinfo import ZoneInfo, available_timezones

from fsrs import Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS

from quizapp.core.sentences import Refusal, say

MOST_STEPS = 10
#: As Anki's: a hundred years.
LONGEST = 36_500


@dataclass(frozen=True)
class Plan:
    """The settings of one learner; a value out of its bounds is refused with a sentence.

    `parameters` are the 21 of FSRS-6. `desired_retention` is the chance to remember at which a card comes back.
    `maximum_interval` is in days, `day_begins_at` an hour of the local clock in `time_zone`. Steps are shorter than
    a day, because cards in review are due by the day and those in learning by the second.
    """

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.9
    learning_steps: tuple[timedelta, ...] = (timedelta(minutes=1), timedelta(minutes=10))
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = LONGEST
    new_a_day: int = 20
    reviews_a_day: int = 200
    day_begins_at: int = 4
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        self._check_memory()
        self._check_steps()
        self._check_days()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def scheduler(self) -> Scheduler:
        """That of fsrs, without fuzz: the same log always gives the same memory."""
        return Scheduler(
            parameters=self.parameters,
            desired_retention=self.desired_retention,
            learning_steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.maximum_interval,
            enable_fuzzing=False,
        )

    def _check_memory(self) -> None:
        try:
            _ = self.scheduler
        except ValueError as error:
            sentence = say("These are not parameters of FSRS-6: there are 21 numbers, each within its bounds.")
            raise Refusal(sentence) from error
        if not 0.7 <= self.desired_retention <= 0.97:
            raise Refusal(say("Choose a share to remember from 70 to 97 percent."))
        if not 1 <= self.maximum_interval <= LONGEST:
            raise Refusal(say("Choose a longest interval from 1 to %(most)s days.", most=LONGEST))

    def _check_steps(self) -> None:
        steps = (self.learning_steps, self.relearning_steps)
        if max(map(len, steps)) > MOST_STEPS:
            raise Refusal(say("Give at most %(most)s steps.", most=MOST_STEPS))
        if not all(timedelta(seconds=1) <= step < timedelta(days=1) for step in chain(*steps)):
            raise Refusal(say("Each step must be at least a second and less than a day."))

    def _check_days(self) -> None:
        if not 0 <= self.new_a_day <= 9999:
            raise Refusal(say("Choose from 0 to 9999 new cards a day."))
        if not 1 <= self.reviews_a_day <= 9999:
            raise Refusal(say("Choose from 1 to 9999 reviews a day."))
        if not 0 <= self.day_begins_at <= 23:
            raise Refusal(say("A day begins at an hour from 0 to 23."))
        if not is_time_zone(self.time_zone):
            raise Refusal(say("There is no time zone %(name)s. Choose one such as Asia/Seoul.", name=self.time_zone))


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    return name in _time_zones()
