"""Whatever a set holds, its file says the same when it is read again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from quizapp.core.deck import Deck, SetExport
from quizapp.core.kinds import all_kinds
from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question
from quizapp.formats.dumping import dump
from quizapp.formats.set_file import parse_set
from quizapp.formats.yaml import FORMAT

#: What YAML reads as something else, or not at all, when it is written as it stands.
TRAPS = """no|12:30|1_000|~|2019|null|0x1f|010|1e3|.inf|=|<<|!x|&a|*a|?|2019-11-23|---|...|[x]|{y}|- x|# x|a: b|a #b|'|"
it's|"both" 'of them'|%x|@x|`x`|> x|a\\b|Ja|يسار|漢字 かな|😀|5/2|: x|x:|,""".replace("\n", "|").split("|")
WHITE = [
    "a\nb",
    "a\n\nb\n  c",
    "a \nb",
    "a\tb\n\tc",
    "a\r\nb",
    "a\rb",
    "a\x85b",
    "a\u2028b\nc",
    "\ufeffa",
    "a\xa0b",
    "x " * 90,
]
TEXTS = st.one_of(
    st.sampled_from(TRAPS + WHITE),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.lists(st.sampled_from(TRAPS + WHITE), min_size=2, max_size=4).map(" ".join),
)

Place = tuple[str | int, ...]


def leaves(value: Any, path: Place = ()) -> Iterator[Place]:
    """Where the texts of a document are."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, step))
    elif isinstance(value, str):
        yield path


def replaced(value: Any, path: Place, text: str) -> Any:
    if not path:
        return text
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], text)
    return copy


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """A kind's sample in which any text is another, as far as the kind allows."""
    kind = draw(st.sampled_from(list(all_kinds().values())))
    document = kind.sample().question.model_dump(mode="json", exclude_defaults=True)
    document |= {"hints": ["h"], "tags": ["t"], "points": "5/2", "revised": "2026-11-24"}
    document["evidence"] = [{"exact": "e", "prefix": "p", "suffix": "s"}]
    for path in draw(st.lists(st.sampled_from(list(leaves(document))), unique=True, max_size=6)):
        changed = replaced(document, path, draw(TEXTS))
        document = changed if path[-1] != "id" and is_sound(kind.question, changed) else document
    return kind.question.model_validate(document)


def is_sound(model: type[Question], document: Any) -> bool:
    try:
        return bool(model.model_validate(document))
    except ValidationError:
        return False


@st.composite
def sets(draw: st.DrawFn) -> QuestionSet:
    drawn = draw(st.lists(questions(), min_size=1, max_size=3))
    named = [question.model_copy(update={"id": f"q-{number}"}) for number, question in enumerate(drawn)]
    header = {"slug": "set", "title": "t", "questions": named}
    header |= draw(st.sampled_from([{}, {"shuffle": True, "time_limit": 5, "language": "pt-BR"}]))
    for field in ("title", "description"):
        text = draw(TEXTS)
        header |= {field: text} if is_sound(QuestionSet, {**header, field: text}) else {}
    return QuestionSet.model_validate(header)


@settings(deadline=None)
@given(sets())
def test_any_set_reads_back_equal_and_dumps_the_same_again(content: QuestionSet) -> None:
    text = dump(content)
    read = parse_set(text, "set")
    assert read == content
    assert dump(read) == text


@settings(deadline=None, max_examples=50)
@given(sets())
def test_no_text_in_a_dumped_set_is_read_as_something_else(content: QuestionSet) -> None:
    read = yaml.safe_load(dump(content))
    assert read["title"] == content.title
    assert [question["stem"] for question in read["questions"]] == [question.stem for question in content.questions]


def small() -> QuestionSet:
    question = all_kinds()["true_false"].sample().question
    return QuestionSet(slug="set", title="no", questions=(question, question.model_copy(update={"id": "two"})))


def test_a_dumped_set_is_as_people_write_it() -> None:
    lines = dump(small()).splitlines()
    assert lines[:3] == ["title: 'no'", "questions:", f"  - id: {small().questions[0].id}"]
    assert [line.split(":")[0].strip() for line in lines[3:6]] == ["kind", "stem", "answer"]
    assert "" in lines, "an empty line stands between two questions"
    assert not any("points" in line or "tries" in line for line in lines), "defaults are left out"


def test_long_text_is_a_block() -> None:
    content = small().model_copy(update={"description": "First.\n\n- one\n- two"})
    assert "description: |-\n  First.\n\n  - one\n  - two\n" in dump(content)


@pytest.fixture
def article() -> Article:
    return Article(slug="a", title="A", publisher="P", published="2020-01-01", body="Text.")


def test_a_set_is_written_as_its_author_wrote_it(article: Article) -> None:
    source = "# mine\n" + dump(small())
    export = SetExport(article, Deck("d", ""), content=small(), source=source)
    assert FORMAT.write(export).data == source.encode()


def test_a_set_that_is_no_longer_as_its_file_says_is_written_anew(article: Article) -> None:
    export = SetExport(
        article, Deck("d", ""), content=small(), source="# mine\n" + dump(small()).replace("'no'", "Old")
    )
    assert FORMAT.write(export).data == dump(small()).encode()
