"""What is counted and timed for Prometheus, in files that all processes of this instance share.

Imported only where it is wanted: the library decides by the environment, as it is imported, where it counts.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_LABELS = ("endpoint", "method", "status")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_requests = Counter("quizapp_requests", "Requests, by the name of what answered", _LABELS)
_seconds = Histogram("quizapp_request_seconds", "Time to answer a request", ("endpoint",), buckets=_SECONDS)
_waits = Histogram("quizapp_write_wait_seconds", "Time that a writer waited for its turn", buckets=_SECONDS)
_events = {
    "answers": Counter("quizapp_answers", "Answers taken in quizzes"),
    "busy": Counter("quizapp_busy_refusals", "Requests refused because nothing could be saved then"),
    "database": Counter("quizapp_database_errors", "Requests that met an error of the database"),
}
_known: dict[tuple[str, str, int], Counter] = {}
_timed: dict[str, Histogram] = {}


def answered(endpoint: str, method: str, status: int, seconds: float) -> None:
    # Kept here, for the library looks up labels behind a lock and makes texts of them each time.
    key = endpoint, method, status
    if key not in _known:
        _known[key] = _requests.labels(endpoint, method, str(status))
        _timed[endpoint] = _seconds.labels(endpoint)
    _known[key].inc()
    _timed[endpoint].observe(seconds)


def happened(event: str) -> None:
    _events[event].inc()


def waited(seconds: float) -> None:
    _waits.observe(seconds)


def written() -> bytes:
    """The sum of all processes, as Prometheus reads it."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=os.environ["PROMETHEUS_MULTIPROC_DIR"])  # type: ignore[no-untyped-call]
    return generate_latest(registry)
