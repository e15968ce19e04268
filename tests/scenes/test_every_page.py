"""Every page that anybody can come to by links, seen in a real browser: on a desk, and on a phone at night."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.doors.console.conftest import Desk, desk
from tests.gates.walk import STARTS, visitor, walked
from tests.harness.browser import DESKTOP, PHONE, axe, sign_in, too_wide
from tests.house.conftest import say_at_the_end
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["Shop", "an", "binh", "desk", "say_at_the_end", "shop"]
_DESK = {**DESKTOP, "color_scheme": "light", "locale": "vi-VN"}
_NIGHT = {**PHONE, "color_scheme": "dark", "locale": "en-GB"}


@pytest.mark.parametrize("role", STARTS)
@pytest.mark.parametrize("seen", ["desktop", "phone"])
def test_every_page_is_easy_to_use_and_fits(
    role: str,
    seen: str,
    open_page: Callable[..., Page],
    site: str,
    desk: Desk,
    an: int,
    binh: int,
    say_at_the_end: Callable[[str], None],
) -> None:
    """axe finds nothing, nothing reaches beyond the edge, no page complains or loads anything from elsewhere."""
    client = visitor(role, desk, an, binh)
    pages = [one.path for one in walked(client, *STARTS[role]) if one.page and one.answer.status_code == 200]
    options: dict[str, Any] = _DESK if seen == "desktop" else _NIGHT
    page = open_page(**options)
    for name in [name for name in client.cookies if "giuloi" in name]:
        sign_in(page, site, name, client.cookies[name].value)
    faults = []
    for path in pages:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == options["locale"][:2], path
        faults += [f"{path}: {one}" for one in (*axe(page), *too_wide(page))]
    assert faults == []
    say_at_the_end(f"every page: {role}, {seen}, {len(pages)} pages, {len(faults)} violations")
