"""Fixtures for tests in a browser: `desktop`, `phone`, `scripts_off` are pages; a fault in any of them fails the test.

A page resolves paths against the test's own site: `desktop.goto("/me")`. `site` is its origin, `witness` what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.harness import live
from tests.harness.browser import CHROMIUM, DESKTOP, NOT_INSTALLED, PHONE, Witness, chromium
from tests.harness.order import in_order

_LOUD = f"""
══════════════════════════════════════════════════════════════════════════════
  {NOT_INSTALLED}
  What only a browser can show (layout, scripts, passkeys, axe) was not tested.
══════════════════════════════════════════════════════════════════════════════"""
_skipped: set[str] = set()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whoever asks for a page is a test in a browser, and needs no second run on another database."""
    if {"desktop", "phone", "scripts_off", "open_page", "browser"} & set(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.once)
        if not CHROMIUM.exists():
            _skipped.add(item.nodeid)
            item.add_marker(pytest.mark.skip(reason=NOT_INSTALLED))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last of all, and what takes long before what does not."""
    items[:] = in_order(items)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it where nobody overlooks it."""
    if _skipped:
        terminalreporter.write_line(f"{_LOUD}\n  {len(_skipped)} tests skipped")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    with chromium() as started:
        yield started


@pytest.fixture
def site(request: pytest.FixtureRequest, house: Any, transactional_db: Any) -> Iterator[str]:
    """The origin of a running site on the test's own installation."""
    if "shop" in request.fixturenames:
        request.getfixturevalue("shop")  # made before, so that it is closed after
    with live.site() as origin:
        yield origin


@pytest.fixture
def witness() -> Iterator[Witness]:
    """What went wrong in the pages of this test; at its end, nothing may have."""
    made = Witness()
    yield made
    assert made.unexpected() == []


@pytest.fixture
def open_page(browser: Browser, site: str, witness: Witness) -> Iterator[Callable[..., Page]]:
    """`open_page(**options)`: a page in a fresh, empty context; options as of Playwright's `new_context`."""
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=site, **{"locale": "vi-VN", **DESKTOP, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        witness.watch(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def desktop(open_page: Callable[..., Page]) -> Page:
    """A window of 1280 by 900."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """390 by 844, touched."""
    return open_page(**PHONE)


@pytest.fixture
def scripts_off(open_page: Callable[..., Page]) -> Page:
    """A desktop where no script of ours runs."""
    return open_page(java_script_enabled=False)
