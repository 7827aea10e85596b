"""A machine that dies is not missed: the other one answers, and no answer that was acknowledged is gone."""

from __future__ import annotations

import time
from itertools import count
from threading import Event, Thread

import psycopg

from .conftest import Cluster, free_port, proxy_before
from .test_behind_nginx import attempt_in, begin

#: How many answers of each learner are taken before a machine dies.
FEW = 10


class Learner(Thread):
    """Begins tests and answers the first question of each; what was acknowledged is in `taken`."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.visitor, self.site = cluster.proxy.visitor(), cluster.proxy.url
        self.taken: list[int] = []
        self.others: set[int] = set()
        self.enough, self.begun = Event(), Event()

    def run(self) -> None:
        _, token = begin(self.visitor, self.site)
        for number in count():
            begun = self._sent("/sets/who-and-what/attempts", {**token, "mode": "test", "request": f"once-{number}"})
            attempt = attempt_in(begun) if begun else None
            if attempt and self._sent(f"{attempt}/questions/1", {**token, "answer": "0"}):
                self.taken.append(int(attempt.rsplit("/", 1)[1]))
            if len(self.taken) >= FEW:
                self.begun.set()
            if self.enough.is_set() and len(self.taken) >= 2 * FEW:
                return

    def _sent(self, address: str, fields: dict[str, str]) -> str | None:
        """Where it led, which is to say that it was taken."""
        answer = self.visitor.post(f"{self.site}{address}", data=fields, allow_redirects=False, timeout=20)
        if answer.status_code != 303:
            self.others.add(answer.status_code)
            return None
        return answer.headers["Location"]


def test_the_other_machine_goes_on_and_nothing_acknowledged_is_lost(cluster: Cluster) -> None:
    learners = [Learner(cluster) for _ in range(3)]
    for learner in learners:
        learner.start()
    for learner in learners:
        assert learner.begun.wait(60)
    cluster.servers[0].kill()
    for learner in learners:
        learner.enough.set()
    for learner in learners:
        learner.join(60)
    taken = [attempt for learner in learners for attempt in learner.taken]
    assert len(taken) >= 3 * 2 * FEW
    # Whose request was under way when it died is told to come again.
    assert {status for learner in learners for status in learner.others} <= {503}
    with psycopg.connect(cluster.database) as connection:
        kept = connection.execute("SELECT attempt_id FROM slots JOIN answers ON answers.slot_id = slots.id").fetchall()
    answered = [row[0] for row in kept if row[0] in taken]
    assert sorted(answered) == sorted(taken)
    cluster.start(0)
    assert _is_asked_again(cluster, 0)


def _is_asked_again(site: Cluster, number: int) -> bool:
    visitor = site.proxy.visitor()
    for _ in range(200):
        visitor.get(f"{site.proxy.url}/about", timeout=20)
        if site.counted("quizapp_requests_total", "about.show")[number]:
            return True
        time.sleep(0.05)
    return False


def test_a_site_without_machines_says_so_and_when_to_come_back() -> None:
    with proxy_before([free_port(), free_port()]) as proxy:
        answer = proxy.visitor().get(f"{proxy.url}/", timeout=20)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Nothing is lost" in answer.text
        assert proxy.visitor().post(f"{proxy.url}/sign-in", data={"a": "b"}, timeout=20).status_code == 503
