"""How shop platforms sign what they send: one strategy, a row of settings for each platform.

WooCommerce, Shopify, Haravan and Sapo sign alike (base64 of HMAC-SHA256 over the raw body) and differ in
the header; others differ in hash or encoding. The raw bytes are signed, never the parsed text: two texts
that parse alike are two deliveries.

Only the body is signed. The headers are not: whoever has one signed body may send it again under another
topic or webhook id, so a payload is checked against its topic, and taking it twice must change nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the check of a signature says. All but VALID get one and the same answer outside."""

    VALID = "valid"
    MISSING = "missing"
    MALFORMED = "malformed"
    WRONG = "wrong"


class Encoding(StrEnum):
    """How the signature's bytes are written in the header."""

    BASE64 = "base64"
    HEX = "hex"


@dataclass(frozen=True, slots=True)
class Signature:
    """How one platform signs: the header that carries it, the hash under the HMAC, the encoding."""

    header: str
    encoding: Encoding = Encoding.BASE64
    hash: str = "sha256"

    def check(self, headers: Mapping[str, str], body: bytes, secrets: Iterable[bytes]) -> Verdict:
        """Does one of the secrets (two while a shop changes it) sign exactly these bytes?"""
        written = headers.get(self.header)
        if not written:
            return Verdict.MISSING
        given = self._decoded(written)
        if given is None:
            return Verdict.MALFORMED
        # All secrets are tried and each comparison takes the same time: how long it takes tells nothing.
        matches = [hmac.compare_digest(given, self._mac(secret, body)) for secret in secrets]
        return Verdict.VALID if any(matches) else Verdict.WRONG

    def is_carried(self, headers: Mapping[str, str]) -> bool:
        """Do the headers carry what could be a signature? Asked before the body is read."""
        return bool(written := headers.get(self.header)) and self._decoded(written) is not None

    def sign(self, body: bytes, secret: bytes) -> str:
        """The header's value for these bytes, as the platform makes it: to test a connection with."""
        mac = self._mac(secret, body)
        return mac.hex() if self.encoding is Encoding.HEX else base64.b64encode(mac).decode("ascii")

    def _mac(self, secret: bytes, body: bytes) -> bytes:
        return hmac.digest(secret, body, self.hash)

    def _decoded(self, written: str) -> bytes | None:
        try:
            if self.encoding is Encoding.HEX:
                given = bytes.fromhex(written)
            else:
                given = base64.b64decode(written, validate=True)
        except (ValueError, binascii.Error):
            return None
        return given if len(given) == hashlib.new(self.hash).digest_size else None


def fingerprint(body: bytes, secret: bytes) -> bytes:
    """32 bytes that are equal for equal bodies: how a repeat is known without keeping the body.

    Keyed, since a plain hash would let whoever copies the database try out names and phone numbers; and the
    label keeps it apart from the signature, which travels outside.
    """
    return hmac.digest(secret, b"giuloi/v1 delivery\0" + hashlib.sha256(body).digest(), "sha256")
