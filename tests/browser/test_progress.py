"""Progress, the memory map and the settings in a browser: for eyes of every sort, on paper, and without a script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy.orm import Session

from quizapp import create_app
from quizapp.core.memory.memory import Rating
from quizapp.settings import Settings
from quizapp.store.tables import ReviewRow
from quizapp.web import clock
from quizapp.web.extensions import db
from quizapp.work.people import guest
from quizapp.work.reviewing import asking, rating, studying

Audit = Callable[[Page], None]
Open = Callable[..., Page]
PAGES = ("/progress", "/articles/bridge/memory", "/articles/arabic/memory", "/review/settings", "/review/settings/cost")
SETS = ("who-and-what", "money-and-law", "jisr")


def practise(session: Session, person_id: int) -> None:
    """Four months of reviews, good and bad, with today's left undone."""
    rng, now = Random(4), clock.now()
    at, number = now - timedelta(days=120), 0
    for slug in SETS:
        studying.study(session, person_id, slug, at, "Europe/Berlin")
    while at < now - timedelta(days=4):
        for asked in asking.today(session, person_id, at).cards[:8]:
            how = Rating(rng.choice((1, 2, 3, 3, 3, 3, 4)))
            number += 1
            rating.rate(session, person_id, rating.Answer(asked.card.id, how, at, f"r{number}"), at)
            at += timedelta(seconds=20)
        at += timedelta(days=rng.choice((1, 1, 2, 5)))


def write_more(session: Session, person_id: int) -> None:
    """As much of a log as a schedule can be fitted to."""
    first = session.query(ReviewRow).filter_by(person_id=person_id, state="new").all()
    rng, number = Random(1), 0
    for line in first:
        at = line.at
        for _ in range(30):
            gap, number = rng.randint(1, 9), number + 1
            at += timedelta(days=gap)
            how = 3 if rng.random() < 0.96**gap else 1
            told = (f"m{number}", "review", how, at, 9, "review", 86_400, 86_400, 5.0)
            session.add(ReviewRow(person_id, line.memory_id, *told))
    session.commit()


@pytest.fixture(scope="module")
def learnt(
    tmp_path_factory: pytest.TempPathFactory,
    library_database: Path,
    serving: Callable[..., AbstractContextManager[Any]],
) -> Iterator[dict[str, str]]:
    """A site with two learners, one of them with a long log: its address, and the cookies of both."""
    folder = tmp_path_factory.mktemp("progress")
    database = shutil.copy(library_database, folder / "quizapp.sqlite3")
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{database}"))
    tokens = {}
    with app.app_context():
        session = db.session()
        for name in ("learner", "veteran"):
            made = guest(session, None, clock.now())
            practise(session, made.person_id)
            tokens[name] = made.token
        write_more(session, made.person_id)
        db.session.remove()
        db.engine.dispose()
    with serving(folder) as running:
        yield {"url": running.url, **tokens}


@pytest.fixture
def opened(new_context: Callable[..., BrowserContext], learnt: dict[str, str]) -> Open:
    """`opened("/progress", who="learner", **context)`: the page in that learner's browser; nobody's for ""."""

    def open_page(address: str, who: str = "learner", **options: Any) -> Page:
        context = new_context(**options)
        if who:
            context.add_cookies([{"name": "quizapp_guest", "value": learnt[who], "url": learnt["url"]}])
        page = context.new_page()
        page.goto(learnt["url"] + address)
        if options.get("java_script_enabled", True):
            expect(page.locator("[aria-busy]")).to_have_count(0)
        return page

    return open_page


@pytest.mark.parametrize("who", ["learner", "veteran", ""])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_whoever_looks(opened: Open, audit: Audit, address: str, who: str) -> None:
    page = opened(address, who, reduced_motion="reduce")
    for fold in page.locator("main details").all():
        fold.locator("summary").click()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    audit(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_over_the_edge_however_large_the_text(opened: Open, address: str) -> None:
    page = opened(address)
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            over = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
            assert over == 0, f"{address} at {width}, text {size}"


def test_the_bars_are_as_high_as_the_table_says(opened: Open) -> None:
    page = opened("/progress", viewport={"width": 1280, "height": 900})
    page.locator("#forecast-table").evaluate("each => { each.closest('details').open = true; }")
    counts = [int(text) for text in page.locator("#forecast-table tbody td:last-child").all_inner_texts()]
    heights: list[float] = page.evaluate("""() => {
      const bars = new Map();
      for (const rect of document.querySelectorAll(".chart > g > rect.bar")) {
        const at = rect.getAttribute("x");
        bars.set(at, (bars.get(at) ?? 0) + rect.getBoundingClientRect().height);
      }
      return [...bars.values()];
    }""")
    drawn = [count for count in counts if count]
    assert len(heights) == len(drawn) > 2
    assert [height / max(heights) for height in heights] == pytest.approx(
        [count / max(drawn) for count in drawn], abs=0.03
    )
    numbers = page.locator(".chart-number").all_text_contents()
    assert [int(text) for text in numbers] == drawn


def test_the_larger_squares_are_the_days_with_more_reviews(opened: Open) -> None:
    page = opened("/progress")
    page.locator("#calendar-table").evaluate("each => { each.closest('details').open = true; }")
    told = dict(
        zip(
            page.locator("#calendar-table tbody th").all_inner_texts(),
            map(int, page.locator("#calendar-table tbody td").all_inner_texts()),
            strict=True,
        )
    )
    squares = page.locator(".day").evaluate_all(
        "all => all.map((each) => [each.textContent.trim(), each.width.baseVal.value])"
    )
    drawn = {text.rpartition(": ")[0]: (int(text.rpartition(": ")[2]), width) for text, width in squares}
    assert {day: count for day, (count, _) in drawn.items() if count} == told
    widths = sorted(drawn.values())
    assert [width for _, width in widths] == pytest.approx(sorted(width for _, width in widths))


def test_each_step_of_the_map_differs_in_more_than_its_colour(opened: Open) -> None:
    for options in ({}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page = opened("/articles/bridge/memory", **options)
        styles = page.locator(".map-legend .memory").evaluate_all("""all => all.map((each) => {
          const style = getComputedStyle(each);
          return [style.textDecorationStyle, style.textDecorationThickness, style.outlineStyle].join();
        })""")
        assert len(set(styles)) == 6, options


def test_the_map_is_a_single_hue_from_light_to_strong(opened: Open) -> None:
    for scheme, sign in (("light", -1), ("dark", 1)):
        page = opened("/articles/bridge/memory", color_scheme=scheme)
        grounds = page.locator(".map-legend .memory").evaluate_all(
            "all => all.slice(1).map((each) => getComputedStyle(each).backgroundColor)"
        )
        lights = [_lightness(ground) for ground in grounds]
        assert lights == sorted(lights, key=lambda light: sign * light)
        assert len(set(lights)) == 5


def _lightness(colour: str) -> int:
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    return 3 * red + 6 * green + blue


def test_a_number_of_the_table_leads_to_its_passage(opened: Open) -> None:
    page = opened("/articles/bridge/memory", viewport={"width": 360, "height": 640})
    page.locator("a.map-to").last.click()
    number = page.locator("a.map-to").last.inner_text()
    expect(page.locator(f"#mark-{number}")).to_be_in_viewport()


@pytest.mark.parametrize("address", PAGES[:3])
def test_on_paper_the_figures_stay_and_the_controls_go(opened: Open, address: str) -> None:
    page = opened(address, viewport={"width": 718, "height": 1000})
    page.emulate_media(media="print")
    for gone in ("header.masthead", "footer.site-footer", "main summary"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0
    if address == "/progress":
        expect(page.locator(".chart")).to_be_visible()
        expect(page.locator(".month-days").first).to_be_visible()
    else:
        marks = page.locator(".article-body .memory:not(.memory-0)").first
        assert "underline" in marks.evaluate("each => getComputedStyle(each).textDecorationLine")


def test_forced_colours_leave_the_bars_to_be_seen(opened: Open) -> None:
    page = opened("/progress", forced_colors="active")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for bar in (".bar-review", ".share-line-part", ".day-4"):
        assert page.locator(bar).first.evaluate("each => getComputedStyle(each).fill") != ground


def test_the_costs_come_by_themselves_and_by_a_link(opened: Open) -> None:
    page = opened("/review/settings")
    expect(page.get_by_role("row", name=re.compile("90%.*as now"))).to_be_visible()
    plain = opened("/review/settings", java_script_enabled=False)
    plain.get_by_role("link", name="See what each share costs").click()
    expect(plain.get_by_role("row", name=re.compile("90%.*as now"))).to_be_visible()


def test_the_settings_are_saved_without_a_script(opened: Open) -> None:
    page = opened("/review/settings", java_script_enabled=False)
    page.get_by_label("New cards a day").fill("lots")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write a whole number")
    expect(page.get_by_label("New cards a day")).to_have_value("lots")
    page.get_by_label("New cards a day").fill("13")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.get_by_label("New cards a day")).to_have_value("13")


def test_the_browsers_zone_is_proposed_and_taken(opened: Open) -> None:
    page = opened("/review/settings", timezone_id="Asia/Seoul")
    page.get_by_role("button", name="Use the zone of this browser: Asia/Seoul").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Seoul")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Seoul")
    expect(page.get_by_role("button", name="Use the zone")).to_have_count(0)


def test_a_schedule_is_fitted_while_the_page_says_so(opened: Open) -> None:
    page = opened("/review/settings", "veteran")
    page.set_default_timeout(60_000)
    button = page.get_by_role("button", name="Fit the schedule to my memory")
    # Held back once, so that the page can be looked at while it waits.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault(), { once: true })")
    button.click()
    expect(page.get_by_text("Working it out … this takes some seconds.")).to_be_visible()
    expect(button).to_be_disabled()
    page.locator("[data-fit]").evaluate("form => form.submit()")
    expect(page.get_by_text("The schedule is fitted to your memory.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Log loss on")).to_be_visible()
    page.get_by_role("button", name="Back to the usual schedule").click()
    expect(page.get_by_text("The usual schedule is back.")).to_be_visible()
