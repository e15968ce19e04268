"""A consent receipt in a few words: what stands in the long one, for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
