"""Precision and recall of each check on labelled items: `python tests/checks/measure.py [--json] [--show]`"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizapp.core.checks import check_set
from quizapp.core.evidence import reading
from quizapp.formats.nodes import parse

HERE = Path(__file__).parent / "items"


@dataclass(frozen=True)
class Labelled:
    """One item, or several that are a set; `codes` are those that a trained item writer would raise."""

    file: str
    codes: frozenset[str]
    questions: tuple[dict[str, Any], ...]
    language: str = "en"
    article: str | None = None

    def raised(self) -> frozenset[str]:
        body = reading(self.article) if self.article else None
        found = check_set(self.questions, language=self.language, reading=body)
        return frozenset(weakness.code for _, weakness in found)


@dataclass
class Tally:
    """How often a check was right, warned for nothing, or missed what it was to find."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, item: Labelled) -> None:
        raised = item.raised()
        self.right.update(raised & item.codes)
        self.false.update(raised - item.codes)
        self.missed.update(item.codes - raised)

    def rows(self) -> dict[str, dict[str, float]]:
        """By the code, and under "all" of all codes together."""
        codes = sorted({*self.right, *self.false, *self.missed})
        rows = {code: _row(self.right[code], self.false[code], self.missed[code]) for code in codes}
        return {**rows, "all": _row(self.right.total(), self.false.total(), self.missed.total())}


def _row(right: int, false: int, missed: int) -> dict[str, float]:
    precision = right / (right + false) if right + false else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return {"labelled": right + missed, "false": false, "missed": missed, "precision": precision, "recall": recall}


def labelled(folder: Path) -> Iterator[Labelled]:
    for path in sorted(folder.glob("*.yaml")):
        tree = parse(path.read_text())
        assert not tree.faults, f"{path}: {tree.faults}"
        articles = tree.data.get("articles", {})
        for row in tree.data["items"]:
            questions = tuple(row.get("questions") or [row["question"]])
            article = articles[row["article"]] if "article" in row else None
            yield Labelled(path.name, frozenset(row["codes"]), questions, row.get("language", "en"), article)


def measured(items: Iterable[Labelled]) -> dict[str, dict[str, float]]:
    tally = Tally()
    for item in items:
        tally.add(item)
    return tally.rows()


def _table(rows: dict[str, dict[str, float]]) -> str:
    lines = [f"{'check':<26}{'labelled':>9}{'false':>7}{'missed':>8}{'precision':>11}{'recall':>8}"]
    for code, row in rows.items():
        counts = f"{code:<26}{row['labelled']:>9}{row['false']:>7}{row['missed']:>8}"
        lines.append(f"{counts}{row['precision']:>11.2f}{row['recall']:>8.2f}")
    return "\n".join(lines)


def _differences(items: Iterable[Labelled]) -> Iterator[str]:
    for item in items:
        raised = item.raised()
        if raised != item.codes:
            asked = " | ".join(str(question.get("stem")) for question in item.questions)
            yield f"{item.file}: false {sorted(raised - item.codes)}, missed {sorted(item.codes - raised)}: {asked}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE / "tuning", HERE / "held-out"])
    parser.add_argument("--json", action="store_true", help="print figures for a program")
    parser.add_argument("--show", action="store_true", help="list the items on which a check and a label differ")
    given = parser.parse_args()
    items = {folder.name: list(labelled(folder)) for folder in given.folders}
    if given.json:
        told = {name: {"items": len(each), "checks": measured(each)} for name, each in items.items()}
        print(json.dumps(told, indent=2))
        return
    for name, each in items.items():
        print(f"{name}: {len(each)} items\n{_table(measured(each))}\n")
        if given.show:
            print("\n".join(_differences(each)))


if __name__ == "__main__":
    main()
