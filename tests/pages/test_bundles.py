"""Stylesheets and scripts in one file each: all of it is there, in order, and in the coding that the browser takes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from quizapp.web import bundles

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMED = re.compile(r"url_for\('static', filename='([^']+)'\)")


def asked_for() -> list[str]:
    """Every static file that a template names."""
    return sorted({name for path in TEMPLATES.rglob("*.html") for name in NAMED.findall(path.read_text())})


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of scripts in the place of ours."""
    monkeypatch.setattr(bundles, "FOLDER", tmp_path)
    (tmp_path / "js/deep").mkdir(parents=True)
    for kept in (bundles.script, bundles._scripts):
        kept.cache_clear()
    yield tmp_path / "js"
    for kept in (bundles.script, bundles._scripts):
        kept.cache_clear()


def test_every_file_that_a_template_names_is_served(client: FlaskClient) -> None:
    names = asked_for()
    assert {"css/site.css", "js/practice.js", "favicon.svg"} <= set(names)
    for name in names:
        answer = client.get(f"{client.application.static_url_path}/{name}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable"), (
            name
        )
        assert answer.data, name
        answer.close()


@pytest.mark.parametrize("name", sorted(bundles._scripts()))
def test_a_script_asks_for_no_other_but_when_it_needs_it(name: str) -> None:
    text = bundles.script(name)
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert set(re.findall(r"\bimport\(\"([^\"]+)\"\)", text)) <= {"./ordering.js", "./matching.js"}


def test_what_is_imported_comes_first_and_once(scripts: Path) -> None:
    (scripts / "page.js").write_text(
        'import { one, two as second } from "./a.js";\nimport * as b from "./deep/b.js";\none(second, b.three);\n'
    )
    (scripts / "a.js").write_text(
        'import { three } from "./deep/b.js";\nexport const two = three;\nexport function one() {}\n'
    )
    (scripts / "deep/b.js").write_text(
        "let hidden = 3;\nexport const three = hidden;\nexport async function four() {}\n"
    )
    assert bundles.script("js/page.js") == (
        "const $deep_b = (() => {\nlet hidden = 3;\nconst three = hidden;\nasync function four() {}\n"
        "return { three, four };\n})();\n"
        "const $a = (() => {\nconst { three } = $deep_b;\nconst two = three;\nfunction one() {}\n"
        "return { two, one };\n})();\n"
        "const { one, two: second } = $a;\nconst b = $deep_b;\none(second, b.three);\n"
    )


def test_a_script_that_is_loaded_later_says_what_it_exports(scripts: Path) -> None:
    (scripts / "later.js").write_text("export function start() {}\n")
    assert bundles.script("js/later.js") == "function start() {}\nexport { start };\n"


@pytest.mark.parametrize(
    "text",
    [
        "export default 3;\n",
        'import three from "./b.js";\n',
        "export { three };\n",
        "export let three = 3;\n",
        'export * from "./b.js";\n',
    ],
)
def test_a_module_written_in_another_way_is_refused(scripts: Path, text: str) -> None:
    (scripts / "b.js").write_text("")
    (scripts / "odd.js").write_text(text)
    with pytest.raises(bundles.NotTaken):
        bundles.script("js/odd.js")


def test_modules_in_a_circle_are_refused(scripts: Path) -> None:
    (scripts / "a.js").write_text('import "./b.js";\n')
    (scripts / "b.js").write_text('import "./a.js";\n')
    with pytest.raises(bundles.NotTaken, match="imports itself"):
        bundles.script("js/a.js")


@pytest.mark.parametrize(("taken", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None), ("", None)])
def test_a_file_comes_in_the_coding_that_the_browser_takes(client: FlaskClient, taken: str, coding: str | None) -> None:
    address = f"{client.application.static_url_path}/css/site.css"
    answer = client.get(address, headers={"Accept-Encoding": taken})
    assert answer.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding](answer.data)
    assert opened.decode() == bundles.sheet("css/site.css")


def test_stylesheets_keep_their_order_and_paper_its_own() -> None:
    site, taking = bundles.sheet("css/site.css"), bundles.sheet("css/taking.css")
    assert site.index("Bootstrap") < site.index("--paper") < site.index(".masthead")
    assert "sourceMappingURL" not in site
    assert taking.count("{") == taking.count("}")
    assert "@media print {" in taking
