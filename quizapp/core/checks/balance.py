"""key-position: over the set the key stands too often at the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from quizapp.core.checks.check import SetCheck
from quizapp.core.checks.item import Item, Path
from quizapp.core.sentences import Sentence, say

#: So many keys at one place are no chance any more, when they are more than half of all.
_FEWEST = 4


def _find(items: Sequence[Item]) -> Iterator[tuple[int, Path, Sentence]]:
    """Told once, at the first question with the key at that place."""
    places: dict[int, list[tuple[int, Path]]] = defaultdict(list)
    for number, item in enumerate(items):
        for choosing in item.choosings:
            if not choosing.shuffled and len(choosing.options) > 2 and len(choosing.keys) == 1:
                (key,) = choosing.keys
                places[choosing.options.index(key)].append((number, key.path))
    counted = sum(map(len, places.values()))
    for place, found in places.items():
        if len(found) >= _FEWEST and len(found) * 2 > counted:
            number, path = found[0]
            values = {"often": len(found), "all": counted, "place": place + 1}
            said = say(
                "In %(often)s of %(all)s questions whose options are not shuffled, the key is option %(place)s.",
                **values,
            )
            yield number, path, said


CHECKS = (
    SetCheck(
        "key-position",
        say(
            "Learners notice where the key mostly stands, and guess that place (Haladyna, Downing and Rodriguez 2002; "
            "Tarrant and others 2006)."
        ),
        say("Let the options be shuffled, or choose distractors on the other side of the key in some questions."),
        _find,
    ),
)
