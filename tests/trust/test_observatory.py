"""Mozilla's HTTP Observatory looks at a running site under https."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from .tls import certificate, proxied

Serving = Callable[..., AbstractContextManager[Any]]

NODE = Path(sys.prefix) / "node"
SCANNER = NODE / "node_modules/@mdn/mdn-http-observatory/src/scan.js"


@pytest.fixture
def seen(
    instance: Path, serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, https: str
) -> dict[str, Any]:
    """What the scanner tells of the site."""
    assert SCANNER.is_file(), "the scanner is not installed: make test does it, or sh tests/node/install.sh"
    monkeypatch.setenv("QUIZAPP_HTTPS", https)
    monkeypatch.setenv("QUIZAPP_PROXIES", "1")
    trusted = certificate(tmp_path)
    with serving(instance) as server, proxied(server.port, trusted) as port:
        return scanned(f"localhost:{port}", trusted)


def scanned(host: str, trusted: Path) -> dict[str, Any]:
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": str(trusted)}
    words = ["node", str(SCANNER), host]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("https", ["1"])
def test_the_site_under_https_has_the_best_grade(seen: dict[str, Any]) -> None:
    assert seen["scan"]["grade"] == "A+", seen
    assert (seen["scan"]["testsPassed"], seen["scan"]["testsFailed"]) == (10, 0)
    results = {name: test["result"] for name, test in seen["tests"].items()}
    assert results["redirection"] == "redirection-to-https"
    assert results["strict-transport-security"] == "hsts-implemented-max-age-at-least-six-months"
    assert results["content-security-policy"] == "csp-implemented-with-no-unsafe-default-src-none"


@pytest.mark.parametrize("https", ["0"])
def test_a_site_that_does_not_know_of_its_https_is_told_apart(seen: dict[str, Any]) -> None:
    """What the test above rests on."""
    assert seen["scan"]["grade"] != "A+"
    assert seen["tests"]["strict-transport-security"]["result"] == "hsts-not-implemented"
