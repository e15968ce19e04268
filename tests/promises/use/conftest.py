"""Use is tested in the same shop, with the same people, as the records."""

from __future__ import annotations

from tests.records.conftest import an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this folder
