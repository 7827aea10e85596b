"""What fitting found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """How well answers were foretold; both are those of `measures`, and lower is better."""

    log_loss: float
    rmse_bins: float


@dataclass(frozen=True)
class Fitted:
    """`parameters` are the learner's own if they are `better`, else those that the plan had.

    `reviews` are those on a later day, to which parameters are fitted. `before` is the score of the plan's parameters
    and `after` that of fitted ones, both on the same `judged` reviews, each foretold from nothing but what came before.
    """

    parameters: tuple[float, ...]
    better: bool
    reviews: int
    judged: int
    before: Score
    after: Score
