"""Two machines behind one proxy are one site, and what the proxy says is believed while what clients say is not."""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack, closing
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import requests

from quizapp.web import limits

from .conftest import SHIPPED, Cluster, Proxy, proxy_before

START = "/sets/who-and-what/attempts"


def forms(page: str) -> dict[str, str]:
    """The fields of the form that starts a practice."""
    form = next(part for part in page.split("<form")[1:] if 'value="practice"' in part).partition("</form")[0]
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)"\s+value="([^"]*)"', form)}


def begin(visitor: requests.Session, site: str) -> tuple[str, dict[str, str]]:
    fields = forms(visitor.get(f"{site}/sets/who-and-what", timeout=20).text)
    answer = visitor.post(f"{site}{START}", data=fields, allow_redirects=False, timeout=20)
    assert answer.status_code == 303, answer.text
    return f"{site}{attempt_in(answer.headers['Location'])}", {"csrf_token": fields["csrf_token"]}


def attempt_in(address: str) -> str:
    """The attempt's own address, of one within it."""
    found = re.match(r"/attempts/\d+", address)
    assert found, address
    return found[0]


def test_a_learners_attempt_goes_through_both_machines(cluster: Cluster) -> None:
    visitor = cluster.proxy.visitor()
    before = cluster.counted("quizapp_requests_total")
    attempt, token = begin(visitor, cluster.proxy.url)
    for position in range(1, 5):
        data = {**token, "answer": "0", "answer.0": "1", "try": "1"}
        answer = visitor.post(f"{attempt}/questions/{position}", data=data, allow_redirects=False, timeout=20)
        assert answer.status_code in {303, 422}
        assert visitor.get(f"{attempt}/questions/{position}", timeout=20).status_code == 200
    result = visitor.post(f"{attempt}/finish", data=token, timeout=20)
    assert "of 8 points" in result.text
    heard = [now - then for now, then in zip(cluster.counted("quizapp_requests_total"), before, strict=True)]
    assert min(heard) >= 5


def test_who_signs_in_on_one_machine_is_signed_in_on_the_other(cluster: Cluster) -> None:
    visitor, site = cluster.proxy.visitor(), cluster.proxy.url
    for _ in range(4):
        page = visitor.get(f"{site}/sign-in", timeout=20)
        assert re.findall(r'name="csrf_token" value="([^"]+)"', page.text)
        assert all(cookie.secure and cookie.name.startswith("__Host-") for cookie in visitor.cookies)
    attempt, _ = begin(visitor, site)
    seen = [visitor.get(attempt, timeout=20).status_code for _ in range(4)]
    assert seen == [200] * 4


def test_slow_clients_hold_no_connection_to_the_machines(cluster: Cluster) -> None:
    ports = [server.port for server in cluster.servers]
    head = b"POST /sets/who-and-what/attempts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nmode=prac"
    cluster.proxy.visitor().get(f"{cluster.proxy.url}/", timeout=20)
    before = connections(ports)
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(closing(cluster.proxy.connection())).sendall(head)
        assert cluster.proxy.visitor().get(f"{cluster.proxy.url}/", timeout=20).status_code == 200
        assert connections(ports) <= before + 2


def connections(ports: list[int]) -> int:
    """How many are open to these ports of this machine."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    remote = [line.split()[2:4] for line in lines]
    return sum(int(address.rpartition(":")[2], 16) in ports and state == "01" for address, state in remote)


FORGED = {
    "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "81", "X-Forwarded-Prefix": "/evil", "Forwarded": "for=203.0.113.9;host=evil.example",
    "X-Real-IP": "203.0.113.9", "X-Request-ID": "evil-evil-evil",
}  # fmt: skip


def test_what_a_client_says_of_itself_does_not_arrive(cluster: Cluster) -> None:
    for address in ("/", "/s", "/sign-in", "/sets/who-and-what"):
        answer = cluster.proxy.visitor().get(
            f"{cluster.proxy.url}{address}", headers=FORGED, allow_redirects=False, timeout=20
        )
        # Said to have come by http it would be sent to https, time and again.
        assert answer.status_code == 200
        assert "evil" not in answer.text + str(answer.headers)
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_guesses_from_one_place_count_together_whatever_they_say(cluster: Cluster) -> None:
    visitor, site = cluster.proxy.visitor(), cluster.proxy.url
    page = visitor.get(f"{site}/sign-in", timeout=20).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    statuses = []
    for number in range(22):
        fields = {"csrf_token": token, "email": f"nobody-{number}@school.example", "password": "guess"}
        told = {"X-Forwarded-For": f"203.0.113.{number}", "Referer": f"{site}/sign-in"}
        statuses.append(visitor.post(f"{site}/sign-in", data=fields, headers=told, timeout=20).status_code)
    assert statuses == [422] * 20 + [429] * 2


def test_http_leads_to_https(proxied: Proxy) -> None:
    answer = requests.post(
        f"http://127.0.0.1:{proxied.http}/sets/who-and-what?a=b", data={"x": "y"}, allow_redirects=False, timeout=20
    )
    assert (answer.status_code, answer.headers["Location"]) == (308, "https://127.0.0.1/sets/who-and-what?a=b")
    assert "max-age" in proxied.visitor().get(f"{proxied.url}/", timeout=20).headers["Strict-Transport-Security"]


def test_what_is_for_machines_is_not_there_from_outside(proxied: Proxy) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        assert proxied.visitor().get(f"{proxied.url}{address}", timeout=20).status_code == 404


def sent(proxied: Proxy, address: str, size: int) -> requests.Response:
    body: Any = b"a=" + b"x" * (size - 2)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return proxied.visitor().post(f"{proxied.url}{address}", data=body, headers=kind, allow_redirects=False, timeout=20)


def test_what_is_too_large_is_told_by_the_site_and_what_is_far_too_large_by_the_proxy(proxied: Proxy) -> None:
    for address in ("/sets/who-and-what/attempts", "/teach/import"):
        most = limits.largest(address)
        assert sent(proxied, address, most - 1000).status_code != 413
        ours = sent(proxied, address, most + 1000)
        assert (ours.status_code, "That is too much" in ours.text) == (413, True)
        assert "nginx" in sent(proxied, address, most * 11 // 10).text


def test_the_proxy_lets_files_in_where_the_site_does() -> None:
    (pattern,) = re.findall(r"location ~ (\^/\(teach\S+) \{\s+client_max_body_size 12m;", SHIPPED.read_text())
    assert sorted(pattern.removeprefix("^/(").removesuffix(")").split("|")) == sorted(
        prefix.removeprefix("/") for prefix in limits._UPLOADS
    )


def test_static_files_come_from_the_proxy_once_they_were_fetched(cluster: Cluster) -> None:
    visitor, site = cluster.proxy.visitor(), cluster.proxy.url
    address = next(path for path in re.findall(r'href="(/[^"]+\.css[^"]*)"', visitor.get(site, timeout=20).text))
    first = visitor.get(f"{site}{address}", timeout=20)
    # Once more: the proxy may still put away what it has handed on already.
    visitor.get(f"{site}{address}", timeout=20)
    before = cluster.counted("quizapp_requests_total", "bootstrap.static")
    for _ in range(5):
        again = cluster.proxy.visitor().get(f"{site}{address}", timeout=20)
        assert again.content == first.content
        assert "immutable" in again.headers["Cache-Control"]
        assert "Set-Cookie" not in again.headers
    assert cluster.counted("quizapp_requests_total", "bootstrap.static") == before


def test_files_of_another_version_are_looked_for_on_all_machines() -> None:
    class Machine(BaseHTTPRequestHandler):
        status = 404

        def do_GET(self) -> None:
            self.send_response(self.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

    with ExitStack() as running:
        ports = []
        for each in (Machine, type("Other", (Machine,), {"status": 200})):
            machine = running.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), each))
            Thread(target=machine.serve_forever).start()
            running.callback(machine.shutdown)
            ports.append(machine.server_port)
        proxy = running.enter_context(proxy_before(ports))
        found = [proxy.visitor().get(f"{proxy.url}/static/x/a.css", timeout=20).status_code for _ in range(4)]
        assert found == [200] * 4
        pages = [proxy.visitor().get(f"{proxy.url}/nowhere", timeout=20).status_code for _ in range(4)]
        assert sorted(pages) == [200, 200, 404, 404]


def test_both_machines_make_the_same_deck(cluster: Cluster) -> None:
    address = "/decks/sets/who-and-what.apkg"
    tags = {requests.get(f"{server.url}{address}", timeout=20).headers["ETag"] for server in cluster.servers}
    assert len(tags) == 1


def test_everyone_gets_static_files_and_pages_packed_as_they_take_them(proxied: Proxy) -> None:
    site = proxied.url
    style = next(
        path for path in re.findall(r'href="(/[^"]+\.css[^"]*)"', proxied.visitor().get(site, timeout=20).text)
    )
    for address in (style, "/"):
        texts = set()
        for coding in ("gzip", "br", "identity"):
            answer = proxied.visitor().get(
                f"{site}{address}", headers={"Accept-Encoding": coding}, stream=True, timeout=20
            )
            assert answer.headers.get("Content-Encoding", "identity") == coding
            raw = answer.raw.read(decode_content=False)
            assert (raw[:2] == b"\x1f\x8b") is (coding == "gzip")
            if coding != "br":
                texts.add(re.sub(r'value="[^"]*"', "", unpacked(raw)))
        assert len(texts) == 1


def unpacked(raw: bytes) -> str:
    import gzip

    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode()


def test_a_client_that_speaks_no_http_is_turned_away(proxied: Proxy) -> None:
    with closing(socket.create_connection(("127.0.0.1", proxied.http), timeout=20)) as connection:
        connection.sendall(b"\x16\x03\x01\r\n\r\n")
        assert b" 400 " in connection.recv(4096).partition(b"\r\n")[0]
