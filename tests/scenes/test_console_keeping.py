"""What is kept, held and erased, in a real browser: both widths, both languages, a menu on one line, and no script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from giuloi.promises.keep.erasure.beginning import COOLING, begin, cancel
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.rows import PartnerTask
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import partners as known_partners
from giuloi.records.access.cookies import STAFF_COOKIE
from giuloi.records.holds import Ground, lift_hold, place_hold
from tests.doors.console.owner import staff, token_of
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.promises.keep.conftest import Stall, an_order
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]
PAGES = (
    "/console/retention",
    "/console/retention?ahead",
    "/console/holds",
    "/console/holds/{hold}/lift",
    "/console/customers/{an}/hold",
    "/console/erasures",
    "/console/erasures/partners/{task}",
    "/console/keeping",
)
EMPTY = ("/console/holds", "/console/erasures")


@pytest.fixture
def busy(shop: Shop, an: int, binh: int, chi: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """An waits with an open order and is held, Bình is gone but for a partner, Chi changed her mind."""
    monkeypatch.setattr(known_partners, "_PARTNERS", {"stall": Stall(for_good=True)})
    now = datetime.now(UTC)
    shop.clock = now - timedelta(days=2)
    order = an_order(shop, an)
    gone = begin(4711, binh, shop.clock, "customer", outlook(binh, shop.clock))
    erase_due(shop.clock + COOLING)
    back = begin(4712, chi, now, "customer", outlook(chi, now))
    cancel(back.id, now, "customer")
    begin(4713, an, now - timedelta(hours=1), "customer", outlook(an, now))
    by = "staff/care/lan"
    place_hold(an, Ground.COURT, now + timedelta(days=90), now, by, document="12/2026/QĐ-TA")
    lifted = place_hold(an, Ground.CLAIM, now + timedelta(days=9), now, by, record=order, document="BH-7")
    lift_hold(lifted, now, by)
    hold = place_hold(chi, Ground.TAX, now + timedelta(days=30), now, by, document="KT-2026/118")
    return {"hold": hold, "an": an, "task": PartnerTask.objects.get(erasure_id=gone.id).id}


def _owner(page: Page, site: str) -> Page:
    sign_in(
        page, site, STAFF_COOKIE, token_of(staff("Nguyễn Thị Lan Hương", "marketing", administrator=True))
    )
    return page


@pytest.mark.parametrize(("options", "language"), [(DESKTOP, "vi-VN"), (DESKTOP, "en-GB"), (PHONE, "vi-VN")])
def test_every_page_is_easy_to_use_and_fits(
    busy: dict[str, object],
    open_page: Callable[..., Page],
    site: str,
    options: dict[str, object],
    language: str,
) -> None:
    """axe finds nothing, nothing reaches beyond the edge, and on a desk the menu stays on one line."""
    page = _owner(open_page(**options, locale=language), site)
    faults = []
    for path in PAGES:
        page.goto(path.format(**busy))
        faults += [f"{path}: {one}" for one in (*axe(page), *too_wide(page))]
        if options is DESKTOP:
            high = page.locator(".top nav").bounding_box()
            assert high
            faults += [f"{path}: the menu is {high['height']} high"] if high["height"] > 75 else []
    assert faults == []


def test_where_nothing_is_held_or_erased_the_pages_say_so(
    shop: Shop, open_page: Callable[..., Page], site: str
) -> None:
    """Empty lists are sentences."""
    del shop
    page = _owner(open_page(**DESKTOP, locale="vi-VN"), site)
    for path in EMPTY:
        page.goto(path)
        expect(page.locator("main")).to_contain_text("Không có")
        assert [*axe(page), *too_wide(page)] == []


def test_the_owners_pages_are_found_in_the_menu_without_any_script(
    busy: dict[str, object], scripts_off: Page, site: str
) -> None:
    """The word opens, the page behind it comes, and a hold is lifted from there."""
    del busy
    page = _owner(scripts_off, site)
    page.goto("/console/")
    page.locator(".group > summary").click()
    page.locator(".group a[href='/console/retention']").click()
    page.locator(".tabs a[href='/console/holds']").click()
    expect(page.locator("main")).to_contain_text("12/2026/QĐ-TA")
