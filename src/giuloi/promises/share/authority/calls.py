"""The call back: to a number that stood in the register before the request came, by somebody, with its result."""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.promises.share.authority.moving import file_row, move, note, stopped
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.register import numbers_of
from giuloi.promises.share.authority.rows import AuthorityCall, AuthorityFile, AuthorityNumber
from giuloi.promises.share.authority.steps import Action, NotThisStep, verifies
from giuloi.promises.share.authority.who import actor_of
from giuloi.promises.share.authority.words import Called
from giuloi.records.database import answering, durable

_STEP = {Called.CONFIRMED: Action.CONFIRM, Called.DENIED: Action.DENY, Called.NO_ANSWER: Action.NO_ANSWER}


def numbers_to_call(row: AuthorityFile, at: datetime) -> list[AuthorityNumber]:
    """The numbers that verify this file: of its unit, in force, entered before the request arrived."""
    return [
        one for one in numbers_of(row.unit_id) if verifies(one.entered_at, one.ended_at, row.received_at, at)
    ]


def called_back(file: int, number: int, result: Called, staff: int, at: datetime) -> None:
    """Note a call back. Raises NotTaken for a number that verifies nothing here, NotThisStep, Changed, NotTheirs."""
    row = file_row(file)
    if number not in {one.id for one in numbers_to_call(row, at)}:
        with durable():
            note(file, "stopped", at, actor_of(staff), "number")
        raise NotTaken("number", _NOT_THIS_NUMBER)
    entered_by = next(one.entered_by for one in numbers_of(row.unit_id) if one.id == number)
    if result is Called.CONFIRMED and _same(actor_of(staff), entered_by):
        # Who may enter the number of a friend, and then confirm the friend's letter on it, verifies nothing.
        with durable():
            note(file, "stopped", at, actor_of(staff), "number")
        raise NotTaken("number", _OWN_NUMBER)
    verified_at = at if result is Called.CONFIRMED else row.verified_at
    try:
        with durable():
            move(row, _STEP[result], staff, at, about=result.value, verified_at=verified_at)
            AuthorityCall.objects.create(
                file_id=file, number_id=number, staff_id=staff, at=at, result=result.value
            )
    except NotThisStep as error:
        stopped(file, staff, at, error)
        raise


def _same(one: str, other: str) -> bool:
    """Whether two pseudonyms are one person's: another role changes the beginning and never the end."""
    return one.rpartition("/")[2] == other.rpartition("/")[2]


@answering()
def calls_of(file: int) -> list[AuthorityCall]:
    """Every call back of a file, oldest first."""
    return list(AuthorityCall.objects.select_related("number").filter(file_id=file).order_by("at", "id"))


_OWN_NUMBER = Words(
    "Chính bạn đã nhập số này vào sổ: đồng nghiệp khác phải gọi lại để xác minh.",
    "You entered this number in the register yourself: a colleague must call back to verify.",
)
_NOT_THIS_NUMBER = Words(
    "Chỉ gọi số của đơn vị này đã có trong sổ từ trước khi yêu cầu đến. Số ghi trên văn bản, hoặc mới nhập sau đó, "
    "không xác minh được gì.",
    "Only a number of this unit that stood in the register before the request came. A number on the letter itself, or "
    "one entered afterwards, verifies nothing.",
)
