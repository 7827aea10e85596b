"""Plain words as Markdown that says just them, with as few backslashes as will do."""

from __future__ import annotations

import re

#: What means something in Markdown wherever it stands.
_ANYWHERE = re.compile(
    r"[\\*`\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|^~|~$|&(?=#?\w{1,40};)",
)
#: What means something only where a line begins: headings, quotes, lists, rules, tables, underlines.
_AT_LINE_START = re.compile(
    r"^(?:(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$|-)|=+\s*$|\||:-)|(\d{1,9})(?=[.)](?:\s|$)))", re.MULTILINE
)
#: Signs of Chinese and Japanese, between which a line break is no space.
_UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{2}")


def literal(text: str) -> str:
    """The text, with its lines kept, as Markdown that shows every sign of it."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    escaped = _ANYWHERE.sub(lambda found: f"\\{found[0]}", lines)
    return _AT_LINE_START.sub(lambda found: f"{found[1] or ''}\\", escaped)


def one_line(text: str) -> str:
    """Lines joined as they are read: with a space, or with none where a script has none."""
    joined = ""
    for part in filter(None, (line.strip() for line in text.split("\n"))):
        tight = not joined or _UNSPACED.fullmatch(joined[-1] + part[0])
        joined += part if tight else f" {part}"
    return joined
