"""One set's file: the questions in it, and all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from quizapp.core.evidence import Reading
from quizapp.core.kinds import all_kinds
from quizapp.core.library import QuestionSet
from quizapp.core.question import Question, Quote
from quizapp.core.sentences import Sentence, say
from quizapp.formats import Advice, Problem
from quizapp.formats.advising import advice, unknown_silences
from quizapp.formats.files import Flaw, display, read_text
from quizapp.formats.keys import nearest
from quizapp.formats.nodes import Finding, Path, Place, Retyped, Tree, parse, texts
from quizapp.formats.passages import misplaced_quotes
from quizapp.formats.wording import findings, shown

_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]+)")

#: Where no question is sound, so that the list is not called empty.
_STANDS_IN = Question(id="none", kind="none", stem="-", explanation="-", evidence=(Quote(exact="-"),))


@dataclass(frozen=True)
class Surroundings:
    """What a set leans on: its article's text, and the names of the pictures beside it; None where not known.

    `advise` asks for advice on how the items are written.
    """

    reading: Reading | None = None
    pictures: frozenset[str] | None = None
    advise: bool = False


@dataclass
class SetFile:
    """A set as read; `content` is None when it can't be used. `ids` are the questions' ids with their places."""

    file: str
    slug: str
    source: str = ""
    content: QuestionSet | None = None
    ids: list[tuple[str, Place]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)


def read_set(path: FilePath, tree: FilePath, around: Surroundings) -> SetFile:
    """The set in a file, checked against what is around it."""
    found = SetFile(display(path), path.stem)
    try:
        found.source = read_text(path, tree)
    except Flaw as flaw:
        found.problems.append(flaw.problem(path))
        return found
    return checked(found, around)


def parse_set(text: str, slug: str) -> QuestionSet | None:
    """The set in `text`, or None where it is not one; the evidence is not looked for."""
    return checked(SetFile(slug, slug, text), Surroundings()).content


def checked(found: SetFile, around: Surroundings) -> SetFile:
    """`found`, filled from its source."""
    tree = parse(found.source)
    said = [*tree.faults, *(_read(tree, found, around) if tree.whole else ())]
    found.problems = [Problem(found.file, line, column, sentence) for (line, column), sentence in said]
    if tree.faults:
        found.content = None
    if around.advise:
        found.advice = list(advice(tree, found.file, around.reading))
    return found


def _read(tree: Tree, found: SetFile, around: Surroundings) -> Iterator[Finding]:
    if not isinstance(tree.data, dict):
        yield (1, 1), say("A set is made of `key: value` lines: title, questions ...")
        return
    listed = tree.data.get("questions")
    entries = listed if isinstance(listed, list) else []
    questions: list[Question] = []
    for number, entry in enumerate(entries):
        path: Path = ("questions", number)
        yield from _question(tree, path, entry, questions)
        if isinstance(entry, dict):
            yield from _around(tree, path, entry, around)
            if isinstance(entry.get("id"), str):
                found.ids.append((entry["id"], tree.place((*path, "id"))))
    yield from _pictures(tree, ("description",), tree.data.get("description"), around.pictures)
    yield from _header(tree, found, questions, len(entries))


def _header(tree: Tree, found: SetFile, questions: list[Question], written: int) -> Iterator[Finding]:
    """All but the questions, which have had their say; the set is whole when each of them is sound."""
    given = {**tree.data, "slug": found.slug}
    if written:
        given["questions"] = tuple(questions) or (_STANDS_IN,)
    if "slug" in tree.data:
        yield tree.keys["slug",], say("A set's slug is its file's name. Delete this line.")
    try:
        content = QuestionSet.model_validate(given)
    except ValidationError as error:
        yield from findings(error, tree, (), QuestionSet)
    else:
        found.content = content if len(questions) == written else None


def _question(tree: Tree, path: Path, entry: Any, questions: list[Question]) -> Iterator[Finding]:
    """What is wrong with one question; a sound one joins `questions`."""
    if not isinstance(entry, dict):
        yield tree.place(path), say("A question is made of `key: value` lines: id, kind, stem ...")
        return
    kind = entry.get("kind")
    known = all_kinds().get(kind) if isinstance(kind, str) else None
    if known is None:
        yield tree.place((*path, "kind")), _unknown_kind(kind)
        yield from _common_fields(tree, path, entry)
        return
    try:
        questions.append(known.question.model_validate(entry))
    except ValidationError as error:
        yield from findings(error, tree, path, known.question)


def _common_fields(tree: Tree, path: Path, entry: dict[str, Any]) -> Iterator[Finding]:
    """What can be said of a question while its kind is not known."""
    given = {name: value for name, value in entry.items() if name in Question.model_fields}
    try:
        Question.model_validate({**given, "kind": "unknown"})
    except ValidationError as error:
        yield from findings(error, tree, path, Question)


def _unknown_kind(kind: Any) -> Sentence:
    those = ", ".join(all_kinds())
    if kind is None:
        return say("`kind` is missing; it is one of: %(those)s.", those=those)
    written = kind.raw if isinstance(kind, Retyped) else str(kind)
    near = nearest(written, all_kinds())
    if near:
        return say("There is no kind `%(kind)s`; did you mean `%(near)s`?", kind=shown(written), near=near)
    return say("There is no kind `%(kind)s`; it is one of: %(those)s.", kind=shown(written), those=those)


def _around(tree: Tree, path: Path, entry: dict[str, Any], around: Surroundings) -> Iterator[Finding]:
    if around.reading:
        yield from misplaced_quotes(tree, path, entry, around.reading)
    yield from _pictures(tree, path, entry, around.pictures)
    yield from unknown_silences(tree, path, entry)


def _pictures(tree: Tree, path: Path, value: Any, pictures: frozenset[str] | None) -> Iterator[Finding]:
    for place, text in texts(value, path):
        for alternative, name in _PICTURE.findall(text):
            if not alternative.strip():
                yield tree.place(place), say("A picture needs words for those who can't see it: ![a map](map.png)")
            elif pictures is not None and not name.startswith("data:") and name not in pictures:
                yield tree.place(place), say("There is no picture %(name)s beside the article.", name=shown(name))
