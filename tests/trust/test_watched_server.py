"""A running server is watched: figures of all its processes in one place, and every line of its log an object."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

TOKEN = "token-of-the-one-who-looks-at-figures"


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    filled: Callable[[Path], Path],
    serving: Callable[..., AbstractContextManager[Any]],
) -> Iterator[Any]:
    folder = filled(tmp_path_factory.mktemp("watched"))
    (folder / "metrics").mkdir()
    (folder / "metrics/counter_1.db").write_bytes(b"of a server of yesterday")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUIZAPP_METRICS_TOKEN", TOKEN)
        environment.setenv("QUIZAPP_LOG", "json")
        with serving(folder, workers=2) as running:
            yield running


def asked(server: Any, given: str | None) -> tuple[int, str]:
    request = Request(f"{server.url}/metrics", headers={"Authorization": given} if given else {})
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def figures(server: Any) -> dict[str, float]:
    status, page = asked(server, f"Bearer {TOKEN}")
    assert status == 200
    lines = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def total(server: Any, name: str, *labels: str) -> float:
    return sum(
        value
        for label, value in figures(server).items()
        if label.partition("{")[0] == name and all(f'"{each}"' in label for each in labels)
    )


@pytest.mark.parametrize(
    "given", [None, TOKEN, "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xff"]
)
def test_figures_are_for_who_has_the_token(server: Any, given: str | None) -> None:
    status, page = asked(server, given)
    assert status == 401
    assert "quizapp_" not in page


def test_all_processes_count_into_the_same_figures(server: Any, visitor: Callable[[str], Any]) -> None:
    before = total(server, "quizapp_requests_total", "set.show", "GET", "200")
    timed = total(server, "quizapp_request_seconds_count", "set.show")
    # Each with a connection of its own, so that both processes get some.
    for _ in range(20):
        assert visitor(server.url).ask("/sets/wood")[0] == 200
    assert total(server, "quizapp_requests_total", "set.show", "GET", "200") == before + 20
    assert total(server, "quizapp_request_seconds_count", "set.show") == timed + 20
    used = [path for path in (server.instance / "metrics").glob("counter_*.db") if b"set.show" in path.read_bytes()]
    assert len(used) == 2
    assert not (server.instance / "metrics/counter_1.db").exists()


def test_a_full_disk_has_room_for_figures_already(server: Any) -> None:
    files = [path.stat() for path in (server.instance / "metrics").glob("*.db")]
    assert len(files) >= 4
    # Blocks on the disk, not the size that is said of a file with holes.
    assert all(file.st_blocks * 512 >= 1_000_000 for file in files)


def test_answers_are_counted_and_what_was_misspelt_is_not_told_by_its_address(
    server: Any, visitor: Callable[[str], Any]
) -> None:
    before = total(server, "quizapp_answers_total")
    learner = visitor(server.url)
    attempt = learner.start("wood", "practice")
    assert learner.ask(f"{attempt}/questions/1", {"answer": "larch", "try": "1"})[0] == 303
    assert learner.ask("/sets/Ida-Holm")[0] == 404
    assert learner.ask("/Ida-Holm")[0] == 404
    assert total(server, "quizapp_answers_total") == before + 1
    assert total(server, "quizapp_requests_total", "attempt.answer", "POST", "303") == 1
    assert total(server, "quizapp_requests_total", "none", "404") >= 1
    assert "Ida" not in str(figures(server))


def test_how_long_writers_waited_is_told(server: Any, visitor: Callable[[str], Any]) -> None:
    before, waited = (total(server, f"quizapp_write_wait_seconds_{name}") for name in ("count", "sum"))
    visitor(server.url).start("wood", "practice")
    # The guest and the attempt.
    assert total(server, "quizapp_write_wait_seconds_count") == before + 2
    assert total(server, "quizapp_write_wait_seconds_sum") > waited


def test_machines_that_ask_count_nothing(server: Any) -> None:
    with urlopen(f"{server.url}/healthz", timeout=20):
        assert total(server, "quizapp_requests_total", "health.alive") == 0
    assert total(server, "quizapp_requests_total", "metrics.show") == 0


def test_every_line_of_the_log_is_an_object_also_the_servers_own(server: Any, visitor: Callable[[str], Any]) -> None:
    assert visitor(server.url).ask("/sets/wood")[0] == 200
    os.kill(server.worker_ids()[-1], signal.SIGKILL)
    _until(lambda: "_granian" in server.log.read_text())
    text = server.log.read_text()
    # What is said to whoever has started it at a terminal comes first.
    lines = [json.loads(line) for line in text[text.index("{") :].splitlines()]
    assert {line["event"] for line in lines if line.get("route") == "/sets/<slug>"} == {"request"}
    assert any(line.get("logger") == "_granian" for line in lines)
    assert re.findall(r"127\.0\.0\.1(?!:)", text) == []
    _until(lambda: len(server.worker_ids()) == 2)


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came about")
