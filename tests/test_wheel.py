"""The wheel holds the tracked files, all of them and no other, and runs from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = {"quizapp": "quizapp", "templates": "quizapp/templates", "content": "quizapp/content"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", *SHIPPED], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the tracked files, beside a file that git does not know."""
    source = tmp_path_factory.mktemp("source")
    for name in [*tracked(), "pyproject.toml", "README.md", "LICENSE", ".gitignore"]:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    (source / "instance").mkdir()
    (source / "instance" / "secret_key").write_text("must not be shipped")
    out = tmp_path_factory.mktemp("wheel")
    words = ["-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", str(out), str(source)]
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_tracked_files_and_no_other(wheel: Path) -> None:
    expected = {SHIPPED[name.split("/")[0]] + "/" + name.split("/", 1)[1] for name in tracked()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python of its own with the wheel in it; what the wheel rests on is borrowed from this one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", with_pip=False, symlinks=True)
    packages = next((home / "venv/lib").glob("python*/site-packages"))
    borrowed = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(packages), str(wheel)],
        check=True,
        capture_output=True,
    )
    (packages / "borrowed.pth").write_text(f"{borrowed}\n")
    return home / "venv/bin/python"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


def quizapp(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")}
    return subprocess.run(
        [python, "-m", "quizapp", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_installed_app_is_the_one_in_the_wheel(installed: Path, folder: Path) -> None:
    code = "import quizapp; print(quizapp.__file__)"
    found = subprocess.run([installed, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert str(ROOT / "quizapp") not in found.stdout


def test_the_installed_app_checks_loads_and_lists_in_any_folder(installed: Path, folder: Path) -> None:
    assert quizapp(installed, folder, "check").returncode == 0
    done = quizapp(installed, folder, "load")
    assert done.returncode == 0, done.stderr
    assert "dates-and-deadlines" in quizapp(installed, folder, "list").stdout
    assert (folder / "instance" / "quizapp.sqlite3").is_file()


def test_the_installed_app_serves_pages_and_styles(installed: Path, folder: Path) -> None:
    port = _free_port()
    with subprocess.Popen(
        [installed, "-m", "quizapp", "serve", "--port", str(port), "--workers", "1"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            page = _fetch(f"http://127.0.0.1:{port}/", process)
        finally:
            process.terminate()
            _end(process)
    assert "Dates and deadlines" in page
    assert "/static/" in page


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _fetch(url: str, process: subprocess.Popen[str]) -> str:
    import time

    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it served"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                body: bytes = answer.read()
                return body.decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def _end(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
