"""Which part of the inbox a colleague looks at, as it stands in the address: a tab, a kind, and where to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from giuloi.core.bilingual import Words
from giuloi.promises.answer.inbox import Counts, Filter
from giuloi.records.request_kinds import KINDS

TABS: Mapping[str, Words] = {
    "open": Words("Đang mở", "Open"),
    "mine": Words("Của tôi", "Mine"),
    "unassigned": Words("Chưa ai nhận", "Nobody's"),
    "soon": Words("Gấp: dưới 4 giờ", "Urgent: under 4 h"),
    "overdue": Words("Quá hạn", "Overdue"),
    "ended": Words("Đã kết thúc", "Ended"),
}
SOON = 4  # hours, as core/time_left.py calls it soon
_LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: always one of ours, whatever the address said. `after` is the key of a page, "" the first."""

    tab: str = "open"
    kind: str = ""
    after: str = ""

    @property
    def query(self) -> str:
        """As an address writes it, without the page."""
        return urlencode({"show": self.tab, **({"kind": self.kind} if self.kind else {})})

    @property
    def first(self) -> Chosen:
        """The same from its beginning."""
        return replace(self, after="")

    def filter(self, staff: int) -> Filter:
        """What the inbox is asked."""
        kinds = (self.kind,) if self.kind else ()
        if self.tab == "ended":
            return Filter("ended", kinds=kinds)
        if self.tab == "mine":
            return Filter(whose="mine", staff=staff, kinds=kinds)
        if self.tab == "unassigned":
            return Filter(whose="unassigned", kinds=kinds)
        return Filter(kinds=kinds, within={"soon": SOON, "overdue": 0}.get(self.tab))


def chosen(said: Mapping[str, str]) -> Chosen:
    """Read it from an address or a form; a word that is none of ours is left out."""
    tab, kind = said.get("show", ""), said.get("kind", "")
    return Chosen(tab if tab in TABS else "open", kind if kind in KINDS else "", _key(said.get("after", "")))


def numbered(counts: Counts) -> dict[str, int]:
    """How many stand behind each tab; of what has ended nobody counts."""
    return {
        "open": counts.open,
        "mine": counts.mine,
        "unassigned": counts.unassigned,
        "soon": counts.soon + counts.missed,
        "overdue": counts.missed,
    }


def _key(text: str) -> str:
    """A page's key, if it is one: a moment and a number."""
    moment, _, number = text[:_LONGEST_KEY].partition("_")
    try:
        good = datetime.fromisoformat(moment).tzinfo is not None and number.isascii() and number.isdigit()
    except ValueError:
        return ""
    return text if good and int(number) < 2**63 else ""
