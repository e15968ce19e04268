"""A process of our own has connections of its own, also after a browser has been at work in this one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection

from giuloi.records.database import rows
from tests.harness.forks import in_a_fork
from tests.records.conftest import Shop


@pytest.fixture
def as_beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An event loop that counts as running, as Playwright's synchronous interface leaves it in the main thread."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(loop)
    yield
    connection.close()
    asyncio._set_running_loop(None)
    loop.close()


def _open_already() -> bool:
    """Whether the process that asks finds a connection it did not open."""
    return connection.connection is not None


def test_a_fork_beside_a_browser_inherits_no_connection(shop: Shop, request: pytest.FixtureRequest) -> None:
    """Django keeps its connections apart for a running loop, and a fork has none: it would find the older ones."""
    rows("SELECT 1")
    assert connection.connection is not None
    request.getfixturevalue("as_beside_a_browser")
    rows("SELECT 1")
    assert not in_a_fork(_open_already)()
    assert rows("SELECT 1") == [(1,)]
