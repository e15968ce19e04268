"""The way into a shop to erase there: its address, a consumer key and secret, and whether orders are made anonymous
or deleted. All of it stands in the key store."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from giuloi.core.terms import GiuloiError, NotServing
from giuloi.promises.share.destinations import destination
from giuloi.records.keyring import keyring

PLATFORM = "woocommerce"
_REST = "/wp-json/wc/v3"
_WORD = re.compile(r"[!-9;-~]{8,200}")  # printable, no blank, no colon: it is one half of a Basic pair


class How(StrEnum):
    """What becomes of an order over there. An account is deleted in either case."""

    DELETE = "delete"
    ANONYMISE = "anonymise"


class NotAWayIn(GiuloiError):
    """No way into a shop can look so, or there is no such shop; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Access:
    """`url` reaches the REST interface: "https://shop.example.vn/wp-json/wc/v3"."""

    shop: str
    url: str
    how: How
    key: str = field(repr=False)
    secret: str = field(repr=False)


def let_in(shop: str, url: str, key: str, secret: str, how: How, at: datetime) -> None:
    """Erase in this connected shop from now on; what was said before is replaced. Raises NotAWayIn, NotADestination."""
    reached = address_for(shop, url)
    if not (_WORD.fullmatch(key) and _WORD.fullmatch(secret)):
        raise NotAWayIn("write consumer key and consumer secret as WooCommerce shows them (ck_…, cs_…)")
    public = json.dumps({"url": reached, "how": how.value}).encode()
    keyring().write_named(_named(shop), public, f"{key}:{secret}".encode(), at)


def address_for(shop: str, url: str) -> str:
    """Where the REST interface of this connected shop is. Raises NotAWayIn, NotADestination."""
    if not keyring().named(f"bridge/{PLATFORM}/{shop}/"):
        raise NotAWayIn(f"no shop named {shop!r} is connected: giuloi bridge add {PLATFORM} {shop}")
    url = url.rstrip("/").removesuffix(_REST)
    if "?" in url:
        raise NotAWayIn("write the shop's address without a question mark: https://shop.example.vn")
    destination(url, loopback=bool(settings.GIULOI_DEMO))
    return url + _REST


def access_of(shop: str) -> Access | None:
    """The way into this shop, None where nobody gave one. Raises NotServing, Unavailable of the key store itself."""
    keyring().serial()  # fails first if there is no key store: then nothing below means "no way in"
    try:
        public, pair = keyring().read_named(_named(shop))
    except NotServing:
        return None
    said = json.loads(public)
    key, _, secret = pair.decode().partition(":")
    return Access(shop, said["url"], How(said["how"]), key, secret)


def ways_in() -> dict[str, tuple[str, How]]:
    """shop → (address, how); never a secret."""
    beginning = _named("")
    found = [access_of(name.removeprefix(beginning)) for name in keyring().named(beginning)]
    return {one.shop: (one.url, one.how) for one in found if one is not None}


def _named(shop: str) -> str:
    return f"erase-through/{PLATFORM}/{shop}"
