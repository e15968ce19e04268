"""WooCommerce as a partner: what it holds of somebody is erased through its REST interface (v3) and then read back.

Nothing is believed that was not looked at afterwards. What is erased already is seen at the first look and left alone,
so asking again is harmless; a shop that is away, wrong or slow is asked again later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from giuloi.promises.share.erasing import anonymous
from giuloi.promises.share.erasing.access import PLATFORM, Access, How, access_of
from giuloi.promises.share.erasing.calling import call, refused
from giuloi.records.partner_names import named_at, names_of
from giuloi.records.partners import NotErased, PartlyErased, PartnerAsk, PartnerReceipt

LONGEST = 20.0  # seconds of one try: the clock has other work; what was done is not done again
_NAME = re.compile(rf"{PLATFORM}:([a-z0-9_.-]+):(order|customer):([1-9][0-9]{{0,18}})")
_MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _Thing:
    """One order or account over there."""

    access: Access
    resource: str
    number: str

    @property
    def path(self) -> str:
        return f"/{self.resource}s/{self.number}"


class WooCommerce:
    """The partner. It remembers, in this process alone, what it saw erased of a task that is not through yet."""

    name = PLATFORM
    by_hand = False

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {}

    def references_of(self, subject: int, records: Sequence[int]) -> Sequence[str]:
        """ "woocommerce:shop1:order:12" for each order and account. Raises Undecryptable."""
        return names_of(subject, PLATFORM)

    def perhaps_of(self, subjects: Sequence[int]) -> Sequence[int]:
        """Those of whom a name was noted."""
        return named_at(subjects, PLATFORM)

    def erase(self, ask: PartnerAsk) -> PartnerReceipt:
        """All of them, orders first. What cannot be done for good does not keep the rest from being done."""
        until, seen = monotonic() + LONGEST, self._seen.setdefault(ask.key, set())
        while len(self._seen) > _MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]
        never: NotErased | None = None
        hows, began = set(), False
        for name in sorted(ask.references, key=lambda name: (":order:" not in name, name)):
            thing = _thing(name)
            hows.add("anonymised" if _by_anonymity(thing) else "erased")
            if name in seen:
                continue
            if began and monotonic() >= until:
                raise PartlyErased
            began = True
            try:
                _erase(thing)
                seen.add(name)
            except NotErased as not_erased:
                if not_erased.again:
                    raise
                never = not_erased
        if never is not None:
            raise never
        self._seen.pop(ask.key, None)
        return PartnerReceipt("anonymised" if "anonymised" in hows else "erased", read_back=True)


def _thing(name: str) -> _Thing:
    found = _NAME.fullmatch(name)
    if found is None:
        raise NotErased("unknown_name", again=False)
    access = access_of(found[1])
    if access is None:
        raise NotErased("no_way_in", again=True)  # until somebody runs `giuloi bridge erase-through`
    return _Thing(access, found[2], found[3])


def _by_anonymity(thing: _Thing) -> bool:
    return thing.resource == "order" and thing.access.how is How.ANONYMISE


def _erase(thing: _Thing) -> None:
    before = _read(thing)
    if before is None:
        return
    if _by_anonymity(thing):
        _anonymise(thing, before)
        return
    reassign = "&reassign=0" if thing.resource == "customer" else ""
    answer = call(thing.access, "DELETE", f"{thing.path}?force=true{reassign}")
    if not (200 <= answer.status < 300 or answer.gone):
        raise refused(answer)
    if _read(thing) is not None:
        raise NotErased("kept", again=True)


def _anonymise(thing: _Thing, before: Mapping[str, Any]) -> None:
    """Written over unless it is anonymous already; then the notes; then both are looked at."""
    if anonymous.left(before, before):
        answer = call(thing.access, "PUT", thing.path, anonymous.over(before))
        if not 200 <= answer.status < 300:
            raise refused(answer)
    for note in _notes(thing):  # each may name somebody, and no machine can tell which
        answer = call(thing.access, "DELETE", f"{thing.path}/notes/{note}?force=true")
        if not (200 <= answer.status < 300 or answer.gone):
            raise refused(answer)
    after = _read(thing)
    kept = "" if after is None else anonymous.left(after, before)
    if kept:  # an IP address does not go by asking again
        raise NotErased(kept, again=kept != "kept_device")
    if after is not None and _notes(thing):
        raise NotErased("kept_notes", again=True)


def _read(thing: _Thing) -> Mapping[str, Any] | None:
    """The thing as it stands there; None when the shop says itself that there is none. Raises NotErased."""
    answer = call(thing.access, "GET", thing.path)
    if answer.gone:
        return None
    if (
        answer.status != 200
        or not isinstance(answer.said, dict)
        or str(answer.said.get("id")) != thing.number
    ):
        raise refused(answer)
    return answer.said


def _notes(thing: _Thing) -> list[int]:
    answer = call(thing.access, "GET", f"{thing.path}/notes")
    if answer.status != 200 or not isinstance(answer.said, list):
        raise refused(answer)
    return [one["id"] for one in answer.said if isinstance(one, dict) and isinstance(one.get("id"), int)]
