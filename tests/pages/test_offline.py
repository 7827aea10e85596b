"""The worker, the manifest and the page for when there is no connection."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient


def test_the_worker_keeps_files_that_are_there(reader: FlaskClient) -> None:
    answer = reader.get("/sw.js")
    assert answer.content_type.startswith("text/javascript")
    files = json.loads(re.findall(r"FILES = (\[.*\]);", answer.text)[0])
    assert len(files) == 5
    for address in files:
        with reader.get(address) as file:
            assert file.status_code == 200, address


def test_all_that_the_review_page_asks_for_is_kept(reader: FlaskClient) -> None:
    kept = reader.get("/sw.js").text
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"', reader.get("/review").text))
    assert len(asked) >= 4
    assert [address for address in asked if address not in kept] == []


def test_the_worker_knows_the_version(reader: FlaskClient) -> None:
    version = re.findall(r'VERSION = "([^"]+)"', reader.get("/sw.js").text)[0]
    assert f'src="{version}/js/' in reader.get("/sets/who-and-what").text


def test_the_manifest_names_icons_that_are_there(reader: FlaskClient) -> None:
    page = reader.get("/").text
    address = re.findall(r'rel="manifest" href="([^"]+)"', page)[0]
    told: Any = reader.get(address)
    assert told.content_type == "application/manifest+json"
    assert told.json["start_url"] == "/review"
    sizes = set()
    for icon in told.json["icons"]:
        with reader.get(icon["src"]) as file:
            assert file.content_type.partition(";")[0] == icon["type"]
        sizes.add((icon["sizes"], icon.get("purpose")))
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_a_worker_may_only_be_ours(reader: FlaskClient) -> None:
    assert "worker-src 'self'" in reader.get("/").headers["Content-Security-Policy"]


def test_the_page_for_no_connection_names_nobody(reader: FlaskClient) -> None:
    assert "no cards are kept on this device yet" in reader.get("/offline").text
