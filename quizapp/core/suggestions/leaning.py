"""Words with which a sentence leans on what stands before it, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _words(*phrases: str) -> str:
    """Alternatives, of words that are written apart and of phrases that are written with _ for a space."""
    return "|".join(phrase.replace("_", " ") for each in phrases for phrase in each.split())


_ENGLISH = _words(
    "he she they it we i you his her their its our my this that these those such both neither either each",
    "another others some many most few several all none one two three then there here so also afterwards later",
    "earlier meanwhile instead however therefore still yet nor or as not even only like unlike since_then by_then",
    "by_that_time at_the_time at_that_time until_then under_it with_it for_it in_it on_it of_these of_those of_them",
    "among_them for_example",
    "for_instance in_response in_return in_addition in_all a_(?:year|month|week|day)_(?:later|earlier)",
    "the_(?:former|latter|two|three|same|others|following|previous|rest|result|reason|idea|move|decision|figure|number)",
    "the_(?:total|increase|rise) the_[a-z]+_ones?",
)
_GERMAN = _words(
    "er sie es wir ich ihr ihre sein seine ihm ihnen dies diese dieser dieses diesem diesen jene dort hier da damals",
    "dabei daher danach davor damit dazu davon darum darin daraus dafür dagegen deshalb trotzdem dennoch jedoch aber",
    "und oder denn doch so auch beide solche später zuvor seitdem inzwischen außerdem zudem allerdings dann nun einer",
    "eine_davon letztere das_(?:ist|war|(?-i:[a-zäöü]+(?:t|en))_)",
)
_FRENCH = _words(
    "il elle ils elles on nous je vous ce cet cette ces cela ceci celui celle ceux son sa ses leur leurs c['’] y",
    "en_effet là ici alors ainsi puis ensuite mais et ou donc or car pourtant cependant toutefois depuis_lors les_deux",
    "lui aussi d['’]autres plus_tard enfin",
)
_JAPANESE = _words(
    "彼 彼女 これ それ あれ この その あの ここ そこ 同[社市国氏年日月] また しかし そして さらに だが なお ただ",
    "一方 次に 一つ うち 両",
)
_KOREAN = _words(
    "그는 그가 그녀 그의 그들 이는 이것 이_ 그_ 이를 이로 이에 이후 그것 여기 거기 그러나 그리고 또한 또_ 하지만",
    "한편 다만 당시 이번 같은 두_",
)
_GERMAN_WITHIN = "er|sie|es|ihn|ihm|ihnen|dort|davon|damit|daran|darüber"
#: What a sentence that leans begins with; a pronoun soon after the beginning is no better.
LEANING: Mapping[str, re.Pattern[str]] = {
    tongue: re.compile(pattern, re.IGNORECASE)
    for tongue, pattern in {
        "en": rf"(?:{_ENGLISH})\b",
        "de": rf"(?:{_GERMAN})(?:\b|(?<= ))|(?:[^\s,]+ ){{1,5}}(?:{_GERMAN_WITHIN})\b",
        "fr": rf"(?:{_FRENCH})\b|pour (?:le|la|les) \S+er,|(?:\S+ ){{1,4}}(?:il|elle|ils|elles|y) ",
        "ja": rf"(?:{_JAPANESE})",
        "ko": rf"(?:{_KOREAN})",
    }.items()
}
_TIMES = "time day week month year decade century summer winter spring autumn morning evening night".replace(" ", "|")
_ENGLISH_POINTING = (
    rf"(?:this|that|the same|the following|the next|the previous|the latter|the former)"
    rf" (?:{_TIMES}|way|case|one|period|figure|number|amount|kind)",
    r"(?:years?|months?|weeks?|days?|decades?|hours?) (?:later|earlier(?! than)|before|ago)",
    r"(?:these|those|such an?|did so|do so|the others|(?:by|since|until|back) then)",
)
#: Words that point to another sentence, wherever they stand.
POINTING: Mapping[str, re.Pattern[str]] = {
    tongue: re.compile(pattern, re.IGNORECASE)
    for tongue, pattern in {
        "en": rf"\b(?:{'|'.join(_ENGLISH_POINTING)})\b|\b(?:this|that)(?: (?:in|on|at|by) |[,.?]|$)",
        "de": r"\b(?:diese[mnrs]?|jene[mnrs]?|dieselben?|derselbe)\b",
        "fr": r"\b(?:cette|cet|ces|ce jour|ce mois|cel(?:ui|le)-ci|ceux-ci|son|sa|ses|leurs?|ils|elles)\b",
        "ja": r"同[社市国氏年日月]|前年|翌年|この|その(?!うち)",
        "ko": r"이듬해|이 [가-힣]|그 [가-힣]",
    }.items()
}
#: Words that point to the day on which the article was written.
THEN: Mapping[str, re.Pattern[str]] = {
    tongue: re.compile(pattern, re.IGNORECASE)
    for tongue, pattern in {
        "en": r"\b(?:yesterday|tomorrow|(?:last|next|this) (?:year|month|week))\b",
        "de": r"\b(?:gestern|morgen|(?:letzt|nächst|vorig)e[sn] (?:Jahr|Monat|Woche))\b",
        "fr": r"\b(?:hier|demain|l['’](?:an|année) (?:dernier|dernière|prochain|prochaine))\b",
        "ja": r"昨年|今年|来年|昨日|今日|明日",
        "ko": r"작년|올해|내년|어제|오늘|내일|지난해",
    }.items()
}
#: Where a sentence may leave out what it is about, the mark of what it is about.
SUBJECT: Mapping[str, re.Pattern[str]] = {
    "ja": re.compile(r"(?<![にでと年月日])[はが](?![、。])|(?<![にで])[はが]、"),
    "ko": re.compile(r"(?<!에)(?<!년)[은는이가] (?!되)"),
}


def points(text: str) -> bool:
    """Whether words in an English text point to something outside of it: this, the same year."""
    return bool(POINTING["en"].search(text) or THEN["en"].search(text))


def leans(text: str) -> bool:
    """Whether an English claim begins with a word that means something before it and can't mean the speaker."""
    return bool(_BEGINS.match(text))


_BEGINS = re.compile(r"(?:this|that|these|those|such|both|there|here|so|the (?:two|former|latter))\b", re.IGNORECASE)
