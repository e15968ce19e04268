"""docs/policy.md lists every field and every law that a policy may name, and none besides."""

from __future__ import annotations

import re

from giuloi.core.fields import FIELD
from giuloi.core.policy.law import names
from giuloi.records.lawbook import lawbook
from tests.house.source import ROOT

_TEXT = (ROOT / "docs" / "policy.md").read_text("utf-8")
_LISTED = re.search(r"^Fields: (.*?)^Laws: (.*?)Which law", _TEXT, re.MULTILINE | re.DOTALL)


def test_every_field_and_every_law_is_listed() -> None:
    """A writer finds the words without reading the source."""
    assert _LISTED is not None
    fields, laws = (re.findall(r"`([a-z0-9_-]+)`", listed) for listed in _LISTED.groups())
    assert fields == list(FIELD)
    assert sorted(laws) == sorted(names(lawbook()))
