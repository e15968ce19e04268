"""A raw letter (RFC 5322) to what is kept of it, within bounds: whatever it holds, its text is kept.

The parser of the standard library with its older policy: that one hands headers over as they stand, and cannot be
made to fail or to work long by one of them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

import structlog

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.email.tangled import end_of_head, head, is_tangled
from giuloi.promises.use.inbound import headers
from giuloi.promises.use.inbound.charsets import text_of
from giuloi.promises.use.inbound.letter import Attachment, Inbound
from giuloi.promises.use.inbound.once import digest
from giuloi.promises.use.inbound.plain import plain_text
from giuloi.promises.use.inbound.proof import is_proven

MOST_BYTES = 25 << 20  # of a whole letter
MOST_FILES = 10
LARGEST_FILE = 4 << 20
LONGEST_TEXT = 100_000  # characters
_MOST_PARTS = 100
_DEEPEST = 10
_HTML = 300_000  # characters of HTML that are read
_BYTES = 4 * _HTML  # of one part that are decoded
_AS_IT_STANDS = 20_000  # bytes of what is not taken apart
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_KIND = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")


def read(raw: bytes) -> Inbound:
    """Never raises for what a letter holds: one that cannot be read is kept as it stands, from nobody known."""
    try:
        return _read(raw)
    # Broad on purpose: a letter that made this raise would come again for ever, and be answered never.
    except Exception as error:
        structlog.get_logger().warning("letter_not_read", exception=type(error).__name__)
        return _as_it_stands(raw)


def _as_it_stands(raw: bytes) -> Inbound:
    return Inbound(
        channel=Channel.EMAIL,
        sender=Secret(""),
        subject=Secret(""),
        text=Secret(_clean(raw[:_AS_IT_STANDS].decode("utf-8", "replace"))),
        attachments=(),
        digest=digest(raw),
        token=None,
        replies_to=(),
        proven=False,
        left_out=_left_out([_UNREADABLE], cut=False),
    )


def _read(raw: bytes) -> Inbound:
    plain = len(raw) > MOST_BYTES or is_tangled(raw)
    letter = _head_alone(raw) if plain else message_from_bytes(raw, policy=compat32)
    text, files, left = _head_text(raw) if plain else _parts(letter)
    sender = headers.sender_of(letter)
    return Inbound(
        channel=Channel.EMAIL,
        sender=Secret(sender),
        subject=Secret(headers.decoded(headers.first_of(letter, "Subject"))[:300]),
        text=Secret(text[:LONGEST_TEXT]),
        attachments=tuple(files),
        digest=digest(_named(letter, raw)),
        token=headers.token_of(letter),
        replies_to=headers.replies_to(letter),
        proven=is_proven(letter, sender),
        left_out=_left_out(left or ([_TOO_LARGE] if plain else []), cut=len(text) > LONGEST_TEXT),
        automatic=headers.is_automatic(letter),
    )


def _named(letter: Message, raw: bytes) -> bytes:
    """Its Message-ID with its sender, so that nobody can take another's letter away by using its id first."""
    name = headers.first_of(letter, "Message-ID").strip()
    return f"{name}\0{headers.first_of(letter, 'From')}".encode("utf-8", "replace") if name else raw


def _head_alone(raw: bytes) -> Message:
    return BytesHeaderParser(policy=compat32).parsebytes(head(raw))


def _head_text(raw: bytes) -> tuple[str, list[Attachment], list[Words]]:
    """Of a letter that is not taken apart: what begins it, as it stands."""
    body = raw[end_of_head(raw) or 0 :][:_AS_IT_STANDS]
    return _clean(body.decode("utf-8", "replace")), [], []


def _parts(letter: Message) -> tuple[str, list[Attachment], list[Words]]:
    plain: list[str] = []
    marked: list[str] = []
    files: list[Attachment] = []
    left: list[Words] = []
    for number, part in enumerate(_leaves(letter, 0)):
        if number >= _MOST_PARTS:
            left.append(_TOO_MANY_PARTS)
            break
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_file(part):
            (plain if kind == "text/plain" else marked).append(_text(part))
        elif why := _kept(part, kind, files):
            left.append(why)
    text = "\n\n".join(one for one in plain if one.strip())
    if not text:
        text = "\n\n".join(plain_text(one[:_HTML]) for one in marked)
    return _clean(text), files, left


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """The parts that hold something; a letter in a letter is one of them, and is not looked into."""
    inside = part.get_payload()
    if not isinstance(inside, list) or part.get_content_maintype() == "message":
        yield part
    elif depth < _DEEPEST:
        for one in inside:
            if isinstance(one, Message):
                yield from _leaves(one, depth + 1)


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):  # a broken RFC 2231 encoding
        return "?"
    return headers.decoded(name).replace("\\", "/").rpartition("/")[2][:100]


def _kept(part: Message, kind: str, files: list[Attachment]) -> Words | None:
    """Keep a file; what is said when it is not."""
    content = _content(part)
    name = _name(part)
    if not content and not name:
        return None
    if len(files) >= MOST_FILES:
        return _TOO_MANY
    if len(content) > LARGEST_FILE:
        return _FILE_TOO_LARGE
    files.append(
        Attachment(
            Secret(name or "-"),
            kind if _KIND.fullmatch(kind) else "application/octet-stream",
            len(content),
            Secret(base64.b64encode(content).decode("ascii")),
        )
    )
    return None


def _content(part: Message) -> bytes:
    if part.get_content_maintype() == "message":
        return _letters_in(part)
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _letters_in(part: Message) -> bytes:
    """A letter in a letter, written out again."""
    inside = part.get_payload()
    try:
        return b"\n".join(one.as_bytes() for one in inside if isinstance(one, Message))
    # Broad on purpose: a letter that cannot be written out is broken, which is its sender's doing.
    except Exception:
        return b""


def _text(part: Message) -> str:
    """Its charset as it is written: what undoes RFC 2231 would decode the name itself by whatever codec it says."""
    named = part.get_param("charset")
    return text_of(_content(part), named if isinstance(named, str) else "utf-8", _BYTES)


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


_TOO_LARGE = Words(
    "thư quá lớn hoặc quá rối, mọi tệp đính kèm", "the letter is too large or too tangled: every file"
)
_UNREADABLE = Words("thư không đọc được, mọi tệp đính kèm", "the letter is broken: every file")
_TOO_MANY = Words(f"tệp sau tệp thứ {MOST_FILES}", f"files after the first {MOST_FILES}")
_TOO_MANY_PARTS = Words("những phần sau phần thứ một trăm", "parts after the hundredth")
_FILE_TOO_LARGE = Words("tệp lớn hơn 4 MB", "files larger than 4 MB")
_REST = Words("phần cuối của thư quá dài", "the end of a letter that is too long")


def _left_out(left: list[Words], *, cut: bool) -> Words | None:
    """One sentence with the reasons, each once."""
    why = list(dict.fromkeys([*left, *([_REST] if cut else [])]))
    if not why:
        return None
    return Words(
        f"Không giữ lại được: {'; '.join(one.vi for one in why)}. Phần chữ của thư đã được nhận.",
        f"Not kept: {'; '.join(one.en for one in why)}. The text of the letter has been received.",
    )
