"""The ZIP of a copy, written as it is sent: at no time does more of it exist than what is on its way."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from giuloi.core.deadline import VIETNAM
from giuloi.core.terms import Unavailable
from giuloi.promises.answer.copies.contents import Contents, Row, file_of
from giuloi.promises.answer.copies.page import pieces
from giuloi.promises.answer.copies.tables import table

FORMAT = "giuloi-copy/v1"
_TABLES = ("orders", "messages", "others", "consents", "requests", "uses", "corrections")


class _Outgoing(io.RawIOBase):
    """What ZipFile writes into; it cannot go back (APPNOTE 4.4.4 bit 3), so each piece can leave at once."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._waiting.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """What was written since."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


@dataclass(frozen=True, slots=True)
class Archive:
    """All that goes into one ZIP."""

    subject: int
    held: Contents
    bundle: bytes
    at: datetime

    def chunks(self) -> Iterator[bytes]:
        """The ZIP, in pieces."""
        out = _Outgoing()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name, parts in self._entries():
                with archive.open(self._info(name), "w") as entry:
                    for part in parts:
                        entry.write(part)
                        if piece := out.take():
                            yield piece
                yield out.take()
        yield out.take()

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self.at.astimezone(VIETNAM).timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        return info

    def _entries(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        yield "index.html", (part.encode() for part in pieces(self.held, self.at))
        yield "data.json", self._json()
        yield "tables/person.csv", [table([self.held.person])]
        for name in _TABLES:
            yield f"tables/{name}.csv", [table(_without_receipts(getattr(self.held, name)))]
        yield "ledger/bundle.json", [self.bundle]
        yield from self._files()

    def _json(self) -> Iterator[bytes]:
        head = {
            "format": FORMAT,
            "at": self.at.isoformat(timespec="seconds"),
            "policy": self.held.policy.hash,
        }
        yield json.dumps({**head, "whole": self.held.whole, "person": self.held.person}, ensure_ascii=False)[
            :-1
        ].encode()
        for name in _TABLES:
            yield f',\n"{name}": ['.encode()
            for place, row in enumerate(getattr(self.held, name)):
                yield (",\n" * bool(place) + json.dumps(row, ensure_ascii=False)).encode()
            yield b"]"
        yield b"}\n"

    def _files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Each attached file is opened when its turn comes, and forgotten before the next."""
        for place, record in enumerate(self.held.files, start=1):
            try:
                opened = file_of(self.subject, record, self.at)
            except Unavailable:
                opened = None
            if opened is None:
                yield f"files/{place:03d}.txt", [_NOT_OPENED.encode()]
            else:
                yield f"files/{place:03d}-{_safe(opened.name)}", [opened.content]


def _without_receipts(rows: list[Row]) -> list[Row]:
    return [{name: value for name, value in row.items() if name != "receipt"} for row in rows]


def _safe(name: str) -> str:
    """A name that stays within its folder, whoever gave it."""
    plain = "".join(one for one in name if one.isalnum() or one in " ._-()").strip(" .")
    return plain[-80:] or "file"


_NOT_OPENED = (
    "Tệp này không mở được lúc sao. Xin báo cho cửa hàng.\nThis file did not open. Please tell the shop.\n"
)
