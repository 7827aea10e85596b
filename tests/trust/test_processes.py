"""Processes that write to one SQLite file at once: nobody is locked out, and every result is exact."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from quizapp.formats.yaml import FORMAT
from quizapp.store import engine as opening
from quizapp.store import schema
from quizapp.store.tables import AnswerRow, AttemptRow
from quizapp.work import people, starting
from quizapp.work.loading import load

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
PROCESSES, THREADS, STARTS = 4, 2, 5

#: Two learners at once: each starts tests and answers one question of each, and all answer one shared question.
WRITER = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from quizapp.store import engine as opening
from quizapp.work import answering, finishing, people, starting

url, person, shared, threads, starts = sys.argv[1], *map(int, sys.argv[2:])
now = datetime(2024, 3, 1, 12, tzinfo=UTC)
engine = create_engine(url)
opening.prepare(engine)

def write(_):
    with Session(engine) as session:
        me, scores = people.guest(session, None, now).person_id, []
        for number in range(starts):
            mine = starting.start(session, me, "who-and-what", "test", str(number), now, Random(1))
            answering.submit(session, me, mine, 3, {"answer": ["false"]}, now)
            scores.append(str(finishing.finish(session, me, mine, now).score))
        sent = {"answer": ["true"], "try": ["1"]}
        found = answering.submit(session, person, shared, 3, sent, now)
        return {"scores": scores, "tries": len(found.slots[2].tries)}

print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(threads) as pool:
    print(json.dumps(list(pool.map(write, range(threads)))))
"""


def test_eight_writers_in_four_processes_get_exact_results(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'quizapp.sqlite3'}"
    engine = create_engine(url)
    opening.prepare(engine)
    schema.prepare(engine)
    with Session(engine) as session:
        load(session, FORMAT.read(Path(__file__).parent.parent / "library").folders, NOW)
        person = people.guest(session, None, NOW).person_id
        shared = starting.start(session, person, "who-and-what", "practice", "shared", NOW, Random(1))
        words = [sys.executable, "-c", WRITER, url, *map(str, (person, shared, THREADS, STARTS))]
        writers = [
            subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
        ]
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
        told = [result for writer in writers for result in json.loads(writer.communicate("go\n")[0])]
        assert [writer.returncode for writer in writers] == [0] * PROCESSES
        assert told == [{"scores": ["1"] * STARTS, "tries": 1}] * (PROCESSES * THREADS)
        finished = PROCESSES * THREADS * STARTS
        assert session.scalar(select(func.count()).select_from(AttemptRow)) == finished + 1
        assert session.scalar(select(func.count()).select_from(AnswerRow)) == finished + 1
    engine.dispose()
