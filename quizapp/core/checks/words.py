"""Words as the checks compare them: without case, endings and the small words that say nothing by themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Languages with a table of small words and endings.
KNOWN = frozenset({"en", "de", "fr"})
#: Languages that are written without spaces between words.
UNSPACED = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = {
    "en": """a about after all also although an and any are as at be because been before being between both but by can
        could did do does during each either else few for from had has have he her here him his how i if in into is it
        its itself just may me might more most much must my no nor not of off on once one only or other our out over
        own same shall she should since so some such than that the their them then there these they this those through
        to too under until up upon us very was we were what when where which while who whom whose why will with within
        without would you your following called known many way first second two three made make makes put always never
        often rarely seldom sometimes usually last next""",
    "de": """aber alle als also am an auch auf aus bei beim bin bis da damit dann das dass dem den denn der des die dies
        diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa für gab geht
        gegen gibt hat hatte haben her hier hin ich ihr ihre ihren im in ins ist ja jede jeder jedes kann kein keine
        können machen man mehr mit muss müssen nach nicht noch nun nur ob oder ohne sehr sein seine seit sich sie sind
        so soll über um und unter vom von vor war waren warum was weil welche welchem welchen welcher welches wenn wer
        werden wie wieder wird wo wurde wurden zu zum zur zwischen folgenden heißt""",
    "fr": """à après au aucun aucune aussi autre aux avant avec avoir ce ceci cela ces cet cette ceux chaque comme dans
        de depuis des doit donc du elle elles en encore entre est et été être eu fait faut il ils je l la le les leur
        leurs lui mais même mes moins mon ne ni nos notre nous on ont ou où par pas pendant peut plus pour pourquoi qu
        quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sous sur ta te toi ton tous tout toute
        toutes très tu un une vers vos votre vous y était étaient lequel laquelle lesquels lesquelles dont""",
}
_SMALL_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
#: Endings, the longest first: what is left must have three letters, four for the longer ones.
_ENDINGS = {
    "en": ("ically", "ingly", "ation", "ments", "ions", "ness", "ment", "ings", "ical", "ies", "ing", "ers", "ion",
           "est", "ed", "es", "ly", "er", "al", "ic", "s", "e", "y"),
    "de": ("ungen", "ern", "ung", "em", "en", "er", "es", "st", "e", "n", "s"),
    "fr": ("issements", "issement", "ations", "ation", "ements", "ement", "aient", "ions", "ées", "és", "ent", "ait",
           "ant", "ée", "er", "es", "é", "e", "s", "x"),
}  # fmt: skip
#: What carries the sense of a text without spaces: runs of Chinese signs, of katakana.
_RUNS = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff々]{2,}|[\u30a1-\u30fa\u30fc]{2,}|[^\\W\\d_\u3040-\u30ff\u3400-\u9fff]{2,}"
)
_HANGUL = re.compile("[\uac00-\ud7a3]{2,}|[a-z]{2,}")
#: Korean writes particles onto the noun.
_PARTICLE = re.compile("(?<=..)(?:에서는|에서|으로|에게|까지|부터|이다|입니까|은|는|이|가|을|를|의|에|로|와|과|도|다)$")


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case; of 'l’eau' both."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return tuple(part for word in _WORD.findall(plain) for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    """Without 's; French l', d', qu' stand apart."""
    before, apostrophe, after = word.partition("'")
    if not apostrophe or after == "t":
        return (word,)
    return (before,) if after == "s" else (before, after)


def is_small(word: str, language: str) -> bool:
    return word in _SMALL_WORDS.get(language, ())


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The word without its endings, so that miners and mining are alike; never less than three letters."""
    if language == "en" and word.endswith("ves") and len(word) > 5:
        word = f"{word[:-3]}f"  # wolves
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) < 3 else 4):
            rest = word[: -len(ending)]
            rest = rest[:-1] if rest[-1] == rest[-2] and ending in {"ed", "ing", "er"} and language == "en" else rest
            return _end(rest) if language == "en" else rest
    return word


def _end(word: str) -> str:
    """Carrie(d) and carry, use(d) and use."""
    return word[:-1] if word[-1] in "iye" and len(word) > 3 else word


@lru_cache(maxsize=16384)
def terms(text: str, language: str) -> frozenset[str]:
    """What a text is about, comparable with another of the same language: stems of its words that are not small."""
    if language in UNSPACED:
        return frozenset(_pieces(text))
    if language == "ko":
        return frozenset(_PARTICLE.sub("", word) for word in _HANGUL.findall(text.casefold()))
    return frozenset(
        stem(word, language)
        for word in words(text)
        if not is_small(word, language) and not word.isdigit() and (len(word) > 2 or language not in KNOWN)
    )


def akin(one: str, other: str) -> bool:
    """Whether two stems are of one family: volcano and volcanic."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one == other or (shared >= 6 and max(len(one), len(other)) - shared <= 3)


def _pieces(text: str) -> Iterator[str]:
    """Each run in pairs of signs, for nobody knows where a word ends."""
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).casefold()):
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def shortened(text: str) -> str:
    """Text as a sentence can quote it."""
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
