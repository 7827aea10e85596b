"""The article as a map of memory, for one learner alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.memory.memory import Rating
from quizapp.store.tables import ArticleRow, VersionRow

Words = Callable[[str], str]
Begin = Callable[[str, str], str]
PAGE = "/articles/bridge/memory"


def body(page: str) -> str:
    begins = page.index('<div class="reading article-body"')
    return page[begins : page.index("</article>", begins)].split('<section class="progress-part"', maxsplit=1)[0]


def steps(page: str) -> list[int]:
    return [int(step) for step in re.findall(r'<mark class="memory memory-(\d)">', body(page))]


def test_who_reviews_nothing_of_it_sees_the_article_bare(reader: FlaskClient, words: Words) -> None:
    page = reader.get(PAGE).text
    assert "You review no cards on this article yet." in words(page)
    assert 'href="/articles/bridge#sets"' in page
    assert steps(page) == []
    assert 'class="numbers' not in page
    assert reader.get_cookie("quizapp_guest") is None


def test_what_was_not_asked_yet_is_outlined_alone(reviewer: Any, words: Words) -> None:
    page = reviewer.study().page(PAGE)
    assert set(steps(page)) == {0}
    assert "cards on this article wait for their first review." in words(page)
    assert "not begun" in words(page)


def test_a_passage_is_shaded_and_told_in_the_table(reviewer: Any, words: Words) -> None:
    page = reviewer.study().rate(Rating.EASY, 1).page(PAGE)
    assert set(steps(page)) == {0, 5}
    assert "Of this article you have learnt 1 card of" in words(page)
    numbers = re.findall(r'id="mark-(\d+)"', page)
    assert numbers == [str(number + 1) for number in range(len(numbers))]
    assert re.findall(r'href="#mark-(\d+)"', page) == numbers
    table = page[page.index('<table class="numbers map-table"') :]
    assert re.search(r'<mark class="memory memory-5">\s*9\d%\s*</mark>', table)
    assert re.search(r"<time|\d{1,2} \w+ 20\d\d</td>", table)


def test_what_is_forgotten_grows_lighter(reviewer: Any) -> None:
    page = reviewer.study().rate(Rating.GOOD, 1).ago(30).page(PAGE)
    strongest = max(steps(page))
    assert 1 <= strongest <= 4
    assert max(steps(reviewer.ago(3000).page(PAGE))) < strongest


def test_text_is_that_of_the_article_word_for_word(reviewer: Any, words: Words) -> None:
    page = reviewer.study().rate(Rating.EASY, 3).page(PAGE)
    bare = reviewer.page("/articles/bridge")
    shown = re.sub(r'<sup class="memory-number".*?</sup>', "", body(page))
    start = bare.index('<div class="reading article-body"')
    plain = bare[start : bare.index("</div>", start)]
    assert "".join(re.sub(r"<[^>]+>", "", shown).split()).startswith("".join(re.sub(r"<[^>]+>", "", plain).split()))
    assert page.count("/articles/bridge/pictures/bridge.png") == bare.count("/articles/bridge/pictures/bridge.png")


def test_nobody_is_shown_the_answers_in_the_middle_of_a_test(reviewer: Any, words: Words) -> None:
    reviewer.study()
    reviewer.post("/sets/money-and-law/attempts", mode="test", request="once")
    answer = reviewer.client.get(PAGE)
    assert answer.status_code == 403
    assert "You are in the middle of a test on this article. Finish it first." in words(answer.text)
    assert "memory-" not in answer.text
    assert reviewer.client.get("/articles/arabic/memory").status_code == 200


def test_another_sees_nothing_of_it(reviewer: Any, stranger: Any) -> None:
    reviewer.study().rate(Rating.EASY, 2)
    assert set(steps(stranger.study().page(PAGE))) == {0}


def test_an_article_that_is_not_there_is_not_found(reader: FlaskClient) -> None:
    assert reader.get("/articles/nothing/memory").status_code == 404


def test_arabic_and_japanese_keep_their_language_and_direction(reviewer: Any) -> None:
    reviewer.study("jisr", "hashi").rate(Rating.EASY, 2)
    arabic, japanese = reviewer.page("/articles/arabic/memory"), reviewer.page("/articles/japanese/memory")
    assert '<div class="reading article-body" lang="ar" dir="rtl">' in arabic
    assert '<div class="reading article-body" lang="ja" dir="ltr">' in japanese
    assert max(steps(arabic) + steps(japanese)) == 5


def test_nothing_that_was_typed_is_taken_for_markup(reviewer: Any, library_session: Session) -> None:
    reviewer.study()
    article = library_session.scalars(select(ArticleRow).where(ArticleRow.slug == "bridge")).one()
    bad = "<script>alert(1)</script> & co"
    article.document = {**article.document, "title": bad, "body": f"{article.document['body']}\n\nSaid {bad}."}
    for version in library_session.scalars(select(VersionRow)):
        version.document = {**version.document, "stem": bad, "evidence": [{"exact": "Said"}]}
    library_session.commit()
    page = reviewer.page(PAGE)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '<mark class="memory memory-0">Said</mark>' in page


def test_a_passage_that_is_gone_is_told(reviewer: Any, library_session: Session, words: Words) -> None:
    reviewer.study()
    for version in library_session.scalars(select(VersionRow)):
        version.document = {**version.document, "evidence": [{"exact": "Nowhere in it"}]}
    library_session.commit()
    assert "Nowhere in it This passage is no longer in the article." in words(reviewer.page(PAGE))


def test_the_map_costs_as_many_queries_for_any_number_of_cards(reviewer: Any, queries: list[str]) -> None:
    counts = []
    for slug in ("who-and-what", "money-and-law"):
        reviewer.study(slug).rate(Rating.EASY, 2)
        queries.clear()
        reviewer.page(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_the_article_and_the_set_lead_to_the_map(reviewer: Any) -> None:
    assert f'href="{PAGE}"' in reviewer.page("/articles/bridge")
    assert f'href="{PAGE}"' in reviewer.study().page("/sets/who-and-what")
