"""One set's file: the questions in it, and all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz

from quizapp.core.evidence import Reading
from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Refusal, say
from quizapp.formats import Problem
from quizapp.formats.article_file import ArticleFile
from quizapp.formats.files import display, read_text
from quizapp.formats.nodes import Path, Place, Retyped, Tree, parse, scalars
from quizapp.formats.wording import Finding, findings

_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]+)")


@dataclass
class SetFile:
    """A set as read; `content` is None when it can't be used. `ids` are the questions' ids with their places."""

    file: str
    slug: str
    source: str = ""
    content: QuestionSet | None = None
    ids: list[tuple[str, Place]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_set(path: FilePath, article: ArticleFile, pictures: set[str]) -> SetFile:
    """The set in a file, checked against its article."""
    try:
        text = read_text(path)
    except Refusal as refusal:
        return SetFile(display(path), path.stem, problems=[Problem(display(path), 1, 1, refusal.sentence)])
    return parse_set(text, path.stem, article, display(path), pictures)


def parse_set(text: str, slug: str, article: ArticleFile, file: str = "", pictures: set[str] | None = None) -> SetFile:
    """The set in `text`; pictures are only looked for where their names are given."""
    tree = parse(text)
    found = SetFile(file or slug, slug, text)
    said = list(tree.faults)
    if not tree.faults:
        said += _read(tree, found, article.reading, pictures)
    found.problems = [Problem(found.file, line, column, sentence) for (line, column), sentence in said]
    return found


def _read(tree: Tree, found: SetFile, reading: Reading | None, pictures: set[str] | None) -> Iterator[Finding]:
    if not isinstance(tree.data, dict):
        yield (1, 1), say("A set is made of `key: value` lines: title, questions.")
        return
    listed = tree.data.get("questions")
    entries = listed if isinstance(listed, list) else []
    questions = []
    for number, entry in enumerate(entries):
        path: Path = ("questions", number)
        question, said = _question(tree, path, entry)
        yield from said
        yield from _pictures(tree, path, pictures)
        if question:
            questions.append(question)
            yield from _evidence(tree, path, question, reading)
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            found.ids.append((entry["id"], tree.place((*path, "id"))))
    yield from _header(tree, found, questions, entries)


def _header(tree: Tree, found: SetFile, questions: list[Question], entries: list[Any]) -> Iterator[Finding]:
    given = {**tree.data, "slug": found.slug}
    if entries:
        given["questions"] = tuple(questions)
    try:
        content = QuestionSet.model_validate(given)
    except ValidationError as error:
        broken = len(questions) < len(entries)
        for place, sentence in findings(error, tree, (), QuestionSet):
            # With every question broken the list only looks empty; each has had its say already.
            if not (broken and place == tree.place(("questions",))):
                yield place, sentence
    else:
        found.content = content if len(questions) == len(entries) else None


def _question(tree: Tree, path: Path, entry: Any) -> tuple[Question | None, list[Finding]]:
    if not isinstance(entry, dict):
        return None, [(tree.place(path), say("A question is made of `key: value` lines: id, kind, stem ..."))]
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in all_kinds():
        return None, [(tree.place((*path, "kind")), _unknown_kind(kind))]
    model = all_kinds()[kind].question
    try:
        return model.model_validate(entry), []
    except ValidationError as error:
        return None, list(findings(error, tree, path, model))


def _unknown_kind(kind: Any) -> Any:
    if kind is None:
        return say("`kind` is missing; it is one of: %(those)s.", those=", ".join(all_kinds()))
    written = kind.raw if isinstance(kind, Retyped) else str(kind)
    near = get_close_matches(written, all_kinds(), 1)
    if near:
        return say("There is no kind `%(kind)s`; did you mean `%(near)s`?", kind=written, near=near[0])
    return say("There is no kind `%(kind)s`; it is one of: %(those)s.", kind=written, those=", ".join(all_kinds()))


def _evidence(tree: Tree, path: Path, question: Question, reading: Reading | None) -> Iterator[Finding]:
    for number, quote in enumerate(question.evidence):
        times = reading.count(quote) if reading else 1
        if reading and times != 1:
            yield tree.place((*path, "evidence", number, "exact")), _misplaced(quote, times, reading)


def _misplaced(quote: Quote, times: int, reading: Reading) -> Any:
    if times > 1:
        return say(
            "This passage stands in the article %(times)s times. Add `prefix` or `suffix`, the words before or after.",
            times=times,
        )
    if reading.count(Quote(exact=quote.exact)):
        return say("This passage is in the article, but not with this `prefix` and `suffix`.")
    near = fuzz.partial_ratio_alignment(quote.exact, reading.text)
    if near is None or near.score < 60:
        return say("This passage is not in the article. Copy it from there, word for word.")
    return say("This passage is not in the article. The nearest is: %(near)s", near=_words(reading.text, near))


def _words(text: str, near: Any) -> str:
    start = text.rfind(" ", 0, near.dest_start + 1) + 1
    end = text.find(" ", near.dest_end)
    return text[start : end if end >= 0 else len(text)]


def _pictures(tree: Tree, path: Path, pictures: set[str] | None) -> Iterator[Finding]:
    for place, raw in scalars(tree, path):
        for alternative, name in _PICTURE.findall(raw):
            if not alternative.strip():
                yield tree.place(place), say("A picture needs words for those who can't see it: ![a map](map.png)")
            elif pictures is not None and not name.startswith("data:") and name not in pictures:
                yield tree.place(place), say("There is no picture %(name)s beside the article.", name=name)
