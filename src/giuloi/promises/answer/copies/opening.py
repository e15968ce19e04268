"""A copy is saved: opened through the gate at that moment, counted, with one line of its own in the ledger (VI.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F

from giuloi.core.bilingual import Words
from giuloi.promises.answer.copies.archive import Archive
from giuloi.promises.answer.copies.contents import NotCopied, contents_of
from giuloi.promises.answer.copies.rows import CopyRow
from giuloi.records.database import answering
from giuloi.records.requests import request_of
from giuloi.records.stopped import refuse_if_stopped
from giuloi.records.uses.bundle import NoSuchSubject, export_bundle


def open_copy(request: int, subject: int, at: datetime) -> Iterator[bytes]:
    """The ZIP of the copy offered for this request, in pieces. All but the attached files is opened before the first.

    Whoever calls this made sure that it is the customer, who proved it just now. Raises NotCopied (words for them):
    nobody else's, over, or frozen; Refused by the gate; Unavailable.
    """
    refuse_if_stopped()
    row = request_of(request)
    found = _offered(request)
    if row is None or found is None or row.subject_id != subject:
        raise NotCopied(_NONE)
    if at >= found.expires_at:
        raise NotCopied(_OVER)
    held = contents_of(subject, at, row.record_id)
    try:
        bundle = export_bundle(subject, at)
    except NoSuchSubject:
        raise NotCopied(_NONE) from None
    _count(found.id)
    return Archive(subject, held, bundle, at).chunks()


@answering()
def _offered(request: int) -> CopyRow | None:
    return CopyRow.objects.filter(request_id=request).first()


@answering()
def _count(copy: int) -> None:
    CopyRow.objects.filter(id=copy).update(opened=F("opened") + 1)


_NONE = Words("Không có bản sao này.", "There is no such copy.")
_OVER = Words(
    "Bản sao này đã hết hạn tải. Xin gửi yêu cầu mới: vài phút là có.",
    "This copy can no longer be saved. Please ask again: it takes a few minutes.",
)
