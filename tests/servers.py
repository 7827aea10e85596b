"""The site as it is run: a server in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class Server:
    """`quizapp serve` in a process of its own; it can be killed and started again on the same port."""

    def __init__(self, instance: Path, workers: int) -> None:
        self.instance, self.workers = instance, workers
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance / "server.log"

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), "--workers", str(self.workers), "--no-load"]
        environment = {**os.environ, "QUIZAPP_INSTANCE": str(self.instance)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quizapp", *words], env=environment, stdout=log, stderr=log
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def worker_ids(self) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True
        )  # fmt: skip
        return [int(line) for line in found.stdout.split()]

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        workers = self.worker_ids()
        # First who would start new ones.
        self.process.kill()
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        self.process.wait(timeout=20)
