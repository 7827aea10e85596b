"""Notes like those of the shipped sets, as many as are wanted: the same for the same number, no two alike."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from quizapp.core.card import Card, CardGap, CardOption
from quizapp.core.deck import DatedNote, Deck, DeckExport, Note
from quizapp.core.library import Article

#: The address of a site, which every note then links to.
SITE = "https://quiz.example"
ARTICLE = Article(
    slug="bridges-2021",
    title="Towns along the Arn argue about their bridges",
    publisher="The Valley Post",
    published=date(2021, 5, 14),
    url="https://post.example/2021/bridges",
    body="Text.",
)
SOURCE = f"{ARTICLE.publisher}, {ARTICLE.published}: {ARTICLE.title}"
WHO = (
    "the town council,the mayor,the county court,the ferry company,the school board,the water authority,"
    "a retired judge,the union of carpenters,the farmers' league,the ministry of transport,two engineers"
).split(",")
PLACE = (
    "Elverton,Sankt Arn,Norwick,Upper Leas,Dunhallow,Marrow Hill,Oster,Bellinge,Câmara,Tolvik,Greywater,Pell"
).split(",")
DID = (
    "rejected,approved,postponed,paid for,measured,sold,rebuilt,inspected,defended,criticised,drew up,promised"
).split(",")
WHAT = (
    "the wooden bridge,a new toll,the plan for a tunnel,the cost of the oak,the treaty on fishing,"
    "a row of warehouses,the old railway line,the report on floods,the licence of the mill,the pay of the crew"
).split(",")
WHY = (
    "after nine years of argument,because the ice had damaged it,against the advice of its own experts,"
    "although nobody had asked,in return for a loan,to the surprise of the neighbours,by three votes,"
    "when the river had fallen,so that lorries could pass,without a word to the press,in spite of the strike"
).split(",")
MONTHS = "January February March April May June July August September October November December".split()

Said = dict[str, Any]


class Writer:
    """Writes questions in the mixture of the shipped sets: of 47 notes 20 are basic, 20 choice, 4 typed, 3 cloze."""

    def __init__(self) -> None:
        self.random = random.Random(1)

    def cards(self) -> Iterator[list[Card]]:
        """The cards of one question after another, without end."""
        while True:
            for number in range(6):
                yield from ([self.choice()] for _ in range(4 - number // 4))
                yield [Card(style="basic", front=self.asked(), back=self.day())]
                yield from ([self.typed()] for _ in range(number % 3 != 0))
                yield from ([self.cloze()] for _ in range(number % 2))
                if number in {1, 4}:
                    yield self.matching()
            yield self.ordering()

    def clause(self) -> str:
        pick = self.random.choice
        return f"{pick(WHO)} of {pick(PLACE)} {pick(DID)} {pick(WHAT)}"

    def sentence(self) -> str:
        clause = f"{self.clause()} {self.random.choice(WHY)}"
        return f"{clause[0].upper()}{clause[1:]} in {self.random.choice(MONTHS)} {self.random.randint(1900, 2020)}."

    def asked(self) -> str:
        return f"What became known when {self.clause()} {self.random.choice(WHY)}?"

    def day(self) -> str:
        return f"{self.random.randint(1, 28)} {self.random.choice(MONTHS)} {self.random.randint(1900, 2020)}"

    def short(self) -> str:
        return f"{self.random.choice(DID)} {self.random.choice(WHAT)}"

    def choice(self) -> Card:
        texts = [self.short() for _ in range(self.random.choice((2, 4, 4, 4, 5)))]
        options = tuple(CardOption(text=text, correct=place == 0) for place, text in enumerate(texts))
        return Card(style="choice", front=self.asked(), back=texts[0], options=options)

    def typed(self) -> Card:
        return Card(style="typed", front=self.asked(), back=self.random.choice(PLACE))

    def cloze(self) -> Card:
        town, year, what = self.random.choice(PLACE), self.random.randint(1900, 2020), self.random.choice(WHAT)
        text = f"Fill the gaps in this short history.\n\nIn [[1]] the council of [[2]] {self.random.choice(DID)} [[3]]."
        answers = enumerate((str(year), town, what), start=1)
        return Card(style="cloze", front=text, gaps=tuple(CardGap(number=n, answer=each) for n, each in answers))

    def matching(self) -> list[Card]:
        asked = f"Which office did each person hold when {self.clause()}?"
        return [
            Card(style="basic", part=f"p{n}", front=f"{asked}\n\n**{self.clause()}**", back=self.short())
            for n in range(4)
        ]

    def ordering(self) -> list[Card]:
        events = [self.short() for _ in range(6)]
        asked = f"Put these events around {self.random.choice(PLACE)} in order, from the earliest to the latest."
        cards = []
        for place, event in enumerate(events, start=1):
            told = [f"{n}. {before}" for n, before in enumerate(events[: place - 1], start=1)]
            front = "\n".join([*told, f"{place}. **?** ({place}/6)"])
            cards.append(Card(style="basic", part=str(place), front=f"{asked}\n\n{front}", back=event))
        return cards


def notes(count: int) -> Iterator[DatedNote]:
    """So many notes, each made when it is asked for."""
    return islice(_endless(), count)


def _endless() -> Iterator[DatedNote]:
    writer = Writer()
    for number, cards in enumerate(writer.cards()):
        said: Said = {
            "question": f"q-{number}",
            "explanation": writer.sentence(),
            "evidence": tuple(writer.sentence() for _ in range(1 + number % 2)),
            "source": SOURCE,
            "link": ARTICLE.url,
            "tags": (f"quiz::{ARTICLE.slug}", f"quiz::{ARTICLE.slug}::town-{number % 12}"),
        }
        for card in cards:
            guid = sha256(f"{number} {card.part}".encode()).hexdigest()[:16]
            yield DatedNote(guid, 1_600_000_000 + number * 60, False, Note(card=card, **said))


def export(made: Iterable[DatedNote], site: str = "") -> DeckExport:
    """A deck of these notes. The writer takes each once, so that they may also come one by one."""
    return DeckExport(ARTICLE, Deck("Bridges", "", made, path="/decks/sets/bridges.apkg"), site=site)  # type: ignore[arg-type]
