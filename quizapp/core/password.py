"""What a new password must be: long enough, and not the first that a stranger would try."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from quizapp.core.sentences import Unreadable, say

SHORTEST, LONGEST = 8, 256
#: Whole, or with numbers and signs after it: the beginnings of the lists that guessers work through.
_COMMON = frozenset(
    """
    1q2w3e4r 1q2w3e4r5t 1qaz2wsx a1b2c3d4 aa abc abcd abcdef access admin administrator alexander amanda andrea
    arsenal asdf asdfasdf asdfgh asdfghjk asdfghjkl ashley asdf1234 azerty azertyuiop barcelona baseball basketball
    batman blink butterfly changeme charlie chelsea chocolate claudia computer cookie daniel default diamond doudou
    dragon einstein elephant facebook fallout firebird flower football forever freedom friends fuckyou gangster geheim
    gfhjkm google guest hallo hannah hello homework hunter hottie iloveyou ilovegod internet jasmine jennifer jessica
    jesus jordan joshua juventus kennwort killer klaster lehrer letmein liverpool loulou lovely loveme marina marseille
    maverick master matthew mercedes merlin metallica michael michelle midnight minecraft monkey motdepasse mustang
    naruto nicole nothing p0ssword p@ssw0rd pa55word passw0rd password passwort passwd player pokemon princess
    qazwsx qazwsxedc qq qwe qweasd qweasdzxc qwer qwerty qwertyu qwertyui qwertyuiop qwertz qwertzui qwertzuiop
    rainbow realmadrid rockyou root samantha samsung schatz scheisse school schule secret shadow snoopy soccer sommer
    spiderman starwars student summer sunshine superman superstar teacher test testtest tigger trustno trustno1 user
    valentina victoria welcome whatever willkommen winter whatever xbox zaq12wsx zaq1zaq1 zxcvbn zxcvbnm
    """.split()
)
#: Those of eight signs and more among the 30,000 most used, as the zxcvbn library lists them (MIT licence): the first
#: five bytes of each one's SHA-256, in order. So nobody reads here what people call one another.
_MOST_USED, _WIDTH = Path(__file__).with_name("common_passwords.bin"), 5
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890")


class WeakPassword(Unreadable):
    """A password that would not keep others out."""


def check(password: str, *own: str) -> None:
    """Raise `WeakPassword` for a password that is too short or easy to guess; `own` are the words of its owner."""
    length = len(unicodedata.normalize("NFKC", password))
    if length < SHORTEST:
        raise WeakPassword(say("Use at least %(least)s characters. Three or four words are fine.", least=SHORTEST))
    if length > LONGEST:
        raise WeakPassword(say("Use at most %(most)s characters.", most=LONGEST))
    words, whole = _bare(password), _joined(password)
    if _is_common(words) or _is_common(whole):
        raise WeakPassword(say("Strangers try this password first. Take one that few would think of, like four words."))
    if not {words, whole}.isdisjoint(_owned(own)):
        raise WeakPassword(say("This is too close to your name, your address or the name of this site. Take another."))


def _joined(text: str) -> str:
    """Without case and spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())


def _bare(text: str) -> str:
    """Without the numbers and signs around it as well."""
    joined = _joined(text)
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", joined) or joined


def _owned(own: tuple[str, ...]) -> set[str]:
    parts = {part for text in own for part in (text, *text.split("@"), *text.split(), re.sub(r"\W", "", text))}
    return {_bare(part) for part in {*parts, "quizapp", "quizapp" * 2} if len(part) > 2}


def _is_common(words: str) -> bool:
    return (
        words in _COMMON
        or _is_much_used(words)
        or len(set(words)) <= 2
        or _runs(words)
        or any(words in row * 2 for row in _ROWS)
    )


def _is_much_used(words: str) -> bool:
    known, sought = _most_used(), sha256(words.encode(errors="replace")).digest()[:_WIDTH]
    place = bisect_left(known, sought)
    return place < len(known) and known[place] == sought


@cache
def _most_used() -> tuple[bytes, ...]:
    data = _MOST_USED.read_bytes()
    return tuple(data[start : start + _WIDTH] for start in range(0, len(data), _WIDTH))


def _runs(words: str) -> bool:
    """`abcdefgh`, `98765432`."""
    steps = {ord(after) - ord(before) for before, after in pairwise(words)}
    return steps in ({1}, {-1})
