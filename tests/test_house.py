"""The house stands as its plan says: floors, seams, names and sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles

import pytest

from quizapp.core.kinds import all_kinds
from quizapp.formats import all_formats

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for path in (ROOT / "quizapp").rglob("*.py") if "migrations" not in path.parts)
WRITTEN = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]
PAGES = sorted(path.stem for path in (ROOT / "quizapp/web/pages").glob("*.py") if path.stem != "__init__")


def run(*words: str) -> None:
    python("-m", *words)


def python(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_floor_rests_only_on_the_ones_below() -> None:
    # As a module it has nothing to run, and would end in silence.
    told = python("-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])")
    assert "Contracts: 6 kept, 0 broken." in told


def test_types_hold() -> None:
    run("mypy")


def test_the_code_is_clean() -> None:
    run("ruff", "check")


def test_the_code_is_formatted() -> None:
    run("ruff", "format", "--check")


def test_templates_are_well_formed() -> None:
    run("djlint", "templates", "--lint", "--quiet")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def functions() -> Iterator[tuple[str, int]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short() -> None:
    sizes = dict(functions())
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert median(sizes.values()) <= 8
    assert quantiles(sizes.values(), n=10)[-1] <= 25


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "a module begins with one line that says what it is"


def test_no_room_is_a_lumber_room() -> None:
    assert [path for path in SOURCES if path.stem in {"utils", "util", "helpers", "common", "misc", "manager"}] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_its_blueprint_and_its_templates_share_one_name(name: str) -> None:
    assert import_module(f"quizapp.web.pages.{name}").bp.name == name
    assert (ROOT / "templates/pages" / name).is_dir() or not _renders(name)


def _renders(name: str) -> bool:
    return "render_template" in (ROOT / "quizapp/web/pages" / f"{name}.py").read_text()


@pytest.mark.parametrize("name", all_kinds())
def test_a_kind_is_one_file_and_one_template_folder(name: str) -> None:
    assert (ROOT / "quizapp/core/kinds" / f"{name}.py").is_file()
    for template in ("ask.html", "review.html"):
        assert (ROOT / "templates/kinds" / name / template).is_file()


def test_all_nine_kinds_are_there() -> None:
    nine = {"choice", "multiple", "true_false", "short_text", "number", "date", "cloze", "matching", "ordering"}
    assert set(all_kinds()) == nine


@pytest.mark.parametrize("name", all_formats())
def test_a_format_is_one_module_of_its_own_name(name: str) -> None:
    assert import_module(f"quizapp.formats.{name}").FORMAT.name == name


def test_no_template_marks_typed_text_as_safe() -> None:
    assert [path for path in (ROOT / "templates").rglob("*.html") if "|safe" in path.read_text().replace(" ", "")] == []


def test_locks_name_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(), f"{lock.name} names where packages came from"
    assert '"resolved"' not in (ROOT / "tests/node/package-lock.json").read_text()


def test_every_setting_is_read_and_told() -> None:
    """A setting is named in the comment above its field, in the code that reads it, and in the README."""
    source = (ROOT / "quizapp/settings.py").read_text()
    readme = (ROOT / "README.md").read_text()
    names = {word.strip(':",') for word in source.split() if word.startswith("# QUIZAPP_")}
    names |= {line.split()[1].rstrip(":") for line in source.splitlines() if line.strip().startswith("# QUIZAPP_")}
    assert names
    for name in names:
        assert source.count(name) >= 2, f"{name} is told but not read"
        assert name in readme, f"{name} is missing in the README"
