"""Turns to write: who waits in another process comes before who asks again here, and a dead process holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from quizapp.work import turns

#: Takes a turn, says so, and goes on when its input ends.
OTHER = """
import sys
from quizapp.work import turns

with turns.turn(sys.argv[1], 60):
    open(sys.argv[2], "a").write("other\\n")
    print("in", flush=True)
    sys.stdin.read()
"""


def other(database: Path, log: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", OTHER, str(database), str(log)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


#: Whether somebody else is at the door; asked by a process of its own, since a process's own locks let it pass.
DOOR = """
import fcntl, sys

with open(sys.argv[1] + ".queue", "r+") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 0)
    except BlockingIOError:
        sys.exit(3)
"""


def wait_until_somebody_is_at_the_door(database: Path) -> None:
    while subprocess.run([sys.executable, "-c", DOOR, str(database)], check=False).returncode != 3:
        time.sleep(0.01)


def test_who_waits_in_another_process_is_next(tmp_path: Path) -> None:
    database, log = tmp_path / "quizapp.sqlite3", tmp_path / "log"

    def again() -> None:
        with turns.turn(str(database), 60), log.open("a") as file:
            file.write("again\n")

    second = threading.Thread(target=again)
    with turns.turn(str(database), 60):
        waiting = other(database, log)
        wait_until_somebody_is_at_the_door(database)
        second.start()
    waiting.communicate("")
    second.join()
    assert log.read_text().split() == ["other", "again"]


def test_a_turn_is_one_processs_alone(tmp_path: Path) -> None:
    database, log = tmp_path / "quizapp.sqlite3", tmp_path / "log"
    holder = other(database, log)
    assert holder.stdout and holder.stdout.readline() == "in\n"
    entered = threading.Event()

    def enter() -> None:
        with turns.turn(str(database), 60):
            entered.set()

    late = threading.Thread(target=enter)
    late.start()
    wait_until_somebody_is_at_the_door(database)
    assert not entered.is_set()
    holder.communicate("")
    assert entered.wait(60)
    late.join()


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    database, log = tmp_path / "quizapp.sqlite3", tmp_path / "log"
    holder = other(database, log)
    assert holder.stdout and holder.stdout.readline() == "in\n"
    holder.kill()
    with turns.turn(str(database), 60):
        holder.communicate()


def test_where_no_queue_can_be_made_sqlite_has_the_word(tmp_path: Path) -> None:
    with turns.turn(str(tmp_path / "none" / "quizapp.sqlite3"), 60):
        assert not (tmp_path / "none").exists()
