"""The numbers of IV.3 in a real browser: a picture with its words, and tables that a phone can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from giuloi.records.ids import new_id
from giuloi.records.request_kinds import KINDS
from giuloi.records.request_row import CustomerRequest
from giuloi.records.requests import SOFTWARE
from tests.doors.trust.conftest import History, an, history, shop
from tests.harness.browser import DESKTOP, PHONE, axe, too_wide

__all__ = ["an", "history", "shop"]


def _some(history: History, now: datetime) -> None:
    """Of every kind something in every month, a few too late, and what software did at once."""
    rows = []
    for number in range(300):
        kind, at = KINDS[number % len(KINDS)], now - timedelta(days=number)
        took = timedelta(0) if kind == "withdraw" else timedelta(hours=number * 7 % 26)
        rows.append(
            CustomerRequest(
                id=new_id(),
                kind=kind,
                subject_id=history.an,
                policy_id=history.shop.policy_id,
                source="portal",
                actor="customer",
                state="done",
                received_at=at,
                due_at=at + timedelta(hours=24),
                finished_at=at + took if number else None,
                finished_by=SOFTWARE if kind == "withdraw" else "",
            )
        )
    CustomerRequest.objects.bulk_create(rows)


@pytest.mark.parametrize(("size", "scheme", "locale"), [
    (DESKTOP, "light", "vi-VN"), (PHONE, "dark", "en-GB"),
])  # fmt: skip
def test_everybody_can_read_how_far_the_promise_is_kept(
    history: History, open_page: Callable[..., Page], size: dict[str, Any], scheme: str, locale: str
) -> None:
    """Missed ones stand beside the kept ones, in the picture, its text and the table."""
    _some(history, timezone.now())
    page = open_page(**size, color_scheme=scheme, locale=locale)
    page.goto("/trust/numbers")
    assert axe(page) == []
    assert too_wide(page) == []
    assert page.locator("svg.chart rect.refused").count() >= 1
    missed = "lỡ hẹn" if locale.startswith("vi") else "missed"
    assert missed in (page.locator("#answered-text").text_content() or "")
    assert page.locator("table").first.locator("tbody tr").count() >= 9
