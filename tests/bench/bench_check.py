"""How long `quizapp check` takes for a thousand questions: `python tests/bench/bench_check.py [QUESTIONS]`."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import yaml

from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet
from quizapp.formats.dumping import dump
from quizapp.formats.yaml import FORMAT

LONGEST = 1.0  # seconds of CPU for a thousand questions
SENTENCE = "On day {n} the council of the valley met for hour {n} and voted on bridge number {n} once more. "


def write_library(folder: Path, count: int) -> Path:
    """One article with a passage for each question, and sets of a hundred questions of all kinds."""
    samples = [kind.sample().question for kind in all_kinds().values()]
    body = "\n\n".join(SENTENCE.format(n=n) for n in range(count))
    header = "---\ntitle: A\npublisher: P\npublished: 2020-01-01\n---\n"
    (folder / "article").mkdir()
    (folder / "article/article.md").write_text(header + body)
    for start in range(0, count, 100):
        questions = [asked(samples[n % len(samples)], n) for n in range(start, min(start + 100, count))]
        content = QuestionSet(slug=f"set-{start}", title=f"Set {start}", questions=tuple(questions))
        (folder / f"article/set-{start}.yaml").write_text(dump(content))
    return folder


def asked(sample: object, number: int) -> object:
    quote = {"exact": f"voted on bridge number {number} once more"}
    fields = sample.model_dump(exclude_defaults=True) | {"id": f"q-{number}", "evidence": [quote]}  # type: ignore[attr-defined]
    return type(sample).model_validate(fields)  # type: ignore[attr-defined]


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_library(Path(name), count)
        texts = [path.read_text() for path in folder.glob("article/*.yaml")]
        began = time.process_time()
        loaded = FORMAT.read(folder)
        taken = time.process_time() - began
        began = time.process_time()
        for text in texts:
            yaml.load(text, yaml.CSafeLoader)
        bare = time.process_time() - began
    print(f"{count} questions, {sum(map(len, texts)):,} characters, {len(loaded.problems)} problems")
    print(f"check: {taken:.2f} s of CPU; PyYAML alone: {bare:.2f} s; ratio {taken / bare:.1f}")
    print(f"aim: {LONGEST * count / 1000:.2f} s: {'met' if taken <= LONGEST * count / 1000 else 'MISSED'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
