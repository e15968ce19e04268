"""Papers that belong to a file of the shop rather than to one person: sealed as bytes, never in clear on any disk.

A letter names people before anybody knows who they are, so no person's own key can seal it. Each file has a key of
its own in the key store, under the root; a paper is bound to its file and its place in it.
"""

from __future__ import annotations

from giuloi.core.crypto.primitives import NONCE, Aead, joined
from giuloi.records.keyring import keyring

LONGEST = 10_000_000  # bytes of one paper


def seal_paper(file: str, place: int, content: bytes) -> bytes:
    """The paper's bytes, sealed for this file and place. Raises ValueError for more than LONGEST bytes."""
    if len(content) > LONGEST:
        raise ValueError(f"a paper has at most {LONGEST} bytes")
    return _aead(file).seal(content, _place(file, place))


def open_paper(file: str, place: int, sealed: bytes) -> bytes:
    """The paper again; raises Undecryptable at any other file or place, or once it was altered."""
    return _aead(file).open(sealed[:NONCE], sealed[NONCE:], _place(file, place))


def _aead(file: str) -> Aead:
    # One key a file, drawn by the key store when it is first asked for; 2^32 papers would be too many for it.
    return Aead(keyring().own_secret(f"paper/{file}"))


def _place(file: str, place: int) -> bytes:
    return joined("giuloi/v1/paper", file, place)
