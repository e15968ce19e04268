"""A consent receipt in a few words: what stands in the long one, for people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import typer

from giuloi.core.gate.words import chosen, purpose_by
from giuloi.core.terms import Channel
from giuloi.doors.cli.told import clock_time, spoken
from giuloi.doors.cli.tongue import say

_STATES = {
    "dpv:ConsentGiven": ("đồng ý", "given"),
    "dpv:ConsentRefused": ("từ chối", "refused"),
    "dpv:ConsentWithdrawn": ("rút lại", "withdrawn"),
    "dpv:ConsentRequested": ("đã hỏi", "asked"),
    "dpv:ConsentExpired": ("hết hạn", "expired"),
}


def short_form(signed: Mapping[str, Any]) -> str:
    """One line: number, state, purpose, channel, when, under which clause, beginning of the signature."""
    record = signed["dpv:hasRecordOfActivity"]
    status, process = record["dpv:hasConsentStatus"], record["dpv:hasProcess"]
    language = spoken()
    at = datetime.fromisoformat(status["dpv:isIndicatedAtTime"])
    parts = (
        say(f"Biên nhận số {signed['dct:identifier']}", f"Receipt no. {signed['dct:identifier']}"),
        f"{chosen(_STATES[status['@type']], language)}: "
        + purpose_by(process["dpv:hasPurpose"]["dct:title"], Channel(process["giuloi:channel"]), language),
        clock_time(at),
        say("mục", "clause") + f" {record['dpv:hasNotice']['giuloi:clause']}",
        say("chữ ký", "signed") + f" {signed['giuloi:proof']['signature'][:12]}…",
    )
    return " · ".join(parts)


class ReceiptFile:
    """The file that a receipt was asked to go to: made at once, never over another, removed if nothing came of it."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._written = path, False
        if path is None:
            return
        try:
            path.open("x").close()
        except OSError as error:
            raise typer.BadParameter(
                say(
                    f"{str(path)!r} không tạo được ({error.strerror}): hãy chọn một tệp mới",
                    f"{str(path)!r} cannot be made ({error.strerror}): name a new file",
                ),
                param_hint="--receipt",
            ) from None

    def write(self, signed: Mapping[str, Any]) -> None:
        """The whole receipt; says where it is."""
        if self._path is None:
            return
        self._path.write_text(json.dumps(signed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        self._written = True
        typer.echo(say(f"Biên nhận: {self._path}", f"receipt: {self._path}"))

    def __enter__(self) -> ReceiptFile:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._path is not None and not self._written:
            self._path.unlink(missing_ok=True)
