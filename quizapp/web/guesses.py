"""Codes and links in addresses: whoever tries too many that are none is told to wait.

Counted in memory, for looking at a page never writes; each process has its share.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from flask import current_app

from quizapp.core.sentences import TooMany, say
from quizapp.store import links as stored
from quizapp.store.links import Purpose
from quizapp.store.tables import OneTimeLinkRow
from quizapp.web import browsers, clock
from quizapp.web.extensions import db
from quizapp.work.accounts import links

#: From one network, in all processes together; a class may mistype, and waits no longer than a minute.
MOST, WITHIN = 20, timedelta(minutes=1)
#: How many networks are remembered.
NETWORKS = 10_000
#: Where `serve` says how many processes share them.
PROCESSES = "QUIZAPP_PROCESSES"


class Guesses:
    """How many each network has tried since when."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tried: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, network: str, now: datetime) -> timedelta:
        """Count one more; or how long it is until there is room again, and nothing is counted."""
        with self._lock:
            count, since = self._tried.get(network, (0, now))
            if now - since >= WITHIN:
                count, since = 0, now
            if count >= self._most:
                return since + WITHIN - now
            self._tried[network] = count + 1, since
            if len(self._tried) > NETWORKS:
                self._tried.popitem(last=False)
            return timedelta()

    def give_back(self, network: str) -> None:
        with self._lock:
            count, since = self._tried.get(network, (0, clock.now()))
            self._tried[network] = max(0, count - 1), since


@contextmanager
def counted() -> Iterator[None]:
    """What is looked up within counts as a guess until it is found; what raises stays one. Raises `TooMany`."""
    guesses = current_app.extensions.setdefault("guesses", Guesses(share()))
    network = browsers.network()
    wait = guesses.take(network, clock.now())
    if wait:
        seconds = ceil(wait.total_seconds())
        raise TooMany(say("Too many that don't exist were tried. Wait a minute, then try again."), seconds)
    yield
    guesses.give_back(network)


def share() -> int:
    """How many a process lets through."""
    return max(2, MOST // int(os.environ.get(PROCESSES, "1")))


def link(purpose: Purpose, token: str) -> OneTimeLinkRow:
    """The link that works once; raises `NotFound`. One that worked once is no guess."""
    with counted():
        if not stored.was_made(db.session(), purpose, token):
            raise links.void(purpose)
    return links.check(db.session(), purpose, token, clock.now())
