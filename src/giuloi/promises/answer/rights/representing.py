"""A right asked for somebody under age by their representative: who, as what, and which proof a colleague saw.

The name is sealed; of the proof only its kind is noted and nothing is copied (Law 91/2025 art. 24). A second
colleague checks it before anything is carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.terms import SubjectState
from giuloi.promises.answer import messages
from giuloi.promises.answer.rights.rows import RepresentativeRow, RightRow
from giuloi.promises.answer.rights.stages import NotNow, now_valid
from giuloi.records.cases import widen
from giuloi.records.credentials import Staff
from giuloi.records.database import answering, durable
from giuloi.records.request_kinds import OPEN, RIGHTS_KINDS, Happened
from giuloi.records.request_steps import note_step
from giuloi.records.requests import CustomerRequest
from giuloi.records.subjects import standing_of

RELATIONS: Mapping[str, Words] = MappingProxyType(
    {"parent": Words("cha hoặc mẹ", "parent"), "guardian": Words("người giám hộ", "guardian")}
)
PROOFS: Mapping[str, Words] = MappingProxyType(
    {
        "birth_certificate": Words("giấy khai sinh", "birth certificate"),
        "guardianship": Words("quyết định giám hộ", "decision on guardianship"),
        "residence": Words("thông tin cư trú", "record of residence"),
    }
)


def note_representative(request: int, who: str, relation: str, proof: str, at: datetime, actor: str) -> None:
    """A colleague writes down who asks for a minor, having seen the proof; nothing runs until it is checked. Durable.

    Raises NotNow for a word that is none of RELATIONS or PROOFS, an empty name, and somebody who is of age.
    """
    if relation not in RELATIONS or proof not in PROOFS or not who.strip():
        raise NotNow(_INCOMPLETE)
    with durable():
        asked = _open(request)
        found = standing_of(asked.subject_id) if asked.subject_id is not None else None
        if found is None or not found[1] & SubjectState.MINOR:
            raise NotNow(_OF_AGE)
        kept = messages.note(request, who.strip(), at, actor)
        RepresentativeRow.objects.update_or_create(
            request_id=request,
            defaults={
                **{"relation": relation, "proof": proof, "message": kept, "noted_by": actor, "noted_at": at},
                **{"checked_by": "", "checked_at": None},
            },
        )
        RightRow.objects.filter(request_id=request).update(valid_at=None, due_at=None)


def check_representative(request: int, at: datetime, actor: str) -> bool:
    """A second colleague confirms it: the request is valid from now on. Durable; False if it was confirmed before.

    Raises NotNow for whoever wrote it down and for anybody who does not work here.
    """
    with durable():
        asked = _open(request)
        row = RepresentativeRow.objects.select_for_update().filter(request_id=request).first()
        if row is None or row.checked_at is not None:
            return False
        if actor in (row.noted_by, asked.actor) or not _works_here(actor):
            raise NotNow(_ANOTHER)
        row.checked_by, row.checked_at = actor, at
        row.save()
        if asked.case_id is not None:
            widen(asked.case_id, asked.record_id)
        now_valid(request, at)
        note_step(request, Happened.PROVEN_SEEN, at, actor)
    return True


@answering()
def representative_of(request: int) -> RepresentativeRow | None:
    """Who asks for somebody under age; None where nobody was noted."""
    return RepresentativeRow.objects.filter(request_id=request).first()


def waits_for_check(request: int) -> bool:
    """Whether a representative was noted whom nobody checked yet: nothing is carried out before."""
    return RepresentativeRow.objects.filter(request_id=request, checked_at=None).exists()


def _open(request: int) -> CustomerRequest:
    row = CustomerRequest.objects.select_for_update().filter(id=request, state__in=OPEN).first()
    if row is None or row.kind not in RIGHTS_KINDS:
        raise NotNow(_ENDED)
    return row


def _works_here(actor: str) -> bool:
    return Staff.objects.filter(pseudonym=actor, left_at=None).exists()


_INCOMPLETE = Words(
    "Hãy ghi người đại diện là ai, quan hệ thế nào và đã xem giấy tờ gì.",
    "Say who the representative is, how they are related, and which proof was seen.",
)
_OF_AGE = Words(
    "Khách này không phải người chưa đủ tuổi theo thông tin đang giữ.",
    "By what we hold this customer is not under age.",
)
_ANOTHER = Words(
    "Người ghi không tự xác nhận được: cần một đồng nghiệp khác.",
    "Who wrote it down cannot confirm it: another colleague does.",
)
_ENDED = Words("Yêu cầu đã kết thúc, hoặc không phải quyền về dữ liệu.", "It has ended, or is no data right.")
