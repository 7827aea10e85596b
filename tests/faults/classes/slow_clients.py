"""Fifty clients send forms that do not end, and read nothing of what is sent to them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

from ..running import Fault
from ..site import Site

MANY = 50
POST = b"POST /sets/wood/attempts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNFINISHED = (
    POST + b"Content-Length: 1000\r\n\r\nmode=prac",
    POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nmo",
    POST + b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    b"GET /sets/wood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50,
)


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    with ExitStack() as held:
        for each in range(MANY):
            connection = held.enter_context(closing(socket.create_connection(("127.0.0.1", site.port), timeout=20)))
            connection.sendall(UNFINISHED[each % len(UNFINISHED)])
        yield


FAULT = Fault("slow-clients", "50 clients that do not end, for 3 s", strike, lasting=3)
