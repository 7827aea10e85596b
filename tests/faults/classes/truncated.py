"""Forms that are cut off on their way: half an answer is no answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from ..learners import SET, Browser, attempt_of, token_of
from ..running import Fault
from ..site import Site

FORMS = 20


@contextmanager
def strike(site: Site, number: int) -> Iterator[None]:
    browser = Browser(site.port)
    browser.token = token_of(browser.ask(f"/sets/{SET}"))
    fields = {"mode": "practice", "request": f"truncated-{number}"}
    attempt = attempt_of(browser.ask(f"/sets/{SET}/attempts", fields))
    for each in range(FORMS):
        _send_half(browser, f"/attempts/{attempt}/questions/{1 + each % 3}", chunked=bool(each % 2))
    yield
    browser.close()
    stored = site.stored([attempt])
    assert stored == [], f"half an answer was taken: {stored}"


def _send_half(browser: Browser, address: str, *, chunked: bool) -> None:
    # The token comes first, so that half of the form would pass for a whole one.
    body, headers = browser.form({"answer": "a long answer that is cut off"}, by_script=False)
    token, answer = reversed(str(body).split("&"))
    whole, half = f"{token}&{answer}", f"{token}&{answer[:20]}"
    how = f"Transfer-Encoding: chunked\r\n\r\n{len(half):x}\r\n{half}\r\n" if chunked else ""
    how = how or f"Content-Length: {len(whole)}\r\n\r\n{half}"
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", browser.port), timeout=20) as connection:
        connection.sendall(f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{told}{how}".encode())


FAULT = Fault("truncated", f"{FORMS} forms cut off on their way", strike)
