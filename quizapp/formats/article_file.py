"""`article.md`: front matter between two lines of hyphens, then the article in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from quizapp.core.evidence import Reading
from quizapp.core.library import Article
from quizapp.core.sentences import say
from quizapp.formats import Problem
from quizapp.formats.files import Flaw, display, read_text
from quizapp.formats.nodes import Finding, Tree, parse
from quizapp.formats.wording import findings

NAME = "article.md"


@dataclass
class ArticleFile:
    """The article as read; `article` is None when there are problems, and `body` is there whenever it was found."""

    file: str
    slug: str
    body: str = ""
    article: Article | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def reading(self) -> Reading | None:
        return Reading(self.body) if self.body else None


def read_article(folder: Path, tree: Path) -> ArticleFile:
    """The article of a folder, whose name is the article's slug."""
    path = folder / NAME
    found = ArticleFile(display(path), folder.resolve().name)
    if not path.exists() and not path.is_symlink():
        sentence = say("article.md is missing: the text that the sets in this folder ask about.")
        found.problems.append(Flaw(sentence).problem(path))
        return found
    try:
        text = read_text(path, tree)
    except Flaw as flaw:
        found.problems.append(flaw.problem(path))
        return found
    found.problems += [Problem(found.file, line, column, said) for (line, column), said in _read(text, found)]
    return found


def _read(text: str, found: ArticleFile) -> Iterator[Finding]:
    """Fills `found`; places count from the file's first line."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        yield (
            (1, 1),
            say("article.md must begin with `---`, the lines title, publisher and published, and `---` again."),
        )
        return
    found.body = "\n".join(lines[end + 1 :]).strip()
    if not found.body:
        yield (end + 1, 1), say("The article's text is missing: write it below this line.")
    for (line, column), sentence in _front_matter("\n".join(lines[1:end]), found):
        yield (line + 1, column), sentence


def _front_matter(header: str, found: ArticleFile) -> Iterator[Finding]:
    tree = parse(header)
    yield from tree.faults
    if not tree.whole:
        return
    if not isinstance(tree.data, dict):
        yield (1, 1), say("The front matter must be made of `key: value` lines: title, publisher, published ...")
        return
    yield from _unwritten(tree)
    try:
        article = Article.model_validate({**tree.data, "slug": found.slug, "body": found.body or "none"})
    except ValidationError as error:
        yield from findings(error, tree, (), Article)
    else:
        found.article = article if found.body and not tree.faults else None


def _unwritten(tree: Tree) -> Iterator[Finding]:
    if "slug" in tree.data:
        yield tree.keys["slug",], say("An article's slug is its folder's name. Delete this line.")
    if "body" in tree.data:
        yield tree.keys["body",], say("The article's text stands below the front matter. Delete this line.")
