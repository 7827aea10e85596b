"""Stylesheets and scripts that a page needs, each sort in one file: on a bad line every request costs a second.

Made when first asked for and kept, pressed, in memory. A script is put together with all that it imports; nothing else
of it changes. What this can't take apart, a module written in another way, is refused by a test.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import brotli
import flask_bootstrap

FOLDER = Path(__file__).parent / "static"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
#: Each stylesheet that is made, of these files in this order; `print` counts on paper alone.
SHEETS: Mapping[str, tuple[str, ...]] = {
    "css/site.css": ("bootstrap", "tokens", "base", "parts"),
    "css/taking.css": ("kinds", "attempt", "print"),
}
_IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]*\}|\* as \w+) from )?"(?P<file>\.{1,2}/[\w./]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?P<how>(?:async )?function|class|const) (?P<name>\w+)", re.MULTILINE)
_OTHER = re.compile(r"^\s*(?:import\b(?!\()|export\b)", re.MULTILINE)


class NotTaken(Exception):
    """A module that imports or exports in a way that is not known here."""


def made(name: str) -> str | None:
    """The text of a file that is made here; None for one that is served as it is."""
    if name in SHEETS:
        return sheet(name)
    if name.endswith(".js") and name in _scripts():
        return script(name)
    return None


@cache
def sheet(name: str) -> str:
    return "\n".join(_styles(part) for part in SHEETS[name])


def _styles(part: str) -> str:
    if part == "bootstrap":
        # Its last line names a file that is for those who work on Bootstrap.
        return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", BOOTSTRAP.read_text())
    text = (FOLDER / "css" / f"{part}.css").read_text()
    return f"@media print {{\n{text}}}\n" if part == "print" else text


@cache
def _scripts() -> frozenset[str]:
    return frozenset(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "js").rglob("*.js"))


@cache
def script(name: str) -> str:
    """The script with all that it imports before it, each module in a function of its own."""
    modules: dict[str, str] = {}
    _collect(name, modules, ())
    own = modules.pop(name)
    return "\n".join([*modules.values(), own])


def _collect(name: str, modules: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise NotTaken(f"{name} imports itself, by way of {above[-1]}")
    text = (FOLDER / name).read_text()
    for found in _IMPORT.finditer(text):
        file = _resolved(name, found["file"])
        if file not in modules:
            _collect(file, modules, (*above, name))
    modules[name] = _entry(name, text) if not above else _wrapped(name, text)


def _entry(name: str, text: str) -> str:
    body, exported = _opened(name, text)
    # A script that others load later still says what it exports.
    return body + (f"export {{ {', '.join(exported)} }};\n" if exported else "")


def _wrapped(name: str, text: str) -> str:
    body, exported = _opened(name, text)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();"


def _opened(name: str, text: str) -> tuple[str, list[str]]:
    """The module with its imports taken from the variables of the others, and the names that it exports."""
    exported = [found["name"] for found in _EXPORT.finditer(text)]
    body = _EXPORT.sub(lambda found: f"{found['how']} {found['name']}", text)
    body = _IMPORT.sub(lambda found: _taken(name, found), body)
    if other := _OTHER.search(body):
        raise NotTaken(f"{name}: {other[0].strip()}")
    return body, exported


def _taken(name: str, found: re.Match[str]) -> str:
    names, variable = found["names"], _variable(_resolved(name, found["file"]))
    if names is None:
        return ""
    if names.startswith("*"):
        return f"const {names.removeprefix('* as ')} = {variable};"
    return f"const {names.replace(' as ', ': ')} = {variable};"


def _resolved(name: str, file: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / file).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removeprefix("js/").removesuffix(".js"))


@cache
def pressed(name: str, how: str) -> bytes:
    """The file in the `br` or `gzip` coding; pressed once, so harder than a page is."""
    text = (made(name) or "").encode()
    return brotli.compress(text, quality=9) if how == "br" else gzip.compress(text, 9, mtime=0)
