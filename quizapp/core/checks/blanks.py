"""blank-in-stem: a choice whose stem has a blank to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Item, Path
from quizapp.core.sentences import Sentence, say

#: Lines to write on, of three signs at least, and empty brackets; points at the end lead on to the options.
_BLANK = re.compile(
    r"(?<![\w*])[_＿](?:\\?[_＿]){2,}|[(（\[［〔][\s\u3000_]{2,}[)）\]］〕]|(?<!\.)\.{5,}(?=\s*\S)|\[\[\d+\]\]"
)
_CODE = re.compile(r"`[^`]*`")


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    own = any(choosing.path == ("options",) for choosing in item.choosings)
    if own and _BLANK.search(_CODE.sub("", item.written_stem.replace("\\_", "_"))):
        yield ("stem",), say("The stem has a blank in it that the options fill.")


CHECKS = (
    Check(
        "blank-in-stem",
        say(
            "Readers must hold the sentence in mind while they try each option in the blank: that asks for memory, not "
            "for knowledge (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Ask a whole question, let the options end the sentence, or ask by “fill the gaps” (`cloze` in a file)."),
        _find,
    ),
)
