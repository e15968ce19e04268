"""The clauses are tested in the same shop, with the same people, as the records."""

from __future__ import annotations

from tests.promises.share.authority.conftest import legal
from tests.promises.use.outreach.conftest import desk
from tests.records.conftest import an, binh, chi, shop

__all__ = ["an", "binh", "chi", "desk", "legal", "shop"]  # fixtures: found here by the tests of this folder
