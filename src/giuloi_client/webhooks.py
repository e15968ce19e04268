"""Is this webhook from the shop's Giữ Lời? Standard Webhooks 1.0, HMAC-SHA256.

>>> said = verified(request.headers, request.body, "whsec_…")
>>> said["type"], said["data"]["order"]
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypedDict

PREFIX = "whsec_"
FRESH = timedelta(minutes=5)  # how far the clocks may differ: an older message may be a replay


class Told(TypedDict):
    """What happened: its kind, when, and ids."""

    type: str
    timestamp: str
    data: dict[str, str]


class NotSigned(Exception):
    """Not signed with this secret, altered, or too old: do not act on it."""


def verified(headers: Mapping[str, str], body: bytes, secret: str, *, now: datetime | None = None) -> Told:
    """The message, once its signature holds. Raises NotSigned. The same `webhook-id` may come twice."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        message, second = named["webhook-id"], named["webhook-timestamp"]
        given = [
            one.removeprefix("v1,") for one in named["webhook-signature"].split() if one.startswith("v1,")
        ]
        sent = datetime.fromtimestamp(int(second), UTC)
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (KeyError, ValueError, OverflowError, OSError, binascii.Error):
        raise NotSigned(
            "the headers webhook-id, -timestamp and -signature, or the secret, are not as they should be"
        ) from None
    mac = base64.b64encode(hmac.digest(key, f"{message}.{second}.".encode() + body, "sha256"))
    if not any(hmac.compare_digest(mac, one.encode()) for one in given):
        raise NotSigned("the signature does not fit")
    if abs((now or datetime.now(UTC)) - sent) > FRESH:
        raise NotSigned("this message is too old, or from the future")
    told: Told = json.loads(body)
    return told
