"""Wrong answers of the same sort: from the article, else made up; never right themselves."""

from __future__ import annotations

from datetime import date

from quizapp.core.evidence import reading
from quizapp.core.library import Article
from quizapp.core.suggestions import distractors
from quizapp.core.suggestions.drafting import seeded
from quizapp.core.suggestions.story import Story

SEEDS = range(40)


def story(body: str) -> Story:
    article = Article(slug="a", title="A", publisher="P", published=date(2023, 6, 1), body=body)
    return Story(article, reading(body))


def wrong_dates(body: str) -> list[distractors.Wrong]:
    """Of the first date, for many seeds."""
    whole = story(body)
    first = whole.told[0]
    found = (distractors.dates(whole, first, first.dates[0], seeded(seed)) for seed in SEEDS)
    return [wrong for wrong in found if wrong]


def wrong_numbers(body: str) -> list[distractors.Wrong]:
    whole = story(body)
    first = whole.told[0]
    found = (distractors.numbers(whole, first, first.numbers[0], seeded(seed)) for seed in SEEDS)
    return [wrong for wrong in found if wrong]


def offered(every: list[distractors.Wrong]) -> set[str]:
    return {text for wrong in every for text in wrong.wrong}


def test_other_dates_of_the_article_come_first() -> None:
    body = "The bridge was opened in 1998.\n\nIt rained in 2001, in 2005 and in 2010. In May 2003 it fell."
    assert offered(wrong_dates(body)) == {"2001", "2005", "2010"}
    assert not any(wrong.made_up for wrong in wrong_dates(body))


def test_where_there_are_too_few_they_are_made_up_and_it_is_told() -> None:
    every = wrong_dates("The bridge was opened in 1998. It rained in 2001.")
    assert all(wrong.made_up and "2001" in wrong.wrong and len(wrong.wrong) == 3 for wrong in every)


def test_no_date_is_offered_that_the_sentence_names() -> None:
    every = wrong_dates("The bridge was opened in 1998 and closed in 2001. In 2005 it fell.")
    assert not {"1998", "2001"} & offered(every)
    assert len(every) == len(SEEDS)


def test_what_is_past_stays_past_and_what_is_to_come_stays_so() -> None:
    past = wrong_dates("The bridge was opened in 2022. In 2030 another will open. In 2031 a third.")
    assert {int(year) for year in offered(past)} <= {*range(2000, 2023)}
    coming = wrong_dates("The bridge will open in 2025. In 2020 another was opened.")
    assert min(int(year) for year in offered(coming)) >= 2024


def test_dates_are_written_as_the_article_writes_them() -> None:
    assert all(text.startswith("May ") for text in offered(wrong_dates("The fair began on May 14, 2019 in the town.")))
    assert any(text.endswith("May 2019") for text in offered(wrong_dates("The fair began on 14 May 2019 in the town.")))
    assert "2019" not in "".join(offered(wrong_dates("The fair began on 14 May in the town.")))


def test_the_options_stand_in_the_order_of_the_calendar() -> None:
    for wrong in wrong_dates("The bridge was opened in 1998. It rained in 2001."):
        assert list(wrong.texts) == sorted(wrong.texts)
        assert wrong.key == "1998"


def test_other_numbers_of_the_same_things_come_first() -> None:
    body = "The club has 300 members in the town.\n\nOthers have 200 members, 450 members or 600 members, and 70 cats."
    assert offered(wrong_numbers(body)) == {"200", "450", "600"}


def test_a_number_that_about_would_allow_is_not_offered() -> None:
    body = "The club has 300 members in the town.\n\nOthers have 301 members, 290 members or 310 members."
    assert offered(wrong_numbers(body)) & {"290", "300", "301", "310"} == set()
    assert len(wrong_numbers(body)) == len(SEEDS)


def test_no_number_is_offered_that_the_sentence_names() -> None:
    body = "The club has 320 members and lost 160 members. Others have 160 members."
    assert "160" not in offered(wrong_numbers(body))


def test_made_up_numbers_are_as_round_as_the_right_one() -> None:
    for wrong in wrong_numbers("The lake has 12,000 fish in the deep water."):
        assert all(text.endswith(",000") for text in wrong.texts)


def test_a_percentage_stays_below_a_hundred() -> None:
    for wrong in wrong_numbers("In the town 90 per cent of the pupils walk."):
        assert all(0 < int(text.split()[0]) < 100 for text in wrong.texts)


def test_numbers_in_words_stay_words() -> None:
    assert offered(wrong_numbers("The strike of the bakers lasted five weeks.")) <= {
        f"{word} weeks" for word in ("two", "three", "seven", "eight", "nine")
    }


def test_who_shares_a_name_with_someone_is_not_told_apart() -> None:
    body = "The mayor, Anna Lund, spoke. The coach, Ben Lund, ran. The cook, Carla Diaz, sang."
    assert [person.text for person in story(body).people] == ["Anna Lund", "Carla Diaz"]
