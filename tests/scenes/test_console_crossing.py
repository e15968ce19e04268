"""Transfers abroad in a real browser: both widths, both languages, empty and full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from giuloi.promises.report.crossing.rows import Crossing
from giuloi.records.access.cookies import STAFF_COOKIE
from tests.doors.console.owner import staff, token_of
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


def _some() -> int:
    now = datetime.now(UTC)
    rows = [
        Crossing(party="recipient/may-chu-sg", country="SG", first_at=now - timedelta(days=70)),
        Crossing(party="channel/sms/esms", country="JP", first_at=now - timedelta(days=55)),
        Crossing(party="recipient/thanh-toan", country="SG", first_at=now, filed_on=now.date(),
                 ground="Nghị định 356/2025 điều 17.3.đ"),
    ]  # fmt: skip
    Crossing.objects.bulk_create(rows)
    return int(Crossing.objects.order_by("id")[0].id)


@pytest.mark.parametrize(("options", "language"), [(DESKTOP, "vi-VN"), (DESKTOP, "en-GB"), (PHONE, "vi-VN")])
def test_transfers_abroad_are_easy_to_read_and_to_note(
    shop: Shop, open_page: Callable[..., Page], site: str, options: dict[str, object], language: str
) -> None:
    """axe finds nothing, and nothing reaches beyond the edge."""
    page = open_page(**options, locale=language)
    sign_in(page, site, STAFF_COOKIE, token_of(staff("Lan", "marketing", administrator=True)))
    page.goto("/console/crossing")
    faults = [("empty", axe(page), too_wide(page))]
    number = _some()
    for path in ("/console/crossing", f"/console/crossing/{number}"):
        page.goto(path)
        faults.append((path, axe(page), too_wide(page)))
    page.click("button:has-text('Ghi'), button:has-text('Note')")
    faults.append(("problems", axe(page), too_wide(page)))
    assert [one for one in faults if one[1] or one[2]] == []
