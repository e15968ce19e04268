"""What an operator writes, against what there is: a word of a closed list, a day, an id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import typer

from giuloi.core.fields import FIELDS
from giuloi.core.normal import normalized
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.tongue import say


class NotThere(GiuloiError):
    """What the operator named is not there; the message says how to find out what is."""


def one_of(option: str, given: str, known: Iterable[Any]) -> str:
    """`given`, if it is a word of the list; anything else is a wrong use that shows the list."""
    words = [str(word) for word in known if str(word)]
    if given in words:
        return given
    raise typer.BadParameter(f"{given!r}: {' | '.join(words)}", param_hint=option)


def role_of(given: str, policy: Policy) -> str:
    """A role that can be given to somebody: the customer's own and our software's cannot."""
    return one_of("--role", given, [role for role in policy.roles if role not in OWN_ROLES])


def field_of(given: str) -> str:
    """A field by its name, or by what it is called in either language; else a wrong use that lists them all."""
    said = normalized("NFC", given).casefold()
    for field in FIELDS:
        if said in (field.name, field.name.replace("_", " "), field.vi.casefold(), field.en.casefold()):
            return field.name
    known = " | ".join(f"{field.name} ({say(field.vi, field.en)})" for field in FIELDS)
    raise typer.BadParameter(f"{given!r}: {known}", param_hint="--field")


def customer(whose: int) -> int:
    """The customer of this id, or the one that the case of this id is about. Raises NotThere."""
    from giuloi.records.cases import find_case
    from giuloi.records.subjects import standing_of

    if standing_of(whose) is not None:
        return whose
    case = find_case(whose)
    if case is None or case.subject is None:
        raise NotThere(
            say(
                f"{whose} không phải khách hàng hay vụ việc nào",
                f"{whose} is no customer and no customer's case",
            )
        )
    return case.subject


def end_of(day: datetime) -> datetime:
    """The end of a day in Viet Nam, as an instant; raises BadParameter when it is over already."""
    end = day.replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(days=1)
    if end <= datetime.now(UTC):
        raise typer.BadParameter(
            say("ngày này đã qua: hãy chọn một ngày sau hôm nay", "this day is over: choose a later one"),
            param_hint="--expires",
        )
    return end
