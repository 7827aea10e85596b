"""The browser behind a request, as far as it matters to guessing passwords."""

from __future__ import annotations

import hmac
import re
import secrets
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from quizapp.web import cookies
from quizapp.work.accounts.throttling import Browser

#: A computer that a class shares; more than these and the first is a stranger again.
MOST_KNOWN = 20


def current() -> Browser:
    mark, known = _read()
    return Browser(network(), _device(request.user_agent.string), mark, frozenset(known))


def remember(response: Response, person_id: int) -> Response:
    """From now on the browser is one in which this person was signed in."""
    mark, known = _read()
    known = [*(each for each in known if each != person_id), person_id][-MOST_KNOWN:]
    value = _signed().dumps([mark or secrets.token_urlsafe(16), known])
    return cookies.keep(response, cookies.BROWSER, str(value))


def _read() -> tuple[str, list[int]]:
    try:
        mark, known = _signed().loads(cookies.sent(cookies.BROWSER) or "")
    except BadSignature:
        return "", []
    return mark, known


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known browser")


def network() -> str:
    """The address as a digest that only this site can make; of IPv6 the half that a household shares."""
    address = request.remote_addr or ""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        found = None
    if isinstance(found, IPv6Address):
        address = str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return hmac.new(str(current_app.secret_key).encode(), f"address {address}".encode(), "sha256").hexdigest()


def _device(agent: str) -> str:
    """`Firefox, Windows`: enough for its owner to know it."""
    browser = next((name for name, sign in _BROWSERS.items() if re.search(sign, agent)), "")
    system = next((name for name, sign in _SYSTEMS.items() if re.search(sign, agent)), "")
    return ", ".join(filter(None, (browser, system)))


#: The first that fits: all of them claim to be several others.
_BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"(Firefox|FxiOS)/",
    "Chrome": r"(Chrome|CriOS|Chromium)/",
    "Safari": r"Safari/",
}
_SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "ChromeOS": r"CrOS",
    "Mac": r"Mac OS X|Macintosh",
    "Linux": r"Linux",
}
