"""The notices: which wait, what was sent, what came back; reminded at growing intervals until somebody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from giuloi.core.bilingual import Words
from giuloi.core.terms import ConsentState
from giuloi.promises.share.paper_number import NotNoted, paper_number
from giuloi.promises.share.stopping.rows import StopNotice
from giuloi.records.consents import ConsentNow
from giuloi.records.database import answering, durable

__all__ = ["NotNoted", "Stop", "about", "ended", "note_sent", "note_stopped", "notice", "overdue", "waiting"]
REMINDED = (
    timedelta(days=3),
    timedelta(days=10),
    timedelta(days=30),
)  # after each letter; the last again and again


@dataclass(frozen=True, slots=True)
class Stop:
    """One notice as it is shown: `again` says that the customer agreed anew meanwhile. Ids, no person."""

    id: int
    recipient: str
    purpose: str
    refused_at: datetime
    due_at: datetime | None
    times: int
    told_at: datetime | None
    stopped_at: datetime | None
    reference: str
    again: bool

    @property
    def key(self) -> str:
        """What the recipient quotes."""
        return f"{self.id:016x}"

    def late(self, now: datetime) -> bool:
        """Whether its hour has passed, for the letter or for the answer."""
        return self.due_at is not None and self.due_at < now


@answering()
def waiting(limit: int = 200) -> list[Stop]:
    """Those that nobody has confirmed, the most urgent first."""
    return _shown(list(StopNotice.objects.filter(stopped_at=None).order_by("due_at", "id")[:limit]))


@answering()
def ended(limit: int = 50) -> list[Stop]:
    """Those that a recipient confirmed, the newest first."""
    return _shown(list(StopNotice.objects.exclude(stopped_at=None).order_by("-stopped_at", "id")[:limit]))


@answering()
def notice(number: int) -> Stop | None:
    """One of them; None where there is none, or its person was erased."""
    found = _shown(list(StopNotice.objects.filter(id=number)))
    return found[0] if found else None


@answering()
def about(subject: int) -> Mapping[str, Sequence[Stop]]:
    """recipient → the notices about this person, the newest first: for their own page."""
    found: dict[str, list[Stop]] = {}
    for one in _shown(list(StopNotice.objects.filter(subject_id=subject).order_by("-refused_at", "-id"))):
        found.setdefault(one.recipient, []).append(one)
    return MappingProxyType(found)


@answering()
def overdue(now: datetime) -> int:
    """How many were not sent, or not answered, in their time."""
    return StopNotice.objects.filter(stopped_at=None, due_at__lt=now).count()


def note_sent(number: int, at: datetime, actor: str) -> None:
    """The letter went out, for the first time or as a reminder. Raises NotNoted once it is confirmed or gone."""
    with durable():
        row = _open(number)
        row.times += 1
        row.told_at = row.told_at or at
        row.due_at = at + REMINDED[min(row.times, len(REMINDED)) - 1]
        row.actor = actor
        row.save()


def note_stopped(number: int, reference: str, at: datetime, actor: str) -> None:
    """The recipient confirmed that it stopped; `reference` is the number of the paper that says so.

    Raises NotNoted for what is no such number (it stands in clear, so it may hold nobody's), before a letter went out,
    and once it was confirmed.
    """
    confirmed = paper_number(reference)
    with durable():
        row = _open(number)
        if row.told_at is None:
            raise NotNoted(_NOT_SENT)
        row.stopped_at, row.reference, row.due_at, row.actor = at, confirmed, None, actor
        row.save()


def _open(number: int) -> StopNotice:
    row = StopNotice.objects.select_for_update().filter(id=number).first()
    if row is None:
        raise NotNoted(_GONE)
    if row.stopped_at is not None:
        raise NotNoted(_ALREADY)
    return row


def _shown(found: Sequence[StopNotice]) -> list[Stop]:
    given = set(
        ConsentNow.objects.filter(
            subject_id__in=[one.subject_id for one in found], state=ConsentState.GIVEN.value
        ).values_list("subject_id", "purpose", "channel", "recipient")
    )
    return [_stop(one, given) for one in found]


def _stop(one: StopNotice, given: set[tuple[int, str, str, str]]) -> Stop:
    again = any((one.subject_id, one.purpose, one.channel, name) in given for name in ("", one.recipient))
    return Stop(
        *(one.id, one.recipient, one.purpose, one.refused_at, one.due_at, one.times, one.told_at),
        *(one.stopped_at, one.reference, again),
    )


_NOT_SENT = Words(
    "Hãy ghi rằng thư đã gửi trước, rồi mới ghi trả lời.",
    "Note first that the letter was sent, then the answer to it.",
)
_ALREADY = Words(
    "Bên nhận đã xác nhận trước đó; không đổi gì.", "The recipient had confirmed before; nothing was changed."
)
_GONE = Words(
    "Thông báo này không còn: khách đã được xóa, và bên nhận được báo về việc xóa.",
    "This notice is gone: the customer was erased, and the recipient is told of the erasure.",
)
