"""The pages of another sign-in: nothing that axe can find on them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from quizapp import create_app
from quizapp.settings import Settings

from .teaching import database_of, furnish


def test_axe_finds_nothing_where_another_account_is_connected(
    tmp_path: Path,
    serving: Callable[[Path], AbstractContextManager[Any]],
    new_context: Callable[..., BrowserContext],
    audit: Callable[[Page], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = furnish(create_app(Settings(instance=tmp_path, database_url=database_of(tmp_path))))
    for name, value in {"ISSUER": "https://id.school.example", "CLIENT_ID": "quiz", "CLIENT_SECRET": "s" * 32}.items():
        monkeypatch.setenv(f"QUIZAPP_OIDC_{name}", value)
    with serving(tmp_path) as server:
        page = new_context(reduced_motion="reduce").new_page()
        page.goto(f"{server.url}/sign-in?next=/account")
        expect(page.get_by_role("link", name="your school account")).to_be_visible()
        audit(page)
        page.get_by_label("E-mail").fill(site.email)
        page.get_by_label("Password", exact=True).fill(site.password)
        page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
        audit(page)
        connecting = page.locator("form[action='/account/identity']")
        connecting.get_by_label("password").fill(site.password)
        connecting.get_by_role("button").last.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Connect your account")
        audit(page)
