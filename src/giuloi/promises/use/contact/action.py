"""*Contact*: a clerk's reply, sealed and put in line in one transaction. It is sent by promises/use/sending.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, GiuloiError
from giuloi.promises.use.advertising import refuse_advertising
from giuloi.promises.use.cases.case import CareCase, care_case
from giuloi.promises.use.cases.messages import written
from giuloi.promises.use.contact.outgoing import Outgoing, queue
from giuloi.promises.use.contact.ways import FIELD_OF, way_of
from giuloi.records.credentials import hold_as_staff
from giuloi.records.database import durable, joined

LONGEST = 8000  # characters of a reply


class NotContacted(GiuloiError):
    """Nothing was written or sent; `why` and `remedy` are for the clerk."""

    def __init__(self, why: Words, remedy: Words | None = None, clause: str = "") -> None:
        super().__init__("not contacted")
        self.why, self.remedy, self.clause = why, remedy, clause


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that is in line: its message under the case, and the row by which it is sent."""

    message: int
    outgoing: int


def contact(case: int, channel: Channel, text: str, staff: int, at: datetime) -> Reply:
    """Write to the customer of an open case; durable on return, and sent as soon as the clock knocks.

    Raises NotContacted where the case, the policy or the customer's consent does not allow this channel,
    CarriesAdvertising for a text that offers something, UnknownActor for a clerk who left, Unavailable.
    """
    with durable():
        return put_in_line(case, channel, text, staff, at)


def put_in_line(case: int, channel: Channel, text: str, staff: int, at: datetime) -> Reply:
    """As `contact`, in the caller's transaction."""
    found = _allowed(case, channel, text, staff, at)
    with joined():
        actor = hold_as_staff(staff, found.purpose, case).actor
        message = written(case, text, at, channel=channel, by=actor)
        row = Outgoing(
            subject_id=found.subject,
            case_id=case,
            message=message,
            staff_id=staff,
            language=found.language,
            channel=channel.value,
            due_at=at,
            made_at=at,
        )
        return Reply(message, queue(row))


def _allowed(case: int, channel: Channel, text: str, staff: int, at: datetime) -> CareCase:
    """The case, if this text may go this way now. What changes until it leaves is looked at again when it does."""
    found = care_case(case)
    if found is None or not found.open:
        raise NotContacted(_CLOSED, _OPEN_ANOTHER)
    if channel is Channel.PHONE:
        raise NotContacted(_BY_VOICE)
    if channel not in FIELD_OF:
        raise NotContacted(_NO_WAY)
    if not text.strip() or len(text) > LONGEST:
        raise NotContacted(_LENGTH)
    refuse_advertising(text)
    way = way_of(found, channel, staff, at)
    if not way.allowed:
        raise NotContacted(way.why or _CLOSED, way.remedy, way.clause)
    return found


_CLOSED = Words("Vụ việc này đã đóng.", "This case is closed.")
_OPEN_ANOTHER = Words("Mở vụ việc mới rồi trả lời ở đó.", "Open a new case and answer there.")
_BY_VOICE = Words(
    "Gọi điện thì bấm “Hiện số để gọi”, rồi ghi lại cuộc gọi.",
    "To call, press “Show the number”, and note the call afterwards.",
)
_NO_WAY = Words("Không gửi tin bằng cách này được.", "Nothing is sent this way.")
_LENGTH = Words(f"Viết từ 1 đến {LONGEST} ký tự.", f"Write between 1 and {LONGEST} characters.")
