"""A shop whose portal is open, browsers to come in with, and an inbox where its codes arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from giuloi.promises.use.channels import inbox
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this folder


class Inbox:
    """What was sent, by whom it was sent to."""

    def codes(self, to: str) -> list[str]:
        """The codes sent to an address, newest first."""
        found = (re.search(r"\d{6}", one.text.vi) for one in inbox.messages() if one.to == to)
        return [one[0] for one in found if one]

    def code(self, to: str) -> str:
        """The newest code."""
        return self.codes(to)[0]

    def count(self) -> int:
        """How many messages went out."""
        return len(inbox.messages())


@pytest.fixture
def sent(settings: Any) -> Iterator[Inbox]:
    """Everything that is sent lands here."""
    settings.GIULOI_DEMO = True
    inbox.clear()
    yield Inbox()
    inbox.clear()


@pytest.fixture
def web(shop: Shop, sent: Inbox) -> Client:
    """A browser without JavaScript, in Vietnamese."""
    return browser()


class Browser(Client):
    """Over HTTPS, as a shop's server insists."""

    def generic(self, *args: Any, **named: Any) -> Any:
        """Every request of this browser."""
        return super().generic(*args, **{**named, "secure": True})


def browser(**more: Any) -> Browser:
    """One more browser."""
    said = {"Accept-Language": "vi", "User-Agent": "Mozilla/5.0 (Linux; Android 16) Chrome/140"}
    return Browser(headers=said, **more)
