"""true-false-in-disguise: a choice whose options are yes and no."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.core.checks.check import Check
from quizapp.core.checks.item import Choosing, Item, Path
from quizapp.core.checks.words import words
from quizapp.core.sentences import Sentence, say


def _table(**texts: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(each.strip() for each in listed.split(",")) for language, listed in texts.items()}


_YES = _table(
    en="yes, true, correct, right, that is true, it is true",
    de="ja, wahr, richtig, stimmt, das stimmt, korrekt",
    fr="oui, vrai, juste, exact, c est vrai",
    es="sí, verdadero, correcto, cierto",
    ja="はい, 正しい, 本当, 正, ○, 〇",
    ko="예, 네, 참, 맞다, 그렇다, 맞습니다, 옳다, o",
    zh="是, 对, 正确, 對, 正確",
)
_NO = _table(
    en="no, false, incorrect, wrong, not true, that is false, it is false",
    de="nein, falsch, unwahr, stimmt nicht, das stimmt nicht, nicht richtig",
    fr="non, faux, inexact, c est faux",
    es="no, falso, incorrecto",
    ja="いいえ, 誤り, 間違い, 嘘, 誤, ×, 正しくない",
    ko="아니요, 아니오, 거짓, 틀리다, 아니다, 틀립니다, 그렇지 않다, x",
    zh="否, 不是, 错, 错误, 錯, 錯誤",
)
#: What may stand beside the two: as soon as an option says more, it is a choice of its own.
_SHORT = 3


def _find(item: Item) -> Iterator[tuple[Path, Sentence]]:
    for choosing in item.choosings:
        if choosing.path == ("options",) and _is_disguised(choosing, item.language):
            yield choosing.path, say("The options are no more than yes and no, or true and false.")


def _is_disguised(choosing: Choosing, language: str) -> bool:
    folded = [" ".join(words(option.text)) or option.text.strip() for option in choosing.options]
    both = [any(text in table.get(language, ()) for text in folded) for table in (_YES, _NO)]
    return all(both) and len(folded) <= 3 and all(len(text.split()) <= _SHORT for text in folded)


CHECKS = (
    Check(
        "true-false-in-disguise",
        say(
            "It is a question of true or false with the odds of one, but looks like a choice; its statement is often "
            "unclear as well (Tarrant and others 2006)."
        ),
        say("Ask by “true or false” (`true_false` in a file), or ask what, who, when or why, with fitting options."),
        _find,
    ),
)
