"""absolute-term, vague-term: words in an option by which it is guessed to be wrong, or right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Option, Path
from quizapp.core.checks.words import is_small, words
from quizapp.core.sentences import Sentence, say

#: Whole words alone: usually is not all, and All Saints' Day is a name.
_ABSOLUTE = {
    "en": r"always|never|absolutely|completely|entirely|totally|invariably|exclusively|only ever|"
    r"(?:at all times|in every case|in all cases|under no circumstances|without exception|impossible)",
    "de": r"immer|nie|niemals|stets|ausnahmslos|völlig|vollständig|ausschließlich|unmöglich|auf keinen fall",
    "fr": r"toujours|jamais|absolument|complètement|entièrement|totalement|exclusivement|impossible|sans exception",
}
_VAGUE = {
    "en": r"often|usually|sometimes|occasionally|frequently|rarely|seldom|generally|normally|typically|probably|"
    r"possibly|perhaps|mostly|as a rule|in general|now and then",
    "de": r"oft|häufig|manchmal|gelegentlich|meist|meistens|gewöhnlich|normalerweise|selten|wahrscheinlich|"
    r"möglicherweise|vielleicht|in der regel|hin und wieder",
    "fr": r"souvent|parfois|quelquefois|généralement|habituellement|rarement|normalement|probablement|peut-être|"
    r"en général|de temps en temps",
}
#: What may stand beside such a word on a scale: always, almost always, very often.
_DEGREES = frozenset("almost nearly hardly quite fairly fast sehr ganz nahezu très presque assez plutôt".split())

#: A word of a title: Never Say Never Again.
_TITLE = re.compile(r"[A-Z]\w+ [A-Z]\w")


def _find(terms: Mapping[str, str], sentence: Sentence, item: Item) -> Iterator[tuple[Path, Sentence]]:
    pattern = terms.get(item.language)
    for choosing in item.choosings if pattern else ():
        found = [(option, _term(f"{pattern}", option.text)) for option in choosing.options]
        with_term = [(option, term) for option, term in found if term]
        if with_term and len(with_term) < len(found) and not _is_scale(choosing, with_term, item.language):
            yield from ((option.path, Sentence(sentence.text, (("word", term),))) for option, term in with_term)


def _term(pattern: str, text: str) -> str | None:
    found = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, re.IGNORECASE)
    return found[0] if found and not _TITLE.match(text[found.start() :]) else None


def _is_scale(choosing: Choosing, with_term: list[tuple[Option, str]], language: str) -> bool:
    """Options that are how often, or how surely, and nothing else."""
    rest = (words(option.text.casefold().replace(term.casefold(), " ")) for option, term in with_term)
    return len(choosing.options) > 2 and all(
        word in _DEGREES or is_small(word, language) for each in rest for word in each
    )


CHECKS = (
    Check(
        "absolute-term",
        say(
            "Little is always or never so, and learners know it: they strike such an option out without knowing the "
            "subject (Haladyna, Downing and Rodriguez 2002; Tarrant and others 2006)."
        ),
        say("Leave the word out, or say exactly what is meant: how many, how much, from when to when."),
        partial(_find, _ABSOLUTE, say("“%(word)s” is a word by which this option can be guessed to be wrong.")),
    ),
    Check(
        "vague-term",
        say(
            "Such a word means more to one reader and less to another, and careful words are a mark of the key "
            "(Tarrant and others 2006)."
        ),
        say("Leave the word out, or say how often, how many or how likely."),
        partial(_find, _VAGUE, say("“%(word)s” does not say how often or how likely something is.")),
    ),
)
