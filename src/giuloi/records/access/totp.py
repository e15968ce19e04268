"""Time-based codes (RFC 6238): six digits every thirty seconds, from a secret that an authenticator app shares."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote

SECRET_BYTES = 20  # RFC 4226 §4: 160 bits
STEP = 30  # seconds
_AROUND = (0, -1, 1)  # steps: a telephone's clock may be half a minute off (RFC 6238 §5.2)


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step.

    HMAC-SHA-1 is what every authenticator app speaks; its weakness is collisions, which are of no use here.
    """
    mac = hmac.new(secret, step.to_bytes(8, "big"), "sha1").digest()
    place = mac[-1] & 15
    return f"{(int.from_bytes(mac[place : place + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """The step this code belongs to, now or next to now; None when it is wrong."""
    typed = "".join(code.split()).encode("utf-8", "replace")
    now = int(at.timestamp()) // STEP
    # All three are computed and compared: the time taken does not tell which one was near.
    found = [now + by for by in _AROUND if hmac.compare_digest(code_at(secret, now + by).encode(), typed)]
    return found[0] if found else None


def uri(secret: bytes, issuer: str, login: str) -> str:
    """What the QR code says (the key URI format that authenticator apps read)."""
    return f"otpauth://totp/{quote(issuer)}:{quote(login)}?secret={readable(secret)}&issuer={quote(issuer)}"


def readable(secret: bytes) -> str:
    """The secret for typing in by hand: base 32."""
    return b32encode(secret).decode().rstrip("=")


def shown_by_app(typed: str, at: datetime) -> str:
    """What an authenticator app shows that was given the readable secret: for the demo and for tests."""
    secret = b32decode(typed + "=" * (-len(typed) % 8))
    return code_at(secret, int(at.timestamp()) // STEP)
