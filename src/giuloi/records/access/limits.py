"""How often one may try: so many times in so long, for each network address and each identity.

Windows are fixed, so at the turn of two of them twice the number passes: the numbers below allow for that.
A row's key is a keyed hash of action, key and window: no row tells an address, none can be joined with another.
ASVS 5.0 V2.4 and V6.3.1.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import models

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.records.access.keyed import keyed
from giuloi.records.database import durable, moment, rows
from giuloi.records.keyring import keyring
from giuloi.records.keyring.alarms import BURST

MINUTE, HOUR, DAY = 60, 3600, 86400


class LimitRow(models.Model):
    """How often something was done in one window."""

    id = models.BinaryField(primary_key=True)
    count = models.IntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "records_accesslimit"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in `seconds`, one list for an address and one for an identity.

    Addresses have much the higher numbers: whole towns share one behind a carrier's NAT.
    """

    address: tuple[tuple[int, int], ...]  # (times, seconds)
    identity: tuple[tuple[int, int], ...] = ()


LIMITS: Mapping[str, Limit] = {
    # Asking for a code: what is sent costs money and annoys whoever did not ask.
    "register": Limit(((60, 10 * MINUTE), (500, DAY)), ((5, 15 * MINUTE), (15, DAY))),
    "sign_in": Limit(((60, 10 * MINUTE), (500, DAY)), ((5, 15 * MINUTE), (15, DAY))),
    "guest": Limit(((30, 10 * MINUTE), (200, DAY)), ((5, 15 * MINUTE), (15, DAY))),
    "correct": Limit(((60, 10 * MINUTE),), ((5, 15 * MINUTE), (15, DAY))),
    "accept": Limit(((60, 10 * MINUTE),), ((5, 15 * MINUTE), (15, DAY))),
    # Typing one. Guessers are held by the five tries of each code and the few codes above (75 guesses a day in a
    # million), so there is no count for the day here: it would only let strangers lock people out.
    "code": Limit(((120, 10 * MINUTE),), ((30, 15 * MINUTE),)),
    "passkey": Limit(((120, 10 * MINUTE),)),
    # An order costs the shop an errand; a visit, a row for five minutes.
    "checkout": Limit(((30, 10 * MINUTE), (200, DAY))),
    "enter": Limit(((60, 10 * MINUTE),), ((60, 10 * MINUTE),)),
    "preferences": Limit(((120, 10 * MINUTE),)),
    # No count for the day either: whoever knows a login could lock its owner out. A second factor has one, for
    # only who knows the password gets that far.
    "password": Limit(((60, 15 * MINUTE),), ((10, 15 * MINUTE),)),
    "second_factor": Limit(((60, 15 * MINUTE),), ((10, 15 * MINUTE), (50, DAY))),
    "invite": Limit(((30, 15 * MINUTE),)),
    "ask": Limit(((120, HOUR),), ((30, HOUR), (100, DAY))),
    # Letters: each starts a clock. What nobody vouches for, and what a machine wrote, comes from anywhere (one count).
    "letter": Limit((), ((30, HOUR), (100, DAY))),
    "letter_unproven": Limit(((200, HOUR), (1000, DAY)), ((10, HOUR), (30, DAY))),
    "letter_machine": Limit(((20, HOUR), (60, DAY)), ((2, HOUR), (5, DAY))),
    "search": Limit(((600, HOUR),), ((300, HOUR), (1500, DAY))),
    "bundle": Limit(((60, HOUR),), ((10, HOUR), (30, DAY))),
    "api": Limit(((6000, MINUTE),), ((600, MINUTE),)),
}


# From so many tries in a quarter of an hour on it is no longer somebody who forgot: an alarm (IV.7). Far above the
# limits, which hold meanwhile; "everywhere" counts all tries together, for guessers who come from many addresses.
_BURST: Mapping[tuple[str, str], int] = {
    ("password", "address"): 90,
    ("password", "identity"): 30,
    ("password", "everywhere"): 300,
    ("second_factor", "address"): 90,
    ("second_factor", "identity"): 25,
    ("code", "address"): 240,
    ("code", "identity"): 60,
    ("code", "everywhere"): 3000,
    ("passkey", "address"): 240,
}
_EVERYWHERE = 15 * MINUTE
_NO_LIMIT = 10**9  # strangers who guess must lock nobody else out


class TooMany(GiuloiError):
    """Tried too often; after `seconds` it may be tried again. `words` say so."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"tried too often: again in {seconds} seconds")
        self.seconds = seconds

    @property
    def words(self) -> Words:
        """What to show."""
        vi, en = _how_long(self.seconds)
        return Words(
            f"Đã thử nhiều lần quá. Xin đợi {vi} rồi thử lại.",
            f"Tried too often. Please wait {en} and try again.",
        )


def spend(action: str, *keys: str, at: datetime) -> None:
    """Count one try of `action`; raises TooMany, and KeyError for an action that has no limit above.

    The first key is the network address, the others identities (a normalised phone, a login, a key's id). An
    address that is over its limit does not use up anybody's identity. A stranger can still use up the codes that one
    number is sent in a day; its owner comes in by passkey, or by their other address.
    """
    limit = LIMITS[action]
    if (action, "everywhere") in _BURST:
        _count(action, "everywhere", "", _NO_LIMIT, _EVERYWHERE, at)
    for place, key in enumerate(keys):
        kind = "address" if place == 0 else "identity"
        one = _network(key) if place == 0 else key
        for times, seconds in getattr(limit, kind):
            _count(action, kind, one, times, seconds, at)


def forget_over(at: datetime) -> int:
    """Take away the windows that are over."""
    return int(LimitRow.objects.filter(ends_at__lt=at).delete()[0])


_COUNT = """
INSERT INTO records_accesslimit (id, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (id) DO UPDATE SET count = records_accesslimit.count + 1
RETURNING count
"""


def _count(action: str, kind: str, key: str, times: int, seconds: int, at: datetime) -> None:
    window = int(at.timestamp()) // seconds
    ends = datetime.fromtimestamp((window + 1) * seconds, UTC)
    digest = keyed("limit", action, kind, key, seconds, window)[:16]
    with durable():  # counted and kept, whatever becomes of what is tried
        ((count,),) = rows(_COUNT, (digest, moment(ends)))
    if count == _BURST.get((action, kind)):
        said: dict[str, str | int] = {"action": action, "where": kind, "tries": count, "seconds": seconds}
        keyring().alarm(BURST, at, said=said)
    if count > times:
        raise TooMany(max(1, int((ends - at) / timedelta(seconds=1))))


def _network(address: str) -> str:
    """An IPv6 subscriber has 2^64 addresses and counts as one; what is no address is taken as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def _how_long(seconds: int) -> tuple[str, str]:
    for size, vi, en in ((HOUR, "giờ", "hour"), (MINUTE, "phút", "minute")):
        if seconds >= size:
            number = -(-seconds // size)
            return f"{number} {vi}", f"{number} {en}{'s' * (number > 1)}"
    return "một phút", "a minute"
