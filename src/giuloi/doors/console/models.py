"""The tables of this door, each defined in the file of its idea."""

from __future__ import annotations

from giuloi.doors.console.drafts import Done, PolicyDraft
from giuloi.doors.console.saved_views import SavedView

__all__ = ["Done", "PolicyDraft", "SavedView"]
