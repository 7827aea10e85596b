"""Passkeys in a real Chromium, with the authenticator that it has for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .auditing import audit_page

PASSWORD = "seven larch bridges"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A browser on a device that holds passkeys. It goes to the site by a name: an address of numbers has none."""

    def __init__(self, browser: Browser, site: str) -> None:
        # Without transitions: a colour under way is no colour of ours.
        self.context = browser.new_context(reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
        self.site = site

    def recognises(self, owner: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": owner})

    def go(self, address: str) -> Page:
        self.page.goto(self.site + address)
        return self.page


@pytest.fixture
def device(browser: Browser, server: Any) -> Iterator[Device]:
    """Signed in on the device is the site's first account."""
    made = Device(browser, server.url.replace("127.0.0.1", "localhost"))
    link = re.search(r"/first-start/\S+", server.log.read_text())
    assert link
    page = made.go(link[0])
    page.get_by_label("Name").fill("Head")
    page.get_by_label("E-mail address").fill("head@school.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    yield made
    made.context.close()
    assert made.complaints == []


def add(device: Device, password: str = PASSWORD) -> Page:
    page = device.go("/account")
    page.get_by_label("What you call this device").fill("My laptop")
    page.locator("#passkey-password").fill(password)
    page.get_by_role("button", name="Add a passkey").click()
    return page


def sign_out(page: Page) -> None:
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_a_passkey_signs_in_without_a_password_until_it_is_removed(device: Device) -> None:
    page = add(device)
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    audit_page(page)
    sign_out(page)
    audit_page(device.go("/sign-in?next=/account"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("button", name="Remove My laptop").click()
    expect(page.get_by_text("The passkey is removed")).to_be_visible()
    sign_out(page)
    device.go("/sign-in").get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("belongs to no account here")


def test_who_does_not_know_the_password_adds_none(device: Device) -> None:
    page = add(device, "guess")
    expect(page.get_by_role("alert")).to_contain_text("not your password")
    device.go("/account")
    expect(page.get_by_text("My laptop")).to_have_count(0)


def test_a_device_adds_only_one_for_an_account(device: Device) -> None:
    expect(add(device).get_by_text("The passkey is added.")).to_be_visible()
    expect(add(device).get_by_role("alert")).to_contain_text("That did not work")


def test_a_finger_that_the_device_does_not_know_signs_nobody_in(device: Device) -> None:
    page = add(device)
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    sign_out(page)
    device.recognises(owner=False)
    device.go("/sign-in").get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_at_an_address_of_numbers_there_are_no_passkeys(server: Any, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(server.url + "/sign-in")
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert "passkey" not in page.content()
    page.close()
