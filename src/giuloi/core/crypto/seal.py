"""The envelope: the values of one row under its subject's data key, each cell bound to its place.

A row draws a salt; from the data key and that salt come its encryption key and a commitment to it::

    K_enc (32) ‖ K_com (32) = HKDF-SHA512(ikm = data key, salt = row salt (32),
                                          info = joined("giuloi/v1", suite, class))

AES-GCM alone does not commit to its key: one ciphertext can be made that opens, differently, under two. So
K_com is stored with the row and compared before anything is decrypted. A cell is::

    version (1)  suite (1)  key version (2)  nonce (12)  ciphertext  tag (16)

and its associated data is joined("giuloi/v1", subject, class, table, row, field bit, cell version,
key version, K_com), with `joined` of primitives. A row's cells are packed in one byte string, ascending by
bit, all numbers big-endian::

    field bit (1)  length (4)  cell        field bit (1)  length (4)  cell        …

The plaintext is its length (4), the text in UTF-8, and zeros up to 16, 32, 64, 128 … bytes: the size of a
cell tells a magnitude and no more. Which fields a row has is in clear, and a cell that was taken out is not
noticed here: the row's owner keeps its mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from giuloi.core.crypto import primitives
from giuloi.core.crypto.keys import MOST_KEY_VERSION
from giuloi.core.crypto.primitives import KEY, NONCE, TAG, undecryptable
from giuloi.core.terms import RetentionClass, Secret

DOMAIN = "giuloi/v1"
VERSION = 1  # of the cell's bytes
SUITE = 1  # AES-256-GCM with HKDF-SHA512
SALT = 32

_HEADER = Struct(">BBH")  # version, suite, key version
_ENTRY = Struct(f">BI{_HEADER.size}s{NONCE}s")  # field bit, length of the cell; header and nonce of the cell
_SHORT_ENTRY = Struct(">BI")
_BEFORE_CELL = _SHORT_ENTRY.size
_LENGTH = Struct(">I")
_LEAST_PADDED = 16
_LEAST_CELL = _HEADER.size + NONCE + _LEAST_PADDED + TAG

# What primitives.joined makes of a number, two numbers, and a commitment, without its loop: the hot path.
_NUMBER = Struct(">cIq")
_TAIL = Struct(f">cIqcIqcI{KEY}s")


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands. `subject` and `row` are the opaque ids; `key_version` says which data key."""

    subject: int
    klass: RetentionClass
    table: str
    row: int
    key_version: int


@dataclass(frozen=True, slots=True)
class SealedRow:
    """What is stored of a row: salt (32), commitment (32), packed cells. Nothing in it is secret."""

    salt: bytes
    commitment: bytes
    cells: bytes


def seal_row(data_key: bytes, place: RowPlace, values: Mapping[int, str]) -> SealedRow:
    """Seal these values, by field bit (0–255), under a salt and nonces of their own.

    Sealing again gives a wholly new row: a cell is never replaced inside one. Raises ValueError for a key of
    the wrong size, a key version or bit out of range, or text with half a surrogate pair.
    """
    if len(data_key) != KEY or not 0 <= place.key_version <= MOST_KEY_VERSION:
        raise ValueError("a data key has 32 bytes and its version fits two")
    salt = primitives.random_bytes(SALT)
    aead, commitment, header, head, tail = _row(data_key, salt, place)
    cells = bytearray()
    for bit, text in sorted(values.items()):
        if not 0 <= bit <= 255:
            raise ValueError(f"a field's bit is 0 to 255, not {bit}")
        cell = header + aead.seal(_pad(text), head + _NUMBER.pack(b"i", 8, bit) + tail)
        cells += _SHORT_ENTRY.pack(bit, len(cell)) + cell
    return SealedRow(salt, commitment, bytes(cells))


def open_row(data_key: bytes, place: RowPlace, sealed: SealedRow, mask: int) -> dict[int, Secret[str]]:
    """The values whose bits are in `mask` and that the row has; no other cell is decrypted.

    Raises Undecryptable, and nothing else, when the row was not sealed by this key at this place.
    """
    if len(data_key) != KEY or len(sealed.salt) != SALT or not 0 <= place.key_version <= MOST_KEY_VERSION:
        raise undecryptable()
    aead, commitment, header, head, tail = _row(data_key, sealed.salt, place)
    if not primitives.equal(commitment, sealed.commitment):
        raise undecryptable()
    opened = {}
    cells = sealed.cells
    for bit, end, found, nonce, body in _walk(cells):
        if mask >> bit & 1:
            if found != header:
                raise undecryptable()
            padded = aead.open(nonce, cells[body:end], head + _NUMBER.pack(b"i", 8, bit) + tail)
            opened[bit] = Secret(_unpad(padded))
    return opened


def bits_of(cells: bytes) -> int:
    """The mask of the fields that are sealed in these cells; it takes no key. Raises Undecryptable."""
    mask = 0
    for bit, *_ in _walk(cells):
        mask |= 1 << bit
    return mask


def _walk(cells: bytes) -> list[tuple[int, int, bytes, bytes, int]]:
    """Each cell's bit, end, header, nonce, and where its ciphertext begins.

    Raises Undecryptable unless the bits ascend and the lengths add up, whatever is asked for.
    """
    found = []
    at, size, last = 0, len(cells), -1
    while at < size:
        if size - at < _BEFORE_CELL + _LEAST_CELL:
            raise undecryptable()
        bit, length, header, nonce = _ENTRY.unpack_from(cells, at)
        body, at = at + _ENTRY.size, at + _BEFORE_CELL + length
        if bit <= last or length < _LEAST_CELL or at > size:
            raise undecryptable()
        found.append((bit, at, header, nonce, body))
        last = bit
    return found


def _row(data_key: bytes, salt: bytes, place: RowPlace) -> tuple[primitives.Aead, bytes, bytes, bytes, bytes]:
    """What a row's cells share: cipher, commitment, header, associated data before and after the bit."""
    info, before, between = _constant(place.klass, place.table)
    both = primitives.hkdf_sha512(data_key, salt, info, 2 * KEY)
    commitment = both[KEY:]
    version = place.key_version
    return (
        primitives.Aead(both[:KEY]),
        commitment,
        _HEADER.pack(VERSION, SUITE, version),
        before + _NUMBER.pack(b"i", 8, place.subject) + between + _NUMBER.pack(b"i", 8, place.row),
        _TAIL.pack(b"i", 8, VERSION, b"i", 8, version, b"b", KEY, commitment),
    )


@lru_cache(maxsize=64)
def _constant(klass: RetentionClass, table: str) -> tuple[bytes, bytes, bytes]:
    """What is the same for all rows of a class and table: HKDF's info, and two pieces of associated data."""
    name = str(klass)
    joined = primitives.joined
    return joined(DOMAIN, SUITE, name), joined(DOMAIN), joined(name, table)


def _pad(text: str) -> bytes:
    """Length, text, zeros."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raw = None
    if raw is None:  # raised out here, because the error above carries the whole text in it
        raise ValueError("the text to seal has half a surrogate pair, which UTF-8 cannot write")
    size = _LENGTH.size + len(raw)
    return (_LENGTH.pack(len(raw)) + raw).ljust(max(_LEAST_PADDED, 1 << (size - 1).bit_length()), b"\0")


def _unpad(padded: bytes) -> str:
    """The text of a padded plaintext; raises Undecryptable if `_pad` never made it."""
    end = _LENGTH.size + _LENGTH.unpack_from(padded)[0]
    if end <= len(padded):
        try:
            return str(padded[_LENGTH.size : end], "utf-8")
        except UnicodeDecodeError:
            pass
    raise undecryptable()  # raised out here, because the error above carries the opened bytes in it
