"""Twenty thousand odd requests to all addresses: minutes, and so not a part of the suite. `make fuzz` runs it."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings

from .conftest import School
from .odd import Request, answered, anything

REQUESTS = 20_000


def test_of_twenty_thousand_odd_requests_none_is_a_fault_of_ours(founded: School, password: str) -> None:
    founded.restore()
    statuses = Counter[int]()

    @settings(max_examples=REQUESTS, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(anything(founded, password))
    def sent(request: Request) -> None:
        statuses[answered(founded, request)] += 1

    sent()
    print(sorted(statuses.items()))
    assert statuses.total() >= REQUESTS
