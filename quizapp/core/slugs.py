"""Names for addresses and files, made from titles."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256


def slug_of(text: str, longest: int = 40) -> str:
    """The text as lower-case words with hyphens, in whole words; "" where it has no letter that a slug can hold."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("'", "").replace("’", ""))
    words = re.findall("[a-z0-9]+", "".join(each for each in folded if not unicodedata.combining(each)).lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:longest]
        if len(longer) > longest:
            break
        slug = longer
    return slug


def free_slug(text: str, taken: set[str], stand_in: str) -> str:
    """A slug from the text that is not taken; from a digest of the text where it has no letters for one."""
    digest = sha256(text.encode(errors="replace")).hexdigest()
    wanted = slug_of(text) or f"{stand_in}-{digest[:6]}"
    if wanted not in taken:
        return wanted
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)
