"""The stages of a right in their order, each with its time, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.answer.rights.stages import right_of
from giuloi.records.request_kinds import STATE_WORDS, RequestState
from giuloi.records.requests import ENDS, request_of


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `at` is None while it has not been reached."""

    words: Words
    at: datetime | None


def stages_of(request: int) -> list[Stage]:
    """Received, valid (it is known who asked), answered, carried out or refused; empty for what is no right."""
    row, right = request_of(request), right_of(request)
    if row is None or right is None:
        return []
    state = RequestState(row.state)
    last = STATE_WORDS[state] if state in ENDS else _DONE
    return [
        Stage(_RECEIVED, row.received_at),
        Stage(_VALID, right.valid_at),
        Stage(_ANSWERED, row.answered_at or row.finished_at),
        Stage(last, row.finished_at),
    ]


_RECEIVED = Words("đã nhận", "received")
_VALID = Words("đã rõ ai yêu cầu, hợp lệ", "known who asks, valid")
_ANSWERED = Words("đã trả lời", "answered")
_DONE = Words("thực hiện xong", "carried out")
