"""Between the server and the application: a request takes a thread only once all of it is there.

A form may come over a slow line, or never end; meanwhile everyone else is answered.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING, Any

from granian.rsgi import ProtocolClosed

from quizapp.web.limits import LARGEST_FORM, largest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from granian.rsgi import HTTPProtocol, Scope

#: Requests that one process answers at once: while all writers wait for a lock, readers have threads of their own.
READERS, WRITERS = 2, 4
#: Seconds in which a form must have arrived, and one that may be larger.
LONGEST_ARRIVAL = 30
LONGEST_UPLOAD = 180
#: Most likely nobody is there any more to read it.
CUT_OFF = "This was cut off on its way, or does not say how long it is. Nothing of it was taken: send it again."


#: Status, headers, body.
Answer = tuple[int, list[tuple[str, str]], bytes]


class Gateway:
    """A WSGI application as the server calls it, by granian's interface RSGI."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._reading, self._writing = ThreadPoolExecutor(READERS), ThreadPoolExecutor(WRITERS)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        try:
            most = largest(scope.path)
            async with asyncio.timeout(LONGEST_ARRIVAL if most == LARGEST_FORM else LONGEST_UPLOAD):
                body = await _body(protocol, most)
            if len(body) <= most and not _is_whole(scope, body):
                return protocol.response_str(411, [("connection", "close")], CUT_OFF)
        except TimeoutError:
            return protocol.response_empty(408, [("connection", "close")])
        except ProtocolClosed:
            return None
        threads = self._reading if scope.method in _READING else self._writing
        answering = asyncio.get_running_loop().run_in_executor(threads, self._answer, _environ(scope, body))
        protocol.response_bytes(*await answering)
        return None

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """Call the application as PEP 3333 has it, and wait for all it says."""
        head: tuple[int, list[tuple[str, str]]] = 500, []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: object = None
        ) -> Callable[[bytes], None]:
            nonlocal head
            head = int(status[:3]), headers
            return written.append

        written: list[bytes] = []
        said = self._app(environ, start_response)
        try:
            written.extend(said)
        finally:
            if hasattr(said, "close"):
                said.close()
        return *head, b"".join(written)


def _is_whole(scope: Scope, body: bytes) -> bool:
    """Where a connection breaks off, the pieces just end: half an answer would pass for an answer."""
    said = scope.headers.get("content-length")
    if said is None:
        return not body and scope.headers.get("transfer-encoding") is None
    return said.isdigit() and int(said) == len(body)


async def _body(protocol: HTTPProtocol, most: int) -> bytes:
    """What was sent; of more than a form may hold only so much that the application refuses it."""
    body = bytearray()
    async for piece in protocol:
        body += piece
        if len(body) > most:
            break
    return bytes(body)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 has it."""
    host, _, port = scope.server.rpartition(":")
    return {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        **_headers(scope),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _headers(scope: Scope) -> dict[str, str]:
    """Equal names become one; a name with an underscore could pass for one that a proxy has set."""
    found: dict[str, str] = {}
    for name, value in scope.headers.items():
        if "_" in name or name in _COUNTED_ANEW:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        found[key] = f"{found[key]}{'; ' if name == 'cookie' else ','}{value}" if key in found else value
    # Where the request's first line or HTTP/2 names the host, no header counts.
    return {**found, "HTTP_HOST": scope.authority} if scope.authority else found


#: Said of the body on its way.
_COUNTED_ANEW = {"content-length", "transfer-encoding"}
#: A GET never writes.
_READING = {"GET", "HEAD", "OPTIONS"}
