"""What stands around numbers in each language: per cent, thousands and millions, currencies, lengths of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """Alternatives for patterns; `spaced` where words are, `joined` the signs that stand within a number."""

    digits: str
    percent: str
    scales: Mapping[str, int]
    currencies: str
    durations: str
    lengths: str
    counted: str
    hedges: str = r"(?!)"
    spaced: bool = True
    joined: str = ""


_POINT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_EN_STOP = (
    "a|an|the|and|or|of|to|in|on|at|by|for|from|with|as|per|than|but|who|that|which|was|were|is|are|had|has|have|it"
    "|its|after|before|when|while|against|into|more|less|other|others|times|each|such|not|now|then|today|again|so|until|since|away|people's|am|pm|st|nd|rd|th"
)
_EN_WORD = rf"(?!(?:{_EN_STOP}|hundred|thousand|million|billion)\b)[a-z][a-z'’-]+"
_EN_UNITS = (
    "kilometres?|kilometers?|metres?|meters?|centimetres?|centimeters?|millimetres?|millimeters?|miles?|feet|km|cm|mm"
    "|kilograms?|kilogrammes?|kg|grams?|tonnes?|litres?|liters?|hectares?|acres?|degrees|megawatts?|kilowatts?"
)
TONGUES: Mapping[str, Tongue] = {
    "en": Tongue(
        digits=_POINT,
        percent=r"%|per cent\b|percent\b|percentage points\b",
        scales={"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
        currencies=r"euros?|dollars|pounds|yen|won|francs|crowns|rupees|yuan|pesos|kroner|kronor|rand|roubles|cents",
        durations=r"seconds|minutes|hours|days|weeks|months|years|decades|centuries",
        lengths=_EN_UNITS,
        counted=rf"(?:{_EN_WORD} ){{0,2}}?{_EN_WORD}(?<=s)\b|{_EN_WORD}",
        hedges=r"nearly|almost|about|around|roughly|some|approximately|more than|less than|fewer than|over|under|up to"
        r"|at least|at most|just under|just over|only",
    ),
    "de": Tongue(
        digits=r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
        percent=r"%|Prozent\b",
        scales={"Million": 10**6, "Millionen": 10**6, "Milliarde": 10**9, "Milliarden": 10**9},
        currencies=r"Euro|Dollar|Franken|Pfund|Yen|Kronen|Cent",
        durations=r"Sekunden|Minuten|Stunden|Tagen?|Wochen|Monaten?|Jahren?|Jahrzehnten?|Jahrhunderten?",
        lengths=r"Kilometern?|Metern?|Zentimetern?|Millimetern?|Kilogramm|Gramm|Tonnen|Litern?|Hektar|Grad|km|kg",
        counted=r"(?!(?:Uhr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b)"
        r"(?:[a-zäöüß]+(?:e|en|er) ){0,2}[A-ZÄÖÜ][a-zäöüß-]+",
        hedges=r"knapp|fast|etwa|rund|gut|mehr als|über|unter|bis zu|mindestens|höchstens|nur|ungefähr",
    ),
    "fr": Tongue(
        digits=r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?",
        percent=r"%|pour cent\b",
        scales={"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
        currencies=r"(?:d['’])?euros?|(?:de )?dollars|(?:de )?francs|(?:de )?livres|(?:de )?yens|centimes",
        durations=r"secondes|minutes|heures|jours|semaines|mois|ans|années|décennies|siècles",
        lengths=r"kilomètres?|mètres?|centimètres?|millimètres?|kilogrammes?|grammes?|tonnes|litres?|hectares|degrés"
        r"|km|kg",
        counted=r"(?!(?:de|des|du|et|ou|à|au|aux|en|dans|par|pour|sur|avec|le|la|les|un|une|h|heures|fois|janvier|février"
        r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|est|sont|a|ont|qui|que|mais)\b)"
        r"[a-zà-ÿœ][a-zà-ÿœ'’-]+",
        hedges=r"près de|presque|environ|plus de|moins de|jusqu['’]à|au moins|seulement",
    ),
    "ja": Tongue(
        digits=_POINT,
        percent=r"%|％|パーセント",
        scales={"万": 10**4, "億": 10**8, "兆": 10**12},
        currencies=r"円|ドル|ユーロ|ウォン|元",
        durations=r"秒間?|分間?|時間|日間|週間|[かカヶケ箇]月間?|年間",
        lengths=r"キロメートル|センチメートル|ミリメートル|メートル|キログラム|キロ|グラム|センチ|トン|リットル|ヘクタール",
        counted=r"人|個|件|台|本|校|枚|冊|匹|頭|羽|軒|戸|棟|店|社|か国|カ国|ヶ国|か所|カ所|ヶ所|種類|世帯|隻|両|便|点|名|回|倍|歳|度",
        hedges=r"約|およそ|ほぼ",
        spaced=False,
        joined="万億兆",
    ),
    "ko": Tongue(
        digits=_POINT,
        percent=r"%|퍼센트",
        scales={"만": 10**4, "억": 10**8, "조": 10**12},
        currencies=r"원|달러|유로|엔|위안",
        durations=r"초|분|시간|일간|주간|주|개월|년간",
        lengths=r"킬로미터|센티미터|밀리미터|미터|킬로그램|그램|톤|리터|헥타르",
        counted=r"명|개국|개|건|대|곳|마리|채|권|장|척|그루|가구|회|배|종|점|학교|세|도|인",
        hedges=r"약|거의",
        spaced=False,
        joined="만억조",
    ),
}
SIGNS = r"(?:US|A|C)?\$|[€£¥₩]"
