"""Questions in English that are built of sentences: good ones, or none."""

from __future__ import annotations

import pytest

from quizapp.core.suggestions.dates import find_dates
from quizapp.core.suggestions.numbers import find_numbers
from quizapp.core.suggestions.passages import sentences
from quizapp.core.suggestions.questions import how_many, when
from quizapp.core.suggestions.standing import stands_alone

KNOWN = frozenset(("Osmani", "Torsø", "Radio", "Cupboard", "cups", "engineers"))


def asked_when(text: str) -> str | None:
    return when(text, find_dates(text, "en")[0], KNOWN)


def asked_how_many(text: str) -> str | None:
    return how_many(text, find_numbers(text, "en", find_dates(text, "en"))[0], KNOWN)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The bridge was opened in 1998.", "In which year was the bridge opened?"),
        ("The bridge was officially opened on 3 May 1998.", "On which day was the bridge officially opened?"),
        ("On 3 May 1998, the bridge was opened.", "On which day was the bridge opened?"),
        ("In 1998 the council bought the land.", "In which year did the council buy the land?"),
        ("The council bought the land in 1998 and built a school.", "In which year did the council buy the land?"),
        ("The council bought the land in 1998, after years of talks.", "In which year did the council buy the land?"),
        ("The law has been in force since 2004.", "Since which year has the law been in force?"),
        ("The shop will close in June 2026.", "In which month will the shop close?"),
        ("Torsø decided to do without oil in 1997.", "In which year did Torsø decide to do without oil?"),
        ("Engineers repaired the dam in 2011.", "In which year did engineers repair the dam?"),
        ("South Korea left the pact in 2019.", "In which year did South Korea leave the pact?"),
        ("The pact expires on 23 November.", None),
        ("The pact expired on 23 November.", "On which day did the pact expire? Give the day and the month."),
        ("The company had 300 workers in 1980.", "In which year did the company have 300 workers?"),
        ("The firm also opened a shop in 1999.", "In which year did the firm also open a shop?"),
        ("The path must be closed by 2030.", "By which year must the path be closed?"),
    ],
)
def test_when_is_asked_in_plain_sentences(text: str, question: str | None) -> None:
    assert asked_when(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "The man arrested in 1998 died.",
        "The bridge that was opened in 1998 collapsed.",
        "After the war, in 1946, many left and some came back.",
        "The king, who was ill, died in 1998.",
        "The school founded in 1998 closed.",
        "Nobody has seen the bird since 1998 or knows where it went.",
        "More eels were counted than at any time since 1979.",
        "Boris left the town in 1998.",
        "The painted house in the valley was said to have burned in 1920.",
        "In 1998 alone, the club won five cups.",
        "When the club moved in 1998, the members cheered.",
    ],
)
def test_when_is_not_asked_where_a_sentence_is_not_plain(text: str) -> None:
    assert asked_when(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The bridge has 12 arches.", "How many arches does the bridge have?"),
        ("About 300 people took part in the march.", "About how many people took part in the march?"),
        ("There are 12 arches in the bridge.", "How many arches are there in the bridge?"),
        ("The strike lasted three weeks.", "How many weeks did the strike last?"),
        ("Osmani won the game in 71 moves.", "In how many moves did Osmani win the game?"),
        ("The price rose by 12 per cent in May.", "By how many per cent did the price rise in May?"),
        ("The library lent 4,000 books in May.", "How many books did the library lend in May?"),
        ("The bridge cost €3 million.", "How much did the bridge cost?"),
        ("The city spent 3 million euros on the bridge.", "How much money did the city spend on the bridge?"),
        ("The comet is about 5 kilometres wide.", "About how many kilometres wide is the comet?"),
        ("The office expects 300,000 visitors a year.", "How many visitors does the office expect a year?"),
        ("The club collected 512 signatures and sent them.", "How many signatures did the club collect?"),
    ],
)
def test_how_many_is_asked_in_plain_sentences(text: str, question: str) -> None:
    assert asked_how_many(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "More than 400 people attended.",
        "The town gave the 30 clubs money.",
        "The prize that 30 clubs wanted went to Anna.",
        "The fire, which lasted 12 hours, killed nobody.",
        "The team lost, and 300 fans left early and went home.",
        "The club paid the players 3,000 euros.",
    ],
)
def test_how_many_is_not_asked_where_a_sentence_is_not_plain(text: str) -> None:
    numbers = find_numbers(text, "en", ())
    assert [how_many(text, number, KNOWN) for number in numbers] in ([], [None])


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "It closed on Nov. 23rd, 2019 at noon.", ["Nov. 23rd, 2019"]),
        ("en", "From 1910 to 1945 it rained.", ["1910", "1945"]),
        ("en", "The race of 1500 metres and the 2000 guests.", []),
        ("en", "In 1500 homes the light went out by 2000 hours.", []),
        ("en", "The May of 2019 was cold, and March 2020 warm.", ["March 2020"]),
        ("en", "In the 1990s and in mid-1998 it closed.", ["1998"]),
        ("de", "Das Haus wurde 1974 gebaut und am 3. Mai 2001 verkauft.", ["1974", "3. Mai 2001"]),
        ("de", "Es kamen 1974 Gäste aus 1500 Dörfern.", []),
        ("fr", "Le 1er mai 2019, puis en 2021, de 1990 à 1995.", ["1er mai 2019", "2021", "1990", "1995"]),
        ("ja", "令和元年11月23日と2019年7月、10月16日、2019年間。", ["令和元年11月23日", "2019年7月", "10月16日"]),
        ("ko", "2014년 4월 12일과 2019년, 10월 16일.", ["2014년 4월 12일", "2019년", "10월 16일"]),
    ],
)
def test_dates_are_told_from_other_numbers(language: str, text: str, found: list[str]) -> None:
    assert [date.text for date in find_dates(text, language)] == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "They sold 1,200 old books and 3.5 tonnes.", [("1,200", ""), ("3.5 tonnes", "tonnes")]),
        (
            "en",
            "It took two and a half hours and 12 per cent.",
            [("two and a half hours", "hours"), ("12 per cent", "per cent")],
        ),
        ("en", "A loan of $30,000 or €2.5 million.", [("30,000", ""), ("2.5 million", "million")]),
        ("en", "The G20, the Group of 20, Route 66, No. 3, page 7 and Boeing 737 planes.", []),
        ("en", "The 34-year-old lost 3-2 at 10:30 in version 3.5.1.", []),
        (
            "en",
            "Forty-five people ate three hundred and twenty cakes.",
            [("Forty-five", ""), ("three hundred and twenty", "")],
        ),
        (
            "de",
            "Rund 2.300 Bürger zahlten 1,5 Millionen Euro.",
            [("2.300", ""), ("1,5 Millionen Euro", "Millionen Euro")],
        ),
        ("fr", "Près de 1 900 personnes et 34 % des voix.", [("1 900", ""), ("34 %", "%")]),
        ("ja", "約300万人が3万2000円を払った。", [("300万人", "万人"), ("3万2000円", "円")]),
        ("ko", "1만 4000명이 30만 원을 냈다.", [("1만 4000명", "명"), ("30만 원", "만 원")]),
    ],
)
def test_numbers_are_found_with_their_units(language: str, text: str, found: list[tuple[str, str]]) -> None:
    assert [(number.text, number.unit) for number in find_numbers(text, language, ())] == found


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "Mr. Lund of the U.S. Navy came. He left.", ["Mr. Lund of the U.S. Navy came.", "He left."]),
        ("en", "It costs 3.50 a piece, says No. 3. Fine.", ["It costs 3.50 a piece, says No. 3.", "Fine."]),
        ("en", "“Stop!” he said. “Why?” Nobody knew.", ["“Stop!” he said.", "“Why?”", "Nobody knew."]),
        ("de", "Am 17. Mai kam z. B. Anna. Sie sang.", ["Am 17. Mai kam z. B. Anna.", "Sie sang."]),
        ("ja", "雨が降った。風も吹いた。", ["雨が降った。", "風も吹いた。"]),
    ],
)
def test_sentences_end_where_they_end(language: str, text: str, parts: list[str]) -> None:
    assert [part for _, part in sentences(text, language)] == parts


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Japan says that it could think again about the pact.", True),
        ("Japan and South Korea concluded it in 2016.", False),
        ("The museum lost its roof in a storm in 1998.", True),
        ("In 1998 he lost the match in the final.", False),
        ("In July 2019 Japan put controls on its trade into force.", True),
        ("If she wins, Anna Lund will be the first.", False),
        ("The museum, which he founded, lost the roof.", True),
        ("We saw the roof of the museum fall.", False),
        ("Anna Lund (who was ill stayed at home in May.", False),
    ],
)
def test_a_sentence_stands_alone_when_each_pronoun_has_its_noun(text: str, alone: bool) -> None:
    assert stands_alone(text, "en") is alone
