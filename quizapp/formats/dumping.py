"""Articles and sets as clean files: no defaults, long text in blocks, nothing that YAML would read otherwise."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any

import yaml

from quizapp.core.library import Article, QuestionSet
from quizapp.core.question import Question

_FIRST = ("id", "kind", "stem")
_COMMON = tuple(name for name in Question.model_fields if name not in _FIRST)
#: Line ends of other systems and scripts, which a block of text would not keep as they are.
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, as people do, and names nothing twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if _OTHER_LINE_ENDS.search(value) else "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(content: QuestionSet) -> str:
    """The file of a set; reading it gives an equal set, and dumping that the same bytes."""
    header = content.model_dump(exclude_defaults=True, exclude={"slug", "questions"})
    questions = (indent(_yaml([_question(question)]), "  ") for question in content.questions)
    return _yaml(header) + "questions:\n" + "\n".join(questions)


def dump_article(article: Article) -> str:
    """`article.md`; reading it gives an equal article, but for line ends of other systems and space around the text."""
    front_matter = _yaml(article.model_dump(exclude_defaults=True, exclude={"slug", "body"}))
    body = article.body.replace("\r\n", "\n").strip()
    return f"---\n{front_matter}---\n\n{body}\n"


def _yaml(data: object) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _question(question: Question) -> dict[str, Any]:
    """In the order in which people write it: what is asked, its own kind's fields, then what all have."""
    written = question.model_dump(exclude_defaults=True)
    own = [name for name in written if name not in _FIRST and name not in _COMMON]
    return {name: written[name] for name in (*_FIRST, *own, *_COMMON) if name in written}
