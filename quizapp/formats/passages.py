"""Evidence in a file: every quote must be found in the article, and found once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz

from quizapp.core.evidence import Reading
from quizapp.core.question import Quote
from quizapp.core.sentences import Sentence, say
from quizapp.formats.nodes import Finding, Path, Tree
from quizapp.formats.wording import shown

#: Below this likeness, of 100, what is nearest is not what was meant.
_ALIKE = 60


def misplaced_quotes(tree: Tree, path: Path, entry: dict[str, Any], reading: Reading) -> Iterator[Finding]:
    """What is wrong with the evidence of the question `entry`, however wrong the rest of it is."""
    listed = entry.get("evidence")
    for number, given in enumerate(listed if isinstance(listed, list) else []):
        quote = _quote(given)
        times = reading.count(quote) if quote else 1
        if quote and times != 1:
            yield tree.place((*path, "evidence", number, "exact")), _misplaced(quote, times, reading)


def _quote(given: Any) -> Quote | None:
    try:
        return Quote.model_validate(given)
    except ValidationError:
        return None  # the question's own findings tell why


def _misplaced(quote: Quote, times: int, reading: Reading) -> Sentence:
    if times > 1:
        return say(
            "This passage is found %(times)s times in the article. Add `prefix` or `suffix`: the words before or after "
            "the one that is meant.",
            times=times,
        )
    if reading.count(Quote(exact=quote.exact)):
        return say("This passage is in the article, but not with this `prefix` and `suffix`: found 0 times.")
    near = _nearest(" ".join(quote.exact.split()), reading.text)
    if near is None:
        return say("This passage is found 0 times in the article. Copy it from there, word for word.")
    return say("This passage is found 0 times in the article. The nearest is: “%(near)s”", near=shown(near, 300))


def _nearest(passage: str, text: str) -> str | None:
    """The passage of `text`, in whole words, that is most like `passage`."""
    near = fuzz.partial_ratio_alignment(passage, text)
    if near is None or near.score < _ALIKE or len(passage) > len(text):
        return None
    start = text.rfind(" ", 0, near.dest_start + 1) + 1
    end = text.find(" ", near.dest_end)
    return text[start : end if end >= 0 else len(text)].strip()
