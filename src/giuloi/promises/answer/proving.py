"""Whose request it is, where a clerk wrote it down: a right over data opens its own words only until that is sure.

Nobody opens somebody's data by writing a request down in their name: it takes the customer, who asks for the same
signed in, or a second colleague, who is named in the timeline (IV.1, IV.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.promises.answer.rights import stages
from giuloi.records.cases import is_narrow, widen
from giuloi.records.credentials import Staff
from giuloi.records.database import durable
from giuloi.records.request_kinds import Happened
from giuloi.records.request_steps import note_step
from giuloi.records.requests import OPEN, CustomerRequest

HOW: Mapping[str, Happened] = MappingProxyType({"code": Happened.PROVEN_CODE, "seen": Happened.PROVEN_SEEN})


class NotProven(GiuloiError):
    """This does not establish who asked; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def is_unproven(case: int | None) -> bool:
    """Whether a request's case opens its own words only, because nobody established yet who asked."""
    return case is not None and is_narrow(case)


def prove_identity(request: int, at: datetime, actor: str, how: str) -> bool:
    """A colleague confirms that the customer asked, `how` (HOW): its case opens what it is for. Durable.

    False if it has ended, or was established before. Raises NotProven for whoever wrote it down, and for anybody
    who does not work here.
    """
    if how not in HOW:
        raise NotProven(_HOW)
    with durable():
        row = CustomerRequest.objects.select_for_update().filter(id=request, state__in=OPEN).first()
        if row is None or row.case_id is None:
            return False
        if actor == row.actor or not Staff.objects.filter(pseudonym=actor, left_at=None).exists():
            raise NotProven(_ANOTHER)
        if not widen(row.case_id, row.record_id) and not (how == "code" and stages.lacks_channel(request)):
            return False
        note_step(request, HOW[how], at, actor)
        stages.now_valid(request, at, stepped=how == "code")
    return True


_HOW = Words("Hãy chọn cách đã xác nhận.", "Choose how it was established.")
_ANOTHER = Words(
    "Người ghi yêu cầu không tự xác nhận được: cần một đồng nghiệp khác, hoặc khách gửi lại yêu cầu trên trang của "
    "tiệm.",
    "Who wrote it down cannot confirm it: another colleague does, or the customer asks for it on the shop's pages.",
)
