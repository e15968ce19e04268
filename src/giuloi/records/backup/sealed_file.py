"""One backup as a sealed stream: AES-256-GCM in chunks, so that neither memory nor a second file grows with it.

::

    "giuloi/backup/1\n"
    length (1 byte), the file's own key, wrapped; what the backup says of itself is bound into the wrap
    for each chunk: length (4 bytes, big-endian), nonce (12), ciphertext, tag (16)

Each chunk is bound to its number and to whether it is the last: a file that was cut off, also between two chunks,
or whose chunks were moved, does not open (the STREAM construction; Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from giuloi.core.crypto.keys import new_key
from giuloi.core.crypto.primitives import NONCE, OVERHEAD, Aead, joined, undecryptable
from giuloi.core.terms import Undecryptable

MAGIC = b"giuloi/backup/1\n"
CHUNK = 1 << 20
Wrap = Callable[[bytes], bytes]


def write_sealed(out: BinaryIO, parts: Iterable[bytes], wrap: Wrap) -> int:
    """Seal all of `parts`; `wrap` puts the file's own key under the one above. Returns how many bytes went in."""
    key = new_key()
    wrapped, aead = wrap(key), Aead(key)
    out.write(MAGIC + bytes([len(wrapped)]) + wrapped)
    total, number, held = 0, 0, b""
    for chunk in _chunks(parts):
        if number:  # the newest is held back until it is known whether it is the last
            _put(out, aead, held, number - 1, last=False)
        held, number, total = chunk, number + 1, total + len(chunk)
    _put(out, aead, held, max(number - 1, 0), last=True)
    return total


def read_sealed(source: BinaryIO, unwrap: Wrap) -> Iterator[bytes]:
    """What went in, a chunk at a time; raises Undecryptable at the first thing that is not as it was written."""
    if source.read(len(MAGIC)) != MAGIC:
        raise undecryptable()
    aead = Aead(unwrap(_exactly(source, _exactly(source, 1)[0])))
    number, length = 0, source.read(4)
    while True:
        sealed = _exactly(source, _length(length))
        length = source.read(4)
        aad = joined("giuloi/v1/backup", number, int(not length))
        yield aead.open(sealed[:NONCE], sealed[NONCE:], aad)
        if not length:
            return
        number += 1


def _length(raw: bytes) -> int:
    length = int.from_bytes(raw, "big")
    if len(raw) != 4 or not OVERHEAD <= length <= CHUNK + OVERHEAD:
        raise undecryptable()
    return length


def _exactly(source: BinaryIO, size: int) -> bytes:
    found = source.read(size)
    if len(found) != size:
        raise Undecryptable("the backup is cut off")
    return found


def _put(out: BinaryIO, aead: Aead, chunk: bytes, number: int, *, last: bool) -> None:
    sealed = aead.seal(chunk, joined("giuloi/v1/backup", number, int(last)))
    out.write(len(sealed).to_bytes(4, "big") + sealed)


def _chunks(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut to chunks of one size."""
    held = bytearray()
    for part in parts:
        held += part
        while len(held) >= CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    if held:
        yield bytes(held)
