"""Nothing that anybody types runs as a script, even in a browser that is not told to forbid it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Route

from quizapp import create_app
from quizapp.formats.article.reading import read_article_text
from quizapp.settings import Settings

from .payloads import ALL, PAYLOADS, WRITTEN, chunks
from .poisoned_files import sources, sources_html
from .poisoning import Poisoned, article_of, poison
from .teaching import database_of
from .visiting import LURKING, TRAPS, Visitor, answer


@pytest.fixture(scope="session")
def poisoned_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("poisoned")
    return create_app(Settings(instance=folder, database_url=database_of(folder)))


@pytest.fixture(scope="session")
def poisoned(poisoned_app: Flask) -> Poisoned:
    return poison(poisoned_app)


@pytest.fixture(scope="session")
def url(poisoned_app: Flask, poisoned: Poisoned, serving: Callable[..., Any]) -> Iterator[str]:
    with serving(Path(poisoned_app.instance_path)) as running:
        yield running.url


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext], url: str) -> Iterator[Callable[..., Visitor]]:
    """`visitor()`: what scripts have done is told by the context; what lies in wait is told here."""
    made: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        made.append(Visitor(new_context(bypass_csp=True, **options), url))
        return made[-1]

    yield come
    assert [each.found for each in made if each.found] == []
    # Each page has shown some of it, as it was typed.
    assert [each.clean for each in made if each.clean] == []


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 500
    assert all(payload in ALL for payload in WRITTEN)


def test_a_script_that_runs_would_be_seen(browser: Any, url: str) -> None:
    """What all tests below rest on: pages of this site, with their policy, and a stranger's script in them."""
    seen: list[str] = []

    def poisoned_page(route: Route) -> None:
        answer = route.fetch()
        sinks = (
            "<script>alert(1)</script><img src=x onerror=alert(2)><script>fetch('//evil.example/')</script>"
            "<a href='javascript:alert(3)' onclick='1'>x</a><iframe></iframe>"
        )
        route.fulfill(response=answer, body=answer.text() + sinks)

    def look(**options: Any) -> list[str]:
        with browser.new_context(**options) as context:
            context.add_init_script(TRAPS)
            context.on("console", lambda message: seen.append(message.text))
            context.on("request", lambda request: seen.append(urlsplit(request.url).hostname or ""))
            page = context.new_page()
            page.route("**/about", poisoned_page)
            page.goto(f"{url}/about")
            page.wait_for_load_state("networkidle")
            return list(page.evaluate(LURKING))

    lurking = look(bypass_csp=True)
    assert {"ran alert: 1", "ran alert: 2", "evil.example"} <= set(seen)
    assert len(lurking) >= 4
    seen.clear()
    look()
    assert not {"ran alert: 1", "ran alert: 2", "evil.example"} & set(seen), "this is what the policy is for"


def test_what_learners_read_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    guest = visitor()
    guest.look("/", *(f"/articles/{article}" for article, _ in poisoned.slugs))
    guest.look(*(f"/sets/{slug}" for _, slug in poisoned.slugs))
    first = poisoned.slugs[0][1]
    guest.look(f"/sets/{first}/worksheet", f"/sets/{first}/answer-key")


def test_what_teachers_work_on_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    teacher, tag = visitor().sign_in(poisoned.teacher), quote(WRITTEN[2])
    article, group = f"/teach/articles/{poisoned.article_id}", f"/teach/sets/{poisoned.set_id}"
    teacher.look("/teach", f"/teach?words={tag}", "/teach/questions", f"/teach/questions?words={tag}&tag={tag}")
    teacher.look(article, f"{article}/history", *(f"{article}/history/{number}" for number in (1, 2)))
    teacher.look(f"{article}/pictures", f"{article}/pictures?new={tag}&words={quote(' '.join(WRITTEN)[:480])}")
    teacher.look(group, *(f"{group}/questions/{asked}" for asked in poisoned.questions))
    teacher.look(f"{group}/publish", f"{group}/history", *(f"{group}/history/{number}" for number in (1, 2)))
    teacher.look(f"{group}/people", f"{group}/delete", f"{group}/export", "/teach/load", "/account")


def test_what_administrators_look_after_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    chief = visitor().sign_in(poisoned.administrator)
    chief.look("/people", *(f"/people?page={page}" for page in range(2, 11)), "/people?words=" + quote(WRITTEN[1]))
    for person in (1, 2, 9, 60):
        chief.look(f"/people/{person}")
        chief.send(f"/people/{person}/reset-link", {})
    chief.page.goto(f"{chief.url}/people")
    chief.send("/people/invitations", {"email": "x'onfocus=alert(1)//@school.example", "role": "learner"})


def test_what_teachers_bring_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    teacher = visitor().sign_in(poisoned.teacher)
    for name, media_type, data in sources():
        assert len(read_article_text(data, name).body) > 500
        teacher.page.goto(f"{teacher.url}/teach/articles/new")
        teacher.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": media_type, "buffer": data})
        teacher.send("/teach/articles/new", {})
        teacher.send("/teach/articles", {"publisher": WRITTEN[1], "published": "2011-05-04", "do": "preview"})
        teacher.send("/teach/articles", {"title": WRITTEN[5], "published": "2011-05-04"})
        assert teacher.page.url.endswith("/sets/new"), teacher.page.locator("main").inner_text()[:500]
    teacher.page.goto(f"{teacher.url}/teach/articles/new")
    teacher.send("/teach/articles/new", {"formatted": sources_html()})


def test_what_is_sent_back_to_teachers_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    """Conflicts, questions before a change, mistakes: pages that show what was typed again."""
    teacher = visitor().sign_in(poisoned.teacher)
    article, group = f"/teach/articles/{poisoned.article_id}", f"/teach/sets/{poisoned.set_id}"
    for fields in (
        {"revision": "1", "body": f"{ALL}\n\nOther."},
        {"body": "Quite another text.\n\n" + "\n\n".join(WRITTEN[::3])},
        {"published": "", "url": WRITTEN[1], "language": WRITTEN[2], "body": "", "title": WRITTEN[3]},
        {"do": "preview", "title": WRITTEN[4]},
    ):
        teacher.page.goto(teacher.url + article)
        teacher.send(article, {"do": "save", **article_fields(), **fields})
    for asked in poisoned.questions[1:8:2]:
        teacher.page.goto(f"{teacher.url}{group}/questions/{asked}")
        teacher.send(f"{group}/questions/{asked}", {"stamp": "0.0", "stem": f"Mine {ALL}"})
    teacher.page.goto(teacher.url + group)
    teacher.send(
        f"{group}/settings", {"title": "", "description": ALL, "language": WRITTEN[7], "time_limit": WRITTEN[8]}
    )
    teacher.page.goto(f"{teacher.url}{group}/people")
    teacher.send(f"{group}/people", {"email": WRITTEN[5], "right": WRITTEN[6]})
    teacher.page.goto(f"{teacher.url}/teach/load")
    yaml = json.dumps(
        {"title": WRITTEN[0], "questions": [{"id": WRITTEN[1], "kind": WRITTEN[2], WRITTEN[3]: WRITTEN[4]}]}
    )
    file = {"name": f"{WRITTEN[10]}.yaml", "mimeType": "text/yaml", "buffer": yaml.encode()}
    teacher.page.locator("input[type=file]").set_input_files(file)
    teacher.send("/teach/load", {"into": f"set:{poisoned.set_id}"})


def article_fields() -> dict[str, str]:
    return {name: str(value) for name, value in article_of(0).items()}


def test_what_teachers_type_into_the_editor_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    """The page's own script shows it at once."""
    teacher = visitor().sign_in(poisoned.teacher)
    page, group = teacher.page, f"/teach/sets/{poisoned.set_id}"
    for asked in poisoned.questions[:8:2]:
        teacher.look(f"{group}/questions/{asked}")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("[name=stem]").fill(f"Typed {ALL}")
        page.wait_for_load_state("networkidle")
        teacher.look_around()
    teacher.look(f"/teach/articles/{poisoned.article_id}")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[name=body]").fill(f"Typed {ALL}")
    page.wait_for_load_state("networkidle")
    teacher.look_around()


@pytest.mark.parametrize("mode", ["practice", "test"])
def test_what_learners_answer_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned, mode: str) -> None:
    learner = visitor()
    page, lines = learner.page, chunks(490)
    page.goto(f"{learner.url}/sets/{poisoned.slugs[0][1]}")
    page.get_by_role("button", name={"practice": "Start practice", "test": "Start the test"}[mode]).click()
    attempt = page.url.split("/questions")[0].removeprefix(learner.url)
    for number in range(1, 9):
        learner.look(f"{attempt}/questions/{number}?answer={quote(lines[number][:200])}")
        for place, typed in enumerate(page.locator("main input[type=text]").all()):
            typed.evaluate("(field, text) => { field.value = text; }", lines[(number + place) % len(lines)])
        if mode == "practice":
            answer(page)
            learner.look_around()
        else:
            learner.send(f"{attempt}/questions/{number}", {})
        learner.look(f"{attempt}/questions/{number}")
    learner.look(f"{attempt}/finish")
    learner.send(f"{attempt}/finish", {})
    learner.look(f"{attempt}/result")


def test_what_learners_drill_runs_nothing(visitor: Callable[..., Visitor], poisoned: Poisoned) -> None:
    learner, (_, slug), lines = visitor(), poisoned.slugs[0], chunks(490)
    page = learner.page
    learner.look(*(f"/sets/{slug}/{way}" for way in ("match", "learn")))
    learner.send(f"/sets/{slug}/learn", {})
    for typed in lines[:10]:
        drill = urlsplit(page.url).path
        if page.locator("[data-send]").count():
            learner.send(drill, {"passed": "yes"} if page.locator("#typed").count() == 0 else {"typed": typed})
        if not page.locator("[data-primary]").count():
            # Drawn in a lucky order, the cards are known before the lines are at an end.
            break
        learner.look(f"{drill}?on={page.locator('[data-primary]').evaluate('each => (each.search ?? ``).slice(4)')}")
    learner.look(f"/sets/{slug}/card-test")
    learner.send(f"/sets/{slug}/card-test", {})
    test = urlsplit(page.url).path.rsplit("/", 1)[0]
    for number in range(1, int(page.locator("h1").inner_text().rsplit(" ", 1)[1]) + 1):
        learner.look(f"{test}/{number}")
        if page.locator("#typed").count():
            learner.send(f"{test}/{number}", {"answer": lines[number % len(lines)]})
    learner.look(f"{test}/finish")
    learner.send(f"{test}/finish", {})


def test_what_an_address_says_runs_nothing(visitor: Callable[..., Visitor]) -> None:
    """Errors, searches and the doors show what was asked for."""
    guest = visitor()
    for payload in PAYLOADS[::24]:
        told = quote(payload, safe="")
        guest.look(f"/s?code={told}", f"/sign-in?next=/{told}", f"/{told}")
    for payload in PAYLOADS[::60]:
        told = quote(payload, safe="")
        guest.look(f"/articles/{told}", f"/sets/{told}", f"/s/{told}", f"/articles/x/pictures/{told}", f"/reset/{told}")
        guest.page.goto(f"{guest.url}/sign-in")
        guest.send("/sign-in", {"email": payload, "password": payload, "next": payload})
    # An error's page says nothing of what was asked for.
    assert "/s?code=" not in str(guest.clean)
    guest.clean.clear()


def test_what_decks_carry_runs_nothing(
    new_context: Callable[..., BrowserContext], poisoned_app: Flask, poisoned: Poisoned, url: str
) -> None:
    """Each field stands in a card as HTML."""
    data = poisoned_app.test_client().get(f"/decks/sets/{poisoned.slugs[0][1]}.apkg").data
    with zipfile.ZipFile(io.BytesIO(data)) as deck, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(deck.read("collection.anki2"))
        fields = [text for (row,) in collection.execute("SELECT flds FROM notes") for text in row.split("\x1f")]
    assert len([text for text in fields if "alert(" in text]) > 20
    context = new_context(bypass_csp=True)
    context.add_init_script(TRAPS)
    page = context.new_page()
    cards = "".join(f"<div>{text}</div>" for text in fields)
    page.route(f"{url}/cards", lambda route: route.fulfill(body=f"<!doctype html>{cards}", content_type="text/html"))
    page.goto(f"{url}/cards")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LURKING) == []
