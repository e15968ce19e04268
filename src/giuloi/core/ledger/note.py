"""Signed notes (c2sp.org/signed-note): a text, a blank line, and who signed it.

    text, any lines
    <empty line>
    — <key name> base64(4-byte key id ‖ signature)

Ed25519 only (signature type 0x01). Base64 is read strictly: one value, one spelling.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from giuloi.core.signing import PUBLIC_BYTES, public_key, sign, verified
from giuloi.core.terms import BadEvidence

LARGEST_NOTE = 1_000_000  # bytes
MOST_SIGNATURES = 100  # the specification asks for 16 at least
_ED25519 = b"\x01"
_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+={0,2})")
_VKEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class MalformedNote(BadEvidence):
    """Bytes that are no signed note."""


class UnknownKey(BadEvidence):
    """A note that none of the known keys has signed."""


class BadSignature(BadEvidence):
    """A known key's signature that does not fit the text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under: what C2SP calls a vkey."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _is_name(self.name) or len(self.public) != PUBLIC_BYTES:
            raise BadEvidence(
                f"{self.name!r} is no key: a name has no spaces and no plus, a key {PUBLIC_BYTES} bytes"
            )

    @classmethod
    def of(cls, name: str, seed: bytes) -> VerifierKey:
        """The public half of a private seed."""
        return cls(name, public_key(seed))

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read "name+hexkeyid+base64(0x01‖key)"; raises BadEvidence, also when the id is another key's."""
        found = _VKEY.fullmatch(text)
        if found is None:
            raise BadEvidence(f"{text[:80]!r} is no verifier key: it looks like name+0123abcd+base64")
        key = from_base64(found[3])
        if key[:1] != _ED25519:
            raise BadEvidence(f"the key of {found[1]!r} is not Ed25519")
        parsed = cls(found[1], key[1:])
        if parsed.id.hex() != found[2]:
            raise BadEvidence(f"the key of {found[1]!r} does not have the id {found[2]}: it was copied wrong")
        return parsed

    @property
    def id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)[:4]: finds a key, proves nothing."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """What two people compare by eye or on the telephone: SHA-256 of the key, in groups of four."""
        digest = sha256(str(self).encode()).hexdigest()[:32]
        return " ".join(digest[start : start + 4] for start in range(0, 32, 4))

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(_ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, not verified."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read: nothing in it may be believed before `open_note`."""

    text: str
    signatures: tuple[Signature, ...]


def sign_note(text: str, name: str, seed: bytes) -> bytes:
    """The note with one signature. Raises MalformedNote for a text that no reader would accept."""
    if not text.endswith("\n") or _has_controls(text):
        raise MalformedNote("the text of a note ends with a newline and has no control characters")
    key = VerifierKey.of(name, seed)
    return f"{text}\n{_line(key, sign(seed, text.encode()))}".encode()


def cosign_note(note: bytes, name: str, seed: bytes) -> bytes:
    """The same note with one more signature at its end."""
    text = read_note(note).text
    return note + _line(VerifierKey.of(name, seed), sign(seed, text.encode())).encode()


def read_note(data: bytes) -> Note:
    """Take a note apart. Raises MalformedNote; verifies nothing."""
    if len(data) > LARGEST_NOTE:
        raise MalformedNote(f"a note has at most {LARGEST_NOTE} bytes, this has {len(data)}")
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise MalformedNote("a note is UTF-8") from None
    if _has_controls(whole):
        raise MalformedNote("a note has no control characters but the newline (no CRLF)")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise MalformedNote("a note is a text, an empty line, and lines of signatures")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise MalformedNote(f"a note has at most {MOST_SIGNATURES} signatures, this has {len(signatures)}")
    return Note(text + "\n", tuple(_signature(line) for line in signatures))


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> str:
    """The text, once a known key has signed it. Signatures of other keys are ignored, as specified.

    Raises MalformedNote, UnknownKey, or BadSignature when any known key's signature does not fit.
    """
    note = read_note(data)
    known = {(key.name, key.id): key for key in keys}
    # Each distinct line once: a hundred copies of one signature are one signature.
    lines = dict.fromkeys(note.signatures)
    by_known = [(known[one.name, one.key_id], one) for one in lines if (one.name, one.key_id) in known]
    if not by_known:
        raise UnknownKey("none of the known keys has signed this note")
    message = note.text.encode()
    for key, one in by_known:
        if not verified(key.public, message, one.signature):
            raise BadSignature(f"the signature of {key.name!r} does not fit this note")
    return note.text


def to_base64(raw: bytes) -> str:
    """RFC 4648 §4, with padding."""
    return b64encode(raw).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes of the one canonical spelling; raises MalformedNote for any other."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raise MalformedNote("not base64") from None
    if to_base64(raw) != text:
        raise MalformedNote("not canonical base64")
    return raw


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None or not _is_name(found[1]):
        raise MalformedNote("a signature line is: em dash, key name, base64")
    raw = from_base64(found[2])
    if len(raw) < 5:
        raise MalformedNote("a signature is a key id of 4 bytes and at least one more")
    return Signature(found[1], raw[:4], raw[4:])


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"— {key.name} {to_base64(key.id + signature)}\n"


def _is_name(name: str) -> bool:
    """Not empty, no Unicode spaces, no plus, no controls; and encodable."""
    return bool(name) and not re.search(r"[\s+\x00-\x1f\ud800-\udfff]", name)


def _has_controls(text: str) -> bool:
    """Whether there is an ASCII control character other than newline."""
    return re.search(r"[\x00-\x09\x0b-\x1f]", text) is not None
