"""A right over data on its request's page: its stages, both clocks, how far software is, and the grounds there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.time_left import time_left
from giuloi.promises.answer.inbox import Row
from giuloi.promises.answer.rights import representing, stages
from giuloi.promises.answer.rights.grounds import grounds_for
from giuloi.promises.answer.rights.page import stages_of
from giuloi.promises.answer.rights.reasons import REASONS
from giuloi.promises.keep.erasure import beginning
from giuloi.records.corrections import pairs_of
from giuloi.records.request_kinds import GROUNDS, RIGHTS_KINDS


@dataclass(frozen=True, slots=True)
class _Ground:
    """A ground as it is offered: its word, its sentence, and the law."""

    word: str
    words: Words
    cite: str


def block_of(row: Row, actor: str) -> dict[str, Any]:
    """What the block shows; empty for what is no right over data."""
    at = datetime.now(UTC)
    right, now = stages.right_of(row.id), stages.deadlines_of(row.id, at)
    if row.kind not in RIGHTS_KINDS or right is None or now is None:
        return {}
    erasure = beginning.of_request(row.id)
    return {
        "right": right,
        "clocks": now,
        "stages": stages_of(row.id),
        "law_answer": time_left(now.law_answer, at, row.answered_at or row.finished_at),
        "law_due": time_left(now.law_do, at, row.finished_at),
        "refusals": offered(row.kind),
        "reasons": REASONS,
        "erasure": erasure,
        "erasure_waits": erasure is not None and erasure.state.value == "cooling",
        "representative": representing.representative_of(row.id),
        "relations": representing.RELATIONS,
        "proofs": representing.PROOFS,
        "actor": actor,
        "pairs": pairs_of(row.id),
    }


def offered(kind: str) -> list[_Ground]:
    """The grounds of this kind that a colleague may choose: that it was taken back is the customer's to say."""
    return [
        _Ground(one.word, GROUNDS[one.word], one.cite)
        for one in grounds_for(kind)
        if one.word != "taken_back"
    ]
