"""How long suggesting takes for the longest article: `python tests/suggestions/timing.py`."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from datetime import date

from measuring import FACTS, article

from quizapp.core.evidence import Reading
from quizapp.core.library import Article
from quizapp.core.suggestions import suggest

LONGEST = 200_000  # characters, as many as an article may have
AIM = 2.0  # seconds of CPU


def varied(language: str) -> str:
    """The articles of a language over and over, with other numbers each time."""
    text = "\n\n".join(article(slug).body for slug in FACTS if article(slug).language == language)
    times = LONGEST // len(text) + 1
    parts = (re.sub(r"\d{2,4}", lambda found, n=n: str(int(found[0]) + n), text) for n in range(times))  # type: ignore[misc]
    return "\n\n".join(parts)[:LONGEST]


def measured(body: str, language: str) -> Iterator[str]:
    whole = Article(slug="a", title="A", publisher="P", published=date(2024, 1, 1), language=language, body=body)
    began = time.process_time()
    given = suggest(whole)
    taken = time.process_time() - began
    began = time.process_time()
    length = len(Reading(body).text)
    yield f"{length:,} characters of {language}: {len(given)} suggestions in {taken:.2f} s of CPU,"
    yield f"of which reading the Markdown takes {time.process_time() - began:.2f} s;"
    yield "aim met" if taken <= AIM else "aim MISSED"


def main() -> None:
    for language in ("en", "de", "fr", "ja", "ko"):
        sys.stdout.write(" ".join(measured(varied(language), language)) + "\n")


if __name__ == "__main__":
    main()
