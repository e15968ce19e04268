"""How a webhook is signed: Standard Webhooks 1.0 (standardwebhooks.com), HMAC-SHA256.

webhook-id         the message's id, the same at every attempt
webhook-timestamp  when this attempt was made, in Unix seconds
webhook-signature  v1,base64(HMAC-SHA256(secret, "id.timestamp.body"))
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping

PREFIX = "whsec_"


def shown(secret: bytes) -> str:
    """The secret as the receiver pastes it."""
    return PREFIX + base64.b64encode(secret).decode()


def headers(message: str, second: int, body: bytes, secret: bytes) -> Mapping[str, str]:
    """What goes out with a body."""
    mac = hmac.digest(secret, f"{message}.{second}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": str(second),
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }
