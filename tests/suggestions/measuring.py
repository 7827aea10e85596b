"""Measures the suggestions against labels: `python tests/suggestions/measuring.py` prints what was found and judged.

Each suggestion has a label in labels.yaml, given by reading it: `good` for one that a teacher could publish as it is,
else what is wrong with it. A label belongs to the question as it stands, so a changed one must be read anew: the
program prints those without a label, ready to be judged.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

import yaml

from quizapp.core.library import Article
from quizapp.core.suggestions import Suggestion, suggest

HERE = Path(__file__).resolve().parent
FACTS: dict[str, list[list[str]]] = yaml.safe_load((HERE / "facts.yaml").read_text())


@cache
def article(slug: str) -> Article:
    """One of the articles here, or of the content that comes with quizapp."""
    own = HERE / f"articles/{slug}.md"
    text = (own if own.exists() else HERE.parents[1] / f"content/{slug}/article.md").read_text()
    _, head, body = text.split("---\n", 2)
    return Article.model_validate({"slug": slug, **yaml.safe_load(head), "body": body})


@cache
def suggestions(slug: str) -> tuple[Suggestion, ...]:
    return suggest(article(slug))


def digest(suggestion: Suggestion) -> str:
    """Of the question as it stands, without its evidence."""
    document = {name: value for name, value in suggestion.document.items() if name not in {"evidence", "explanation"}}
    return sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:10]


@cache
def labels() -> dict[str, str]:
    read: dict[str, dict[str, str]] = yaml.safe_load((HERE / "labels.yaml").read_text()) or {}
    return {key: label for each in read.values() for key, label in each.items()}


@dataclass(frozen=True)
class Measured:
    """Of one article: how many of its facts are asked, how many suggestions are usable, and which have no label."""

    facts: int
    asked: int
    given: int
    usable: int
    unlabelled: tuple[Suggestion, ...]
    missing: tuple[str, ...]


def measured(slug: str) -> Measured:
    given = suggestions(slug)
    missing = tuple(f"{answer}: {passage}" for passage, answer in FACTS[slug] if not is_asked(passage, answer, given))
    known = [labels().get(digest(each)) for each in given]
    return Measured(
        len(FACTS[slug]),
        len(FACTS[slug]) - len(missing),
        len(given),
        known.count("good"),
        tuple(each for each, label in zip(given, known, strict=True) if label is None),
        missing,
    )


def is_asked(passage: str, answer: str, given: tuple[Suggestion, ...]) -> bool:
    """Whether a suggestion has the passage as its evidence and the answer as what was found in it."""
    return any(
        passage in " ".join(quote["exact"] for quote in each.document["evidence"]) and answer in found
        for each in given
        for found in (str(value) for _, value in each.reason.values)
    )


def total() -> Measured:
    every = [measured(slug) for slug in FACTS]
    counts = (sum(getattr(each, name) for each in every) for name in ("facts", "asked", "given", "usable"))
    return Measured(*counts, tuple(s for each in every for s in each.unlabelled), ())


def share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole or 1)


def shown(suggestion: Suggestion) -> Iterator[str]:
    yield f"  {digest(suggestion)}: ?    # {suggestion.reason}"
    document = {name: value for name, value in suggestion.document.items() if name not in {"evidence", "explanation"}}
    yield f"  #   {json.dumps(document, ensure_ascii=False)}"


def report() -> Iterator[str]:
    yield f"{'article':16} {'facts':>5} {'asked':>5} {'recall':>6} {'given':>5} {'usable':>6} {'precision':>9}"
    for slug in [*FACTS, "all"]:
        of = total() if slug == "all" else measured(slug)
        recall, precision = float(share(of.asked, of.facts)), float(share(of.usable, of.given))
        yield f"{slug:16} {of.facts:5} {of.asked:5} {recall:6.0%} {of.given:5} {of.usable:6} {precision:9.0%}"
    kinds = Counter(each.document["kind"] for slug in FACTS for each in suggestions(slug))
    yield "kinds: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())


def main() -> None:
    lines = list(report())
    for slug in FACTS:
        found = measured(slug)
        lines += [f"{slug}: not asked: {fact}" for fact in found.missing if "--missing" in sys.argv]
        lines += [f"{slug}:", *(line for each in found.unlabelled for line in shown(each))] if found.unlabelled else []
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
