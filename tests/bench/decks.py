"""What decks cost beside other writers, in one run: `python tests/bench/decks.py [--runs RUNS] [NOTES ...]`.

Twice: from the notes with their Markdown to the file, and from finished fields to the file. Each writer works in a
process of its own, and what it starts from is made before its time is taken; of several runs the cheapest counts.
Memory is the most that the process ever had, where the notes come one by one.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from notes import notes
from writers import FROM_FIELDS, FROM_NOTES

SIZES = (100, 1_000, 10_000, 100_000)


def measure(task: str, writer: str, count: int) -> None:
    """In the child: prints the seconds of CPU, the bytes, and the most memory that there ever was, in kB."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "deck.apkg")
        if task == "fields":
            deed = FROM_FIELDS[writer](count, target)
        else:
            made = list(notes(count)) if task == "notes" else notes(count)
            deed = lambda: FROM_NOTES[writer](made, target)  # noqa: E731
        gc.collect()
        gc.freeze()
        began = seconds()
        deed()
        taken = seconds() - began
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(json.dumps([taken, target.stat().st_size, most]))


def seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(task: str, writer: str, count: int, runs: int) -> tuple[float, int, int]:
    """In processes of their own: the least of each."""
    words = [sys.executable, __file__, "--child", f"{task}:{writer}", str(count)]
    found = [json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout) for _ in range(runs)]
    cpu, size, memory = map(min, zip(*found, strict=True))
    return cpu, size, memory


def lines(sizes: list[int], runs: int) -> Iterator[str]:
    yield f"{'notes':>7}  {'from':<8} {'writer':<9} {'CPU s':>8} {'ours/it':>8} {'bytes':>12} {'peak MB':>8}"
    for count in sizes:
        for task, writers in (("notes", FROM_NOTES), ("fields", FROM_FIELDS)):
            found = {writer: measured(task, writer, count, runs) for writer in writers}
            for writer, (cpu, size, _) in found.items():
                ratio = found["ours"][0] / cpu
                memory = measured("one by one", writer, count, 1)[2] // 1024 if task == "notes" else ""
                yield f"{count:>7,}  {task:<8} {writer:<9} {cpu:>8.4f} {ratio:>8.2f} {size:>12,} {memory:>8}"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--child")
    given = parser.parse_args()
    if given.child:
        measure(*given.child.split(":"), given.sizes[0])
        return
    for line in lines(given.sizes, given.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
