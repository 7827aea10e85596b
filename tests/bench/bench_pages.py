"""What a request costs in a small and in a large library: `python tests/bench/bench_pages.py [ARTICLES ...]`.

Each article has three sets of twelve questions of all kinds. The milliseconds are the median, within one process.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.attempt import Mode
from quizapp.core.kinds import all_kinds, kind_of
from quizapp.core.library import Article, ArticleWithSets, QuestionSet
from quizapp.formats import LoadedFolder
from quizapp.settings import Settings
from quizapp.store import attempts
from quizapp.web.extensions import db
from quizapp.work.loading import load

SETS, QUESTIONS, RUNS = 3, 12, 24
SENTENCE = "On day {n} the council of the valley met for hour {n} and voted on bridge number {n} once more. "
NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)

Ask = Callable[[], Any]


@dataclass
class Reader:
    """A browser in a library, and all statements that its requests cost."""

    client: FlaskClient
    session: Session
    statements: list[str]
    token: str = ""

    def post(self, address: str, fields: dict[str, Any]) -> Any:
        answer = self.client.post(address, data={**fields, "csrf_token": self.token})
        assert answer.status_code == 303, answer.text
        return answer

    def start(self, mode: Mode, request: str, slug: str = "a0-s0") -> str:
        page = self.client.get(f"/sets/{slug}").text
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        return str(self.post(f"/sets/{slug}/attempts", {"mode": mode, "request": request}).location)

    def right(self, address: str, position: int) -> dict[str, list[str]]:
        """The fields of the right answer to a question of an attempt."""
        self.session.rollback()
        found = attempts.attempt(self.session, 1, int(address.rsplit("/", 1)[1]))
        assert found
        slot = found.slots[position - 1]
        kind = kind_of(slot.question)
        fields = kind.fields(slot.question, kind.key(slot.question), slot.presentation)
        return {name: list(values) for name, values in fields.items()}


def article(number: int) -> LoadedFolder:
    samples = cycle(kind.sample().question for kind in all_kinds().values())
    places = iter(range(SETS * QUESTIONS))

    def question(slug: str) -> Any:
        sample, place = next(samples), next(places)
        quote = {"exact": f"voted on bridge number {place} once more"}
        fields = sample.model_dump(exclude_defaults=True) | {"id": f"{slug}-{place}", "evidence": [quote]}
        return type(sample).model_validate(fields)

    def content(slug: str) -> QuestionSet:
        return QuestionSet(slug=slug, title=slug, questions=tuple(question(slug) for _ in range(QUESTIONS)))

    body = "\n\n".join(SENTENCE.format(n=n) for n in range(SETS * QUESTIONS))
    about = Article(slug=f"a{number}", title=f"A {number}", publisher="P", published=date(2021, 5, 14), body=body)
    sets = tuple(content(f"a{number}-s{place}") for place in range(SETS))
    return LoadedFolder(ArticleWithSets(article=about, sets=sets), tuple((each.slug, "#") for each in sets))


@contextmanager
def library(articles: int) -> Iterator[Reader]:
    with tempfile.TemporaryDirectory() as name:
        app = create_app(Settings(instance=Path(name), database_url=f"sqlite:///{name}/quizapp.sqlite3"))
        with app.app_context():
            engine = db.engine
        sent: list[str] = []
        with Session(engine) as session:
            load(session, [article(number) for number in range(articles)], NOW)
            event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
            yield Reader(app.test_client(), session, sent)
        engine.dispose()


def requests(reader: Reader) -> Iterator[tuple[str, Ask]]:
    """Each page by its name, with what asks for it once."""
    get = reader.client.get
    practice, test = reader.start("practice", "p"), reader.start("test", "t")
    fresh = _answers(reader)
    etag = get("/decks/sets/a0-s0.apkg").headers["ETag"]
    yield "library", lambda: get("/")
    yield "article", lambda: get("/articles/a0")
    yield "set", lambda: get("/sets/a0-s0")
    yield "worksheet", lambda: get("/sets/a0-s0/worksheet")
    yield "question, practice", lambda: get(f"{practice}/questions/1")
    yield "question, test", lambda: get(f"{test}/questions/1")
    yield "answer, practice", lambda: [answer() for answer in islice(fresh, 1)]
    yield "answer, test", partial(reader.post, f"{test}/questions/1", reader.right(test, 1))
    reader.post(f"{test}/finish", {})
    yield "result", lambda: get(f"{test}/result")
    yield "deck of a set, made", lambda: (_forget(reader), get("/decks/sets/a0-s0.apkg"))
    yield "deck of a set, kept", lambda: get("/decks/sets/a0-s0.apkg")
    yield "deck of a set, 304", lambda: get("/decks/sets/a0-s0.apkg", headers={"If-None-Match": etag})


def _answers(reader: Reader) -> Iterator[Ask]:
    """Answers to questions that were not answered before; what they need is asked for beforehand."""
    ready: list[Ask] = []
    for number in count():
        if not ready:
            attempt = reader.start("practice", f"q{number}")
            ready = [
                partial(reader.post, f"{attempt}/questions/{place}", reader.right(attempt, place))
                for place in range(1, QUESTIONS + 1)
            ]
        reader.statements.clear()
        yield ready.pop()


def _forget(reader: Reader) -> None:
    reader.client.application.extensions.pop("decks", None)


def cost(reader: Reader, ask: Ask) -> tuple[float, int]:
    """Milliseconds, the median of many requests, and statements."""
    ask()
    times = []
    for _ in range(RUNS):
        reader.statements.clear()
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return median(times) * 1000, len(reader.statements)


def main(sizes: list[int]) -> None:
    found: dict[str, list[tuple[float, int]]] = {}
    for articles in sizes:
        with library(articles) as reader:
            for name, ask in requests(reader):
                found.setdefault(name, []).append(cost(reader, ask))
    heads = "".join(f"{size * SETS:>8} sets   queries" for size in sizes)
    print(f"{'page':<22}{heads}   ratio")
    for name, costs in found.items():
        cells = "".join(f"{taken:>10.2f} ms {queries:>9}" for taken, queries in costs)
        print(f"{name:<22}{cells}{costs[-1][0] / costs[0][0]:>8.1f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 100])
