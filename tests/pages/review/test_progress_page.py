"""The page of progress: figures with their words and tables, for one learner alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.tables import MemoryRow, PlanRow, ReviewRow, SetRow
from quizapp.web import clock

Words = Callable[[str], str]


CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def rows_of(page: str, table: str) -> list[list[str]]:
    found = page[page.index(f'id="{table}"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", found[: found.index("</table>")], re.DOTALL)
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in CELL.findall(row)] for row in rows]


def test_who_has_not_begun_is_told_how(reader: FlaskClient, words: Words) -> None:
    page = reader.get("/progress").text
    assert "There is nothing to show yet." in words(page)
    assert 'href="/">Choose a set in the library' in page
    assert "<svg" not in page[page.index("<main") :]
    assert reader.get_cookie("quizapp_guest") is None


def test_new_cards_wait_for_their_first_review(reviewer: Any, words: Words) -> None:
    page = words(reviewer.study().page("/progress"))
    assert "cards wait for their first review." in page
    assert "No card comes back in the next thirty days." in page
    assert "No reviews in the last twelve months." in page
    assert "No card that you had learnt came back in the last 30 days." in page


def test_figures_say_what_their_tables_say(reviewer: Any, words: Words) -> None:
    reviewer.study().rate(Rating.EASY, 2).rate(Rating.GOOD, 1)
    page = reviewer.page("/progress")
    days = rows_of(page, "forecast-table")[1:]
    counts = [int(day[3]) for day in days]
    assert len(days) == 30
    assert sum(counts) == 3
    drawn = re.findall(r'<text class="chart-number[^"]*"[^>]*>(\d+)</text>', page)
    assert [int(number) for number in drawn] == [count for count in counts if count]
    assert f"1 card comes today; {sum(counts[:7])} in the seven days from today on, 3 in thirty." in words(page)
    assert rows_of(page, "calendar-table")[1][1] == "3"
    assert re.search(r'aria-label="[^"]+: 3 reviews, on 1 day"', page)


def test_what_was_remembered_stands_beside_what_was_wanted(reviewer: Any, words: Words) -> None:
    reviewer.study().rate(Rating.EASY, 2).ago(30).study(desired_retention=0.85, new_a_day=0)
    reviewer.rate(Rating.GOOD, 1).rate(Rating.AGAIN, 1)
    page = reviewer.page("/progress")
    assert [row[0].split()[0] for row in rows_of(page, "retention-table")[1:]] == ["All", "Young", "Mature"]
    assert rows_of(page, "retention-table")[1][1:] == ["50% of 2", "50% of 2"]
    assert rows_of(page, "retention-table")[2][1:] == ["– none yet", "– none yet"]
    assert "2 cards came back in the last 30 days: too few to tell" in words(page)
    assert page.count('x1="85%"') == 4


def test_with_enough_reviews_the_share_is_told(reviewer: Any, library_session: Session, words: Words) -> None:
    reviewer.study().rate()
    first = reviewer.lines()[0]
    for number in range(40):
        how, at = (1 if number < 4 else 3), clock.now() - timedelta(days=3)
        told = (f"more{number}", "review", how, at, 9, "review", 86_400, 86_400, 5.0)
        library_session.add(ReviewRow(reviewer.id, first.memory_id, *told))
    library_session.commit()
    page = words(reviewer.page("/progress"))
    assert "Of the cards that came back in the last 30 days you remembered 90%; you want 90%." in page


def test_each_set_is_told_with_the_way_to_it_and_to_its_article(reviewer: Any) -> None:
    reviewer.study("who-and-what", "jisr").rate(Rating.EASY, 1)
    page = reviewer.page("/progress")
    assert 'href="/sets/who-and-what"' in page
    assert 'href="/articles/bridge/memory"' in page
    assert 'href="/articles/arabic/memory"' in page
    assert 'href="/review/settings"' in page
    assert re.search(r'href="/sets/jisr" lang="ar" dir="auto"', page)
    _, first, numbers, *_ = rows_of(page, "strength-table")
    assert first == ["Who did what"]
    assert re.fullmatch(r"9\d%", numbers[0])
    assert int(numbers[1]) > 0
    assert numbers[2:] == ["0", "1", "0"]


def test_a_card_put_aside_is_told_of(reviewer: Any, library_session: Session, words: Words) -> None:
    reviewer.study()
    row = library_session.scalars(select(MemoryRow).limit(1)).one()
    row.suspended = True
    library_session.commit()
    assert "1 card put aside" in words(reviewer.page("/progress"))


def test_who_gave_up_every_set_still_sees_their_days(reviewer: Any, words: Words) -> None:
    reviewer.study().rate()
    reviewer.post("/sets/who-and-what/study/end")
    page = words(reviewer.page("/progress"))
    assert "You review no set at the moment." in page
    assert "1 review in twelve months, on 1 day." in page


def test_the_page_of_another_shows_nothing_of_mine(reviewer: Any, stranger: Any, words: Words) -> None:
    reviewer.study().rate(Rating.EASY, 3)
    stranger.study()
    page = words(stranger.page("/progress"))
    assert "No reviews in the last twelve months." in page
    assert "0 young" in page


def test_no_title_is_taken_for_markup(reviewer: Any, library_session: Session) -> None:
    reviewer.study()
    row = library_session.scalars(select(SetRow).where(SetRow.slug == "who-and-what")).one()
    row.title = "<script>alert(1)</script>"
    library_session.commit()
    page = reviewer.page("/progress")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_costs_as_many_queries_for_any_number_of_cards(reviewer: Any, queries: list[str]) -> None:
    counts = []
    for slug in ("who-and-what", "money-and-law", "jisr", "hashi"):
        row = reviewer.session.get(PlanRow, reviewer.id)
        reviewer.study(slug, **({} if row is None else {"time_zone": "Asia/Seoul"})).rate(Rating.EASY, 1)
        queries.clear()
        reviewer.page("/progress")
        counts.append(len(queries))
    assert counts[0] <= 8
    assert set(counts) == {counts[0]}


def test_the_figures_are_there_in_every_zone(reviewer: Any) -> None:
    reviewer.study().rate()
    for zone in ("Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati"):
        reviewer.study(time_zone=zone, day_begins_at=23)
        page = reviewer.page("/progress")
        assert sum(int(row[1]) for row in rows_of(page, "calendar-table")[1:]) == 1
