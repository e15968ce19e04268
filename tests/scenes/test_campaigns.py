"""Marketing's pages, and the two that a campaign's reader may come to, seen in a real browser: desk and phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel
from giuloi.promises.use.outreach import campaigns, opinions, rules, sends
from giuloi.promises.use.outreach.drafts import Draft, fingerprint
from giuloi.promises.use.outreach.sends import SendState
from giuloi.records.access.preference_links import preference_links
from tests.doors.console.conftest import Desk, desk
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.promises.use.outreach.conftest import OFFER, SURVEY
from tests.records.conftest import an, shop

__all__ = ["an", "desk", "shop"]
_DESK = {**DESKTOP, "color_scheme": "light", "locale": "vi-VN"}
_NIGHT = {**PHONE, "color_scheme": "dark", "locale": "en-GB"}


def campaigns_of(staff: int, an: int) -> dict[str, int]:
    """One in each state that has a page of its own."""
    at = datetime.now(UTC)
    call = Draft("Gọi mời lớp bánh", "promotion", Channel.PHONE, Words("Gọi", ""), Words("Gọi", ""))
    made = {name: campaigns.make(draft, staff, at) for name, draft in {
        "draft": OFFER, "running": OFFER, "call": call, "survey": SURVEY,
    }.items()}  # fmt: skip
    for name, draft in (("running", OFFER), ("call", call), ("survey", SURVEY)):
        campaigns.approve(made[name], staff, fingerprint(draft))
        campaigns.start(made[name], staff, at, 40)
    with sends.alone():
        claims = sends.claim(made["running"], Channel.EMAIL, [an], at)
        sends.ended(SendState.UNCERTAIN, [(one, "unknown") for one in claims], at)
    return made


def see(page: Page, path: str, faults: list[str]) -> None:
    """Go there, and look."""
    page.goto(path)
    faults += [f"{path}: {one}" for one in (*axe(page), *too_wide(page))]


@pytest.mark.parametrize("options", [_DESK, _NIGHT], ids=["desktop", "phone"])
def test_every_page_about_campaigns_is_easy_to_use_and_fits(
    options: dict[str, Any],
    open_page: Callable[..., Page],
    site: str,
    desk: Desk,
    an: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """axe finds nothing, nothing reaches beyond the edge; also with problems beside the fields and a call opened."""
    monkeypatch.setattr(rules.Rule, "is_open", lambda *_: True)
    desk.shop.give(an, ("promotion", Channel.PHONE), ("engagement", Channel.EMAIL))
    staff = desk.staff("Lan", "marketing")
    made = campaigns_of(staff, an)
    [asked] = opinions.links(made["survey"], [an], datetime.now(UTC))
    [other] = opinions.links(made["survey"], [an], datetime.now(UTC))
    asking = opinions.behind(asked.rpartition("/")[2])
    assert asking is not None
    assert opinions.answer(asking, 5, "Bánh cốm thơm, giao nhanh.", datetime.now(UTC))
    page, faults = open_page(**options), list[str]()
    client = desk.signed_in(staff)
    for name in [name for name in client.cookies if "giuloi" in name]:
        sign_in(page, site, name, client.cookies[name].value)
    at = "/console/campaigns"
    for path in (
        at, f"{at}/new", f"{at}/{made['draft']}", f"{at}/{made['draft']}/preview", f"{at}/{made['draft']}/edit",
        f"{at}/{made['draft']}/start", f"{at}/{made['draft']}/stop", f"{at}/{made['running']}",
        f"{at}/{made['survey']}", f"{at}/{made['survey']}/opinions", f"{at}/{made['call']}/call", other,
        *preference_links([an], datetime.now(UTC), "promotion", "email"),
    ):  # fmt: skip
        see(page, path, faults)
    page.locator("button[name=never]").click()
    faults += [f"never: {one}" for one in (*axe(page), *too_wide(page))]
    page.goto(f"{at}/new")
    page.fill("#text_vi", "Chào {{password}} <b>x</b> https://bit.ly/a")
    page.locator("main form button").last.click()
    assert page.locator(".problem").count() >= 4
    faults += [f"problems: {one}" for one in (*axe(page), *too_wide(page))]
    for path in (f"{at}/{made['call']}/call", f"{at}/{made['survey']}/opinions"):
        page.goto(path)
        page.locator("main form button").last.click()
        faults += [f"opened {path}: {one}" for one in (*axe(page), *too_wide(page))]
    assert faults == []
