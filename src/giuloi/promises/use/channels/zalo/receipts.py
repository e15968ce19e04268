"""What Zalo tells an official account: that a notice arrived, and how its calls are signed.

The signature is a plain SHA-256 over app id, body, timestamp and the account's secret key, as public code and
Zalo's own example have it; to be confirmed with the vendor. The events' names are theirs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from giuloi.core.terms import Channel
from giuloi.promises.use.channels.receipts import Became, Receipt

ARRIVED = "user_received_message"


def is_signed(written: str, body: bytes, provider: Mapping[str, Any], timestamp: str) -> bool:
    """Does `X-ZEvent-Signature: mac=…` sign exactly these bytes? Never without the account's secret (`oa=`)."""
    if not provider or not provider["oa"]:
        return False
    signed = provider["user"].encode() + body + timestamp.encode() + provider["oa"].encode()
    return hmac.compare_digest(
        written.removeprefix("mac=").strip().lower().encode(), hashlib.sha256(signed).hexdigest().encode()
    )


def of_zalo(said: Mapping[str, Any]) -> list[Receipt]:
    """From a call: about our tracking_id, or their msg_id."""
    message = said.get("message")
    if said.get("event_name") != ARRIVED or not isinstance(message, Mapping):
        return []
    reference = message.get("tracking_id") or message.get("msg_id")
    return [Receipt(Channel.ZALO, "zalo", str(reference), Became.DELIVERED)] if reference else []
