"""Every test here has a shop of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.installation import Installed, set_up


@pytest.fixture
def shop(house: Any, db: None) -> Installed:
    """A shop set up in a house of its own, in a transaction that is rolled back."""
    return set_up()


@pytest.fixture
def shop_for_all(house: Any, transactional_db: None) -> Installed:
    """A shop whose data other threads and connections see too."""
    return set_up()
