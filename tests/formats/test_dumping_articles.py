"""Whatever an article holds, its file says the same when it is read again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.articles import read_article as of_fields
from quizapp.core.library import Article
from quizapp.formats.article_file import read_article
from quizapp.formats.dumping import dump_article

TRAPS = [
    "no",
    "12:30",
    "---",
    "a: b",
    "# x",
    "'",
    '"',
    "- x",
    "|",
    "2019",
    "a\nb",
    "a\n---\nb",
    "\ufeffa",
    "x " * 90,
    "é漢",
]
LINES = st.one_of(
    st.sampled_from(TRAPS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.lists(st.sampled_from(TRAPS), min_size=2, max_size=4).map(" ".join),
)
BODIES = st.one_of(LINES, st.lists(LINES, min_size=1, max_size=5).map("\n\n".join))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles") / "weir"
    made.mkdir()
    return made


@given(
    st.fixed_dictionaries(
        {"title": LINES, "publisher": LINES, "published": st.dates(), "body": BODIES},
        optional={
            "author": LINES,
            "licence": LINES,
            "url": st.sampled_from(["https://a.example/?b=c#d", "http://x.example/é:%20"]),
            "language": st.sampled_from(["en", "no", "pt-BR", "zh-Hant"]),
        },
    )
)
def test_an_article_from_a_form_is_read_again_as_it_was(folder: Path, fields: dict[str, object]) -> None:
    article, faults = of_fields(fields, "weir")
    if article is None:
        assert faults
        return
    text = dump_article(article)
    (folder / "article.md").write_text(text, encoding="utf-8", newline="")
    found = read_article(folder, folder)
    assert found.problems == []
    assert found.article == article
    assert dump_article(article) == text


def test_line_ends_of_other_systems_become_plain_ones(folder: Path) -> None:
    article = Article(
        slug="weir", title="The weir", publisher="Post", published=date(2024, 5, 2), body="\nOak.\r\nElm.\n"
    )
    text = dump_article(article)
    assert text.endswith("---\n\nOak.\nElm.\n")
    (folder / "article.md").write_text(text, encoding="utf-8", newline="")
    found = read_article(folder, folder).article
    assert found and dump_article(found) == text


def test_the_file_reads_as_people_write_it() -> None:
    article = Article(slug="weir", title="The weir", publisher="Post", published=date(2024, 5, 2), body="Oak.\n\nElm.")
    assert dump_article(article) == (
        "---\ntitle: The weir\npublisher: Post\npublished: 2024-05-02\n---\n\nOak.\n\nElm.\n"
    )
