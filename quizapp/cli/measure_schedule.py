"""`quizapp measure-schedule`: the schedule against others, on simulated learners whose forgetting is known."""

from __future__ import annotations

from collections.abc import Sequence

import click

from quizapp.cli.progress import progress
from quizapp.core.memory.fitting import installed
from quizapp.core.memory.simulation import Foretold, Measured, Setting, measure

_COUNT = click.IntRange(min=1)


@click.command("measure-schedule")
@click.option("--learners", type=_COUNT, default=20, show_default=True, help="How many learners are simulated.")
@click.option("--cards", type=_COUNT, default=200, show_default=True, help="Cards that each learner begins.")
@click.option("--days", type=click.IntRange(min=14), default=365, show_default=True, help="Days that each studies.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
def command(learners: int, cards: int, days: int, seed: int) -> None:
    """Measure how cards are scheduled, on simulated learners.

    First, how well FSRS-6, SM-2 and a constant foretell what is remembered in the same reviews, by log loss and
    RMSE (bins) as in the open srs-benchmark; lower is better, and nobody can do better than the true chance. The
    reviews are those of the second half of the days; a learner's own parameters are fitted to the first half. Then,
    what each scheduler costs in reviews a day, and how much is remembered.
    """
    if not installed():
        click.echo("Own parameters are left out: they need pip install 'quizapp[optimise]'.", err=True)
    with progress("Measuring") as told:
        measured = measure(Setting(learners, cards, days, seed), told)
    tables = [_foretold(name, rows) for name, rows in measured.foretold.items()]
    click.echo("\n\n".join("\n".join(table) for table in [*tables, _costs(measured)]))


def _foretold(name: str, found: Sequence[Foretold]) -> list[str]:
    rows = [(row.name, f"{row.log_loss:.4f}", f"{row.rmse_bins:.4f}") for row in found]
    title = f"Foretold, {name}, {found[0].reviews:,} reviews:"
    return [title, "", *_table(("model", "log loss", "RMSE (bins)"), rows)]


def _costs(measured: Measured) -> list[str]:
    rows = [
        (row.name, f"{row.reviews_a_day:.1f}", f"{row.true_retention:.1%}", f"{row.known:.1%}")
        for row in measured.costs
    ]
    headings = ("scheduler", "reviews a day", "true retention", "known at the end")
    return [f"Studied, {measured.setting.days} days:", "", *_table(headings, rows)]


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Markdown: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    aligned = [
        [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        for row in (headings, *rows)
    ]
    return [f"| {' | '.join(cells)} |" for cells in (aligned[0], rule, *aligned[1:])]
