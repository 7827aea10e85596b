"""`article.md`: front matter between two lines of hyphens, then the article in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quizapp.core.evidence import Reading
from quizapp.core.library import Article
from quizapp.core.sentences import Refusal, Sentence, say
from quizapp.formats import Problem
from quizapp.formats.files import display, read_text
from quizapp.formats.nodes import parse
from quizapp.formats.wording import findings


@dataclass
class ArticleFile:
    """The article as read; `article` is None when there are problems."""

    slug: str
    article: Article | None = None
    problems: tuple[Problem, ...] = ()

    @cached_property
    def reading(self) -> Reading | None:
        return Reading(self.article.body) if self.article else None


def read_article(folder: Path) -> ArticleFile:
    """The article of a folder, whose name is the article's slug."""
    path, slug = folder / "article.md", folder.resolve().name
    if not path.is_file():
        sentence = say("article.md is missing: the text that the sets in this folder ask about.")
        return ArticleFile(slug, None, (Problem(display(path), 1, 1, sentence),))
    try:
        return parse_article(read_text(path), slug, display(path))
    except Refusal as refusal:
        return ArticleFile(slug, None, (Problem(display(path), 1, 1, refusal.sentence),))


def parse_article(text: str, slug: str, file: str) -> ArticleFile:
    """The article in `text`; its lines count from the file's first."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        sentence = say("article.md must begin with `---`, the lines title, publisher and published, and `---` again.")
        return ArticleFile(slug, None, (Problem(file, 1, 1, sentence),))
    body = "\n".join(lines[end + 1 :]).strip()
    found = _validated("\n".join(lines[1:end]), body, slug)
    if isinstance(found, Article):
        return ArticleFile(slug, found)
    return ArticleFile(slug, None, tuple(Problem(file, line + 1, column, said) for (line, column), said in found))


def _validated(header: str, body: str, slug: str) -> Article | list[tuple[tuple[int, int], Sentence]]:
    tree = parse(header)
    if tree.faults:
        return tree.faults
    if not isinstance(tree.data, dict):
        return [((1, 1), say("The front matter must be made of `key: value` lines."))]
    given: dict[str, Any] = {**tree.data, "slug": slug, "body": body}
    try:
        return Article.model_validate(given)
    except ValidationError as error:
        return list(findings(error, tree, (), Article))
