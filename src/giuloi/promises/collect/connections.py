"""Which shops are connected, and the secrets they sign with; both stand in the key store alone."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from giuloi.core.terms import GiuloiError, NotServing
from giuloi.promises.collect.delivered import Bridge, Resource
from giuloi.promises.collect.webhooks import forget_topics
from giuloi.records.keyring import keyring

_BLOCK = 64  # bytes of an HMAC key block, for SHA-1 and SHA-256 alike (RFC 2104 §2)
# A leaf of the use ledger names the bridge, and five digits in a row of a leaf could be a phone number.
_NAME = re.compile(r"(?!(?:[a-z_.-]*[0-9]){5})[a-z][a-z0-9_.-]{0,23}")
_PLATFORM = re.compile(r"[a-z]{1,24}")


class NotABridge(GiuloiError):
    """A name or secret that no bridge can have; the message says what to write."""


def connect(bridge: Bridge, secret: str, at: datetime, *, customers: str = "") -> None:
    """Connect a shop, or give it new secrets: the ones before stay good until the next change.

    So a shop can change its secrets without losing what is on its way. `secret` signs what is said about
    orders, `customers` what is said about accounts. Without `customers` the same secret signs both, and
    then a signed removal of an order can be passed off as one of the account with the same number.
    Raises NotABridge.
    """
    if not _NAME.fullmatch(bridge.name) or not _PLATFORM.fullmatch(bridge.platform):
        raise NotABridge(
            f"{bridge.name!r} cannot name a shop: write a to z, at most four digits, . _ or -, 24 in all"
        )
    if not secret:
        raise NotABridge("the secret is empty: write the same secret here and at the shop")
    _change(bridge, Resource.ORDER, secret, at)
    _change(bridge, Resource.CUSTOMER, customers or secret, at)
    forget_topics(bridge)


def secrets_of(bridge: Bridge, *resources: Resource) -> tuple[bytes, ...]:
    """For each resource the newest secret and the one before, as HMAC keys; () for a shop not connected.

    Raises NotServing or Unavailable when the key store cannot say.
    """
    keyring().serial()  # fails first if there is no key store: then nothing below means "not connected"
    names = [_named(bridge, resource, which) for resource in resources for which in ("now", "before")]
    return tuple(key for name in names if (key := _read(name)))


def connected() -> list[Bridge]:
    """Every connected shop, by platform and name."""
    names = [name.split("/") for name in keyring().named("bridge/") if name.endswith("/order/now")]
    return [Bridge(platform, name) for _, platform, name, _, _ in names]


def _change(bridge: Bridge, resource: Resource, secret: str, at: datetime) -> None:
    before = secrets_of(bridge, resource)
    if before:
        keyring().write_named(_named(bridge, resource, "before"), b"", before[0], at)
    keyring().write_named(_named(bridge, resource, "now"), b"", _block(secret.encode()), at)


def _read(name: str) -> bytes | None:
    try:
        return keyring().read_named(name)[1]
    except NotServing:
        return None


def _named(bridge: Bridge, resource: Resource, which: str) -> str:
    return f"bridge/{bridge.platform}/{bridge.name}/{resource}/{which}"


def _block(secret: bytes) -> bytes:
    """The secret as HMAC itself brings it to the length of a block: it signs just the same (RFC 2104 §2)."""
    key = hashlib.sha256(secret).digest() if len(secret) > _BLOCK else secret
    return key.ljust(_BLOCK, b"\0")
