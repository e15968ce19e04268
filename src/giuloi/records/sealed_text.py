"""What the shop writes about an attack, sealed: under a key of the key store, each text to its place.

It is about no customer; but who reads a stolen database must not read how the shop was broken into, nor whom it
suspects. Texts are padded, so that a length tells nothing. Opened for colleagues whose page asks for it.
"""

from __future__ import annotations

from giuloi.core.crypto.primitives import KEY, NONCE, Aead, hkdf_sha512, joined, undecryptable
from giuloi.records.keyring import keyring

NAME = "incidents"  # of the key in the key store
_DOMAIN = "giuloi/v1/incidents"
_PAD = 256

Part = bytes | str | int


def seal_text(text: str, *place: Part) -> bytes:
    """The text, sealed for its place (of which file, what it is, its number)."""
    raw = text.encode()
    padded = len(raw).to_bytes(4, "big") + raw + bytes(-(len(raw) + 4) % _PAD)
    return Aead(key("seal")).seal(padded, joined(_DOMAIN, *place))


def open_text(sealed: bytes, *place: Part) -> str:
    """The text again; raises Undecryptable at any other place, and for one that was altered."""
    if len(sealed) <= NONCE:
        raise undecryptable()
    padded = Aead(key("seal")).open(sealed[:NONCE], sealed[NONCE:], joined(_DOMAIN, *place))
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")].decode()


def key(use: str) -> bytes:
    """One key in the store, one derived key a use: what seals never signs a chain."""
    return hkdf_sha512(keyring().own_secret(NAME), b"", joined(_DOMAIN, use), KEY)
