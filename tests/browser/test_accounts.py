"""From the first start to the last sign-out: accounts in a real browser, with a script and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

Audit = Callable[[Page], None]
NewContext = Callable[..., BrowserContext]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = "rules => axe.run({ resultTypes: ['violations'], runOnly: rules }).then(({ violations }) => ({ violations }))"
#: What sticks out of the window, by its markup.
STICKING_OUT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((each) => {
  const box = each.getBoundingClientRect();
  const hidden = each.closest(".visually-hidden, .skip-link, [hidden], details:not([open]) > :not(summary)");
  return box.width && !hidden && (box.right > document.scrollingElement.clientWidth + 1 || box.left < -1);
}).map((each) => each.outerHTML.slice(0, 160))"""
PASSWORD = "seven larch bridges"


@pytest.fixture
def audit() -> Audit:
    """Fail when axe finds anything, in any look, or when anything sticks out on a narrow screen."""

    def run(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        for width, scheme in ((1280, "light"), (360, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found = AxeResults(page.evaluate(RUN, RULES))
            assert not found.violations_count, f"{page.url} {width} {scheme}\n{found.generate_report()}"
        assert page.evaluate(STICKING_OUT) == [], page.url
        menu = page.locator(".account-menu summary")
        if menu.count():
            menu.click()
            assert page.evaluate(STICKING_OUT) == [], f"the menu of {page.url}"
            menu.click()

    return run


def first_link(server: Any) -> str:
    found = re.findall(r"http://\S+/first-start/\S+", server.log.read_text())
    assert len(found) == 1
    return str(found[0])


def sign_up(page: Page, name: str, email: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()


def from_menu(page: Page, name: str, entry: str) -> None:
    page.get_by_text(f"Signed in as{name}").click()
    page.locator(".account-menu-list").get_by_text(entry, exact=True).click()


def test_from_the_first_start_to_the_last_sign_out(server: Any, new_context: NewContext, audit: Audit) -> None:
    head = new_context(reduced_motion="reduce").new_page()
    head.goto(first_link(server))
    audit(head)
    sign_up(head, "Head", "head@school.example")
    expect(head.get_by_role("heading", name="People")).to_be_visible()
    audit(head)
    head.get_by_label("Role").select_option("Teacher")
    head.get_by_role("button", name="Make an invitation").click()
    invitation = head.get_by_label("Copy it now").input_value()
    audit(head)
    teacher = new_context(reduced_motion="reduce").new_page()
    teacher.goto(invitation)
    audit(teacher)
    sign_up(teacher, "Tove Lind " * 8, "tove@school.example")
    expect(teacher.get_by_text("Your account is made")).to_be_visible()
    audit(teacher)
    head.get_by_role("link", name="Back to People").click()
    head.get_by_role("link", name="Tove Lind").click()
    audit(head)
    from_menu(head, "Head", "Sign out")
    expect(head.get_by_text("You are signed out.")).to_be_visible()
    expect(head.get_by_role("link", name="Sign in")).to_be_visible()


def test_signing_in_tells_what_is_wrong_and_an_account_page_is_usable(
    server: Any, new_context: NewContext, audit: Audit
) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(first_link(server))
    sign_up(page, "Head", "head@school.example")
    from_menu(page, "Head", "Your account")
    audit(page)
    page.get_by_label("Present password").fill("wrong password")
    page.get_by_label("New password").fill("password123")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_contain_text("Strangers try this password first")
    audit(page)
    from_menu(page, "Head", "Sign out")
    for address in ("/sign-up", "/forgot"):
        page.goto(server.url + address)
        audit(page)
    page.goto(server.url + "/account")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    audit(page)
    page.get_by_label("E-mail address").fill("head@school.example")
    page.get_by_label("Password", exact=True).fill("mistyped")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("don't belong together")
    expect(page.get_by_label("E-mail address")).to_have_value("head@school.example")
    audit(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_what_is_typed_can_be_looked_at_and_is_sent_hidden(server: Any, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(server.url + "/sign-in")
    field = page.get_by_label("Password", exact=True)
    field.fill("seven larch bridges")
    page.get_by_role("button", name="Show").click()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value("seven larch bridges")
    page.get_by_role("button", name="Hide").click()
    expect(field).to_have_attribute("type", "password")


def test_without_a_script_all_of_it_works(server: Any, new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(first_link(server))
    sign_up(page, "Head", "head@school.example")
    from_menu(page, "Head", "Your account")
    page.get_by_role("textbox", name="Name").fill("Principal")
    page.get_by_role("button", name="Change the name").click()
    expect(page.get_by_text("Your name is changed.")).to_be_visible()
    from_menu(page, "Principal", "Sign out")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill("head@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Signed in asPrincipal")).to_be_visible()
    from_menu(page, "Principal", "Your account")
    page.locator("#leave-password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("alert")).to_contain_text("last administrator")


def test_a_guest_s_attempt_goes_on_after_signing_in(server: Any, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(first_link(server))
    sign_up(page, "Head", "head@school.example")
    guest = new_context().new_page()
    guest.goto(server.url + "/sets/who-met-whom")
    guest.get_by_role("button", name="Start practice").click()
    expect(guest.locator(".attempt-title")).to_be_visible()
    attempt = guest.url
    guest.goto(server.url + "/sign-in")
    guest.get_by_label("E-mail address").fill("head@school.example")
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_text("1 attempt that you began as a guest")).to_be_visible()
    page.goto(attempt)
    expect(page.locator(".attempt-title")).to_be_visible()
