"""What a request costs more where it is written down and counted. Run it with this Python; its log goes to /dev/null.

python tests/bench/bench_watching.py 2>/dev/null
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from flask import Flask
from werkzeug.test import EnvironBuilder

from quizapp import create_app
from quizapp.settings import Log, Settings

ROUNDS, WARM = 4000, 300
#: Small and without the database, so that little else is in the figures.
ADDRESS = "/manifest.webmanifest"
SITES: dict[str, tuple[Log, str | None]] = {
    "neither": ("plain", None),
    "a line of JSON": ("json", None),
    "figures": ("plain", "m" * 32),
    "both": ("json", "m" * 32),
}


def site(folder: Path, log: Log, token: str | None) -> Flask:
    folder.mkdir()
    url = f"sqlite:///{folder / 'quizapp.sqlite3'}"
    return create_app(Settings(folder, url, secret_key="k" * 40, log=log, metrics_token=token))


def microseconds(app: Flask) -> float:
    environment = EnvironBuilder(ADDRESS).get_environ()
    begun = time.perf_counter()
    answer = app.wsgi_app(environment, lambda *_: lambda _: None)
    b"".join(answer)
    taken = time.perf_counter() - begun
    answer.close()  # type: ignore[attr-defined]
    return taken * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        apps = {
            name: site(Path(folder) / str(number), log, token)
            for number, (name, (log, token)) in enumerate(SITES.items())
        }
        taken: dict[str, list[float]] = {name: [] for name in apps}
        # By turns, so that what else the machine does falls on all alike.
        for number in range(WARM + ROUNDS):
            for name, app in apps.items():
                found = microseconds(app)
                if number >= WARM:
                    taken[name].append(found)
        base = sorted(taken["neither"])
        print(f"{'':16} {'a tenth is below':>18} {'half':>8} {'more than neither':>18}")
        for name, found in taken.items():
            found.sort()
            tenth, half = found[ROUNDS // 10], found[ROUNDS // 2]
            print(f"{name:16} {tenth:15.1f} µs {half:5.1f} µs {tenth - base[ROUNDS // 10]:15.1f} µs")


if __name__ == "__main__":
    main()
