"""Every test here has a shop of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.installation import Installed, set_up
from tests.promises.collect.wire import Wire


@pytest.fixture
def shop(house: Any, db: None) -> Installed:
    """A shop set up in a house of its own, in a transaction that is rolled back."""
    return set_up()


@pytest.fixture
def wire(shop: Installed) -> Wire:
    """The line to that shop."""
    return Wire(shop)
