"""The shop of the tests next door."""

from __future__ import annotations

from tests.promises.answer.conftest import ha, khoa
from tests.records.conftest import an, binh, chi, shop

__all__ = ["an", "binh", "chi", "ha", "khoa", "shop"]
