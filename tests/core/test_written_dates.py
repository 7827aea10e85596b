"""Dates as people write them; what is ambiguous is told and not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.dates import PartialDate
from quizapp.core.sentences import Unreadable
from quizapp.core.written_dates import NoDate, read_dates

DAY = PartialDate(2019, 11, 23)
MONTH = PartialDate(2019, 11)
LANGUAGES = (
    "en en-GB en-US de fr es it pt nl pl sv da nb fi cs sk ru uk tr ar he ja ko zh zh-Hant el hu fa hi th id ro bg ca"
    " lv lt et sl hr sr is ga cy"
).split()


def read(text: str, language: str = "en") -> PartialDate:
    (found,) = read_dates(text, language)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "23 November 2019", "23rd November 2019", "the 23rd of November, 2019", "November 23, 2019", "Nov. 23rd, 2019",
        "nov 23 2019", "2019 November 23", "Saturday, 23 November 2019", "on Sat 23 Nov 2019", "2019-11-23",
        "2019/11/23", "2019.11.23", "20191123", "23.11.2019", "23. 11. 2019", "23/11/2019", "11/23/2019", "23-11-2019",
        "23–11–2019", "２０１９年１１月２３日", "2019年11月23日(土)", "令和元年11月23日", "平成31年11月23日",
        "2019 年 11 月 23 日",
        "2019년 11월 23일", "2019년 11월 23일 토요일", "٢٣/١١/٢٠١٩", "\u200e23/11/2019",
        "on 23/11/2019", "Sat 11/23/2019", "23.11.2019 (Sat)", "the 2019-11-23", "23 November 2019!",
        "“23 November 2019”", "23º November 2019", "2019年11月23日星期六",
    ],
)  # fmt: skip
def test_the_common_forms_of_a_day_are_read(text: str) -> None:
    assert read(text) == DAY


@pytest.mark.parametrize("text", ["November 2019", "Nov 2019", "2019-11", "11/2019", "2019년 11월", "令和1年11月"])
def test_the_common_forms_of_a_month_are_read(text: str) -> None:
    assert read(text) == MONTH


@pytest.mark.parametrize("text", ["2019", "in 2019", "the year 2019", "2019 AD", "2019年", "令和元年", "2019년"])
def test_the_common_forms_of_a_year_are_read(text: str) -> None:
    assert read(text) == PartialDate(2019)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "23. November 2019"), ("de", "am 23. Nov. 2019"), ("fr", "le 23 novembre 2019"),
        ("es", "23 de noviembre de 2019"), ("it", "il 23 novembre 2019"), ("pt", "23 de novembro de 2019"),
        ("pl", "23 listopada 2019 r."), ("ru", "23 ноября 2019 года"), ("tr", "23 Kasım 2019"),
        ("ar", "٢٣ نوفمبر ٢٠١٩"), ("he", "23 בנובמבר 2019"), ("ja", "November 23, 2019"),
        ("de", "am 23.11.2019"), ("de", "Sa., 23.11.2019"), ("fr", "le 23/11/2019"), ("bg", "23.11.2019 г."),
        ("pt", "sábado, 23 de novembro de 2019"), ("pt", "sexta-feira, 23 de novembro de 2019"),
        ("he", "יום שבת, 23 בנובמבר 2019"), ("ar", "في 23 نوفمبر 2019"), ("ar", "23 من نوفمبر 2019م"),
        ("ar", "23 تشرين الثاني 2019"), ("ar-MA", "23 نونبر 2019"),
    ],
)  # fmt: skip
def test_the_words_of_the_language_and_of_english_are_read(language: str, text: str) -> None:
    assert read(text, language) == DAY


@pytest.mark.parametrize("text", ["23 Novmber 2019", "23 Novemebr 2019", "Noveember 23, 2019"])
def test_a_slip_in_the_name_of_a_month_is_forgiven(text: str) -> None:
    assert read(text) == DAY


@pytest.mark.parametrize("text", ["23 Mai 2019", "1 Juy 2019", "1 Jun1 2019", "23 Oktembr 2019"])
def test_more_than_a_slip_in_the_name_of_a_month_is_sent_back(text: str) -> None:
    with pytest.raises(Unreadable):
        read_dates(text, "en")


def test_the_first_of_a_month_is_read() -> None:
    assert read("1er janvier 2020", "fr") == PartialDate(2020, 1, 1)
    assert read("1º de enero de 2020", "es") == read("1.º de janeiro de 2020", "pt") == PartialDate(2020, 1, 1)


@pytest.mark.parametrize(
    ("language", "text", "month"),
    [
        ("es", "5 mar 2019", 3), ("es", "mar 5 mar 2019", 3), ("it", "5 mar. 2019", 3), ("fr", "mar. 5 mars 2019", 3),
        ("fr", "mar. 5 nov. 2019", 11), ("nb", "5. des. 2019", 12), ("ca", "5 des. 2019", 12),
        ("de", "5. Maerz 2019", 3), ("de", "5. Mrz 2019", 3), ("fr", "5 fév. 2019", 2),
    ],
)  # fmt: skip
def test_a_short_month_is_told_from_a_weekday_and_a_small_word(language: str, text: str, month: int) -> None:
    assert read(text, language) == PartialDate(2019, month, 5)


@pytest.mark.parametrize("text", ["1990s", "the 1990's", "1990er", "1990年代", "in the 800s"])
def test_ten_years_are_not_the_first_of_them(text: str) -> None:
    with pytest.raises(NoDate):
        read_dates(text, "en")


@pytest.mark.parametrize("language", ["en", "en-CA", "sv", "ja", "ko", "hu", "lt"])
def test_a_day_that_can_be_two_is_both(language: str) -> None:
    assert read_dates("11/12/2019", language) == {PartialDate(2019, 12, 11), PartialDate(2019, 11, 12)}


@pytest.mark.parametrize("text", ["11/11/2019", "13/12/2019", "12/13/2019"])
def test_a_day_that_can_be_only_one_is_that(text: str) -> None:
    assert len(read_dates(text, "en")) == 1


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en-GB", PartialDate(2019, 12, 11)),
        ("en-US", PartialDate(2019, 11, 12)),
        ("de", PartialDate(2019, 12, 11)),
        ("fr", PartialDate(2019, 12, 11)),
    ],
)
def test_a_language_with_one_order_decides(language: str, found: PartialDate) -> None:
    assert read("11/12/2019", language) == found
    assert read("11/23/2019", language) == DAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", "can't be read as a date"),
        ("soon", "can't be read as a date"),
        ("November", "year"),
        ("11月23日", "Write the year too"),
        ("11월 23일", "Write the year too"),
        ("2019-11-23 10:00", "can't be read as a date"),
        ("23 November", "year"),
        ("Nov 19", "year"),
        ("23/11/19", "year"),
        ("23-24 November 2019", "year"),
        ("1/2", "year"),
        ("November or December 2019", "can't be read as a date"),
        ("2018 2019", "can't be read as a date"),
        ("31 November 2019", "no such date"),
        ("30/02/2019", "no such date"),
        ("29 February 2019", "no such date"),
        ("0/1/2019", "no such date"),
        ("2019-00", "no such date"),
        ("2019-13-01", "no such date"),
        ("99", "can't be read as a date"),
        ("0050", "no such date"),
        ("9" * 5000, "can't be read as a date"),
        ("1" * 30 + " May 2019", "can't be read as a date"),
        ("令和9999年", "no such date"),
    ],
)
def test_what_is_no_date_is_sent_back_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as sent_back:
        read_dates(text, "en")
    assert said in str(sent_back.value)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(date(1000, 1, 1)))
def test_what_a_language_writes_out_is_read_back(language: str, day: date) -> None:
    for known in (PartialDate(day.year, day.month, day.day), PartialDate(day.year, day.month), PartialDate(day.year)):
        assert read(known.shown(language), language) == known


@given(st.text(max_size=90), st.sampled_from(LANGUAGES))
def test_anything_is_real_dates_or_sent_back(text: str, language: str) -> None:
    try:
        found = read_dates(text, language)
    except Unreadable:
        return
    assert found
    assert all(each.exists for each in found)
