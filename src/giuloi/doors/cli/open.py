"""`giuloi open`: look at what a case needs, through the gate like everybody, with a leaf in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, Unavailable
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, field_of, one_of
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.records.cases import Found

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    name="open",
    help=say(
        "Mở thông tin mà một vụ việc cần; mỗi lần, được hay không, đều ghi vào sổ.",
        "Open what a case needs; each time, allowed or refused, goes into the ledger.",
    ),
)
def open_for_case(
    case: Annotated[int, typer.Argument(help=say("vụ việc, xem `giuloi orders`", "see `giuloi orders`"))],
    staff: Annotated[int, typer.Option(help=say("ai mở, xem `giuloi staff list`", "who looks"))],
    field: Annotated[list[str], typer.Option(help=say("thông tin (nhiều lần được)", "may be repeated"))],
    purpose: Annotated[str, typer.Option(help=say("mặc định: theo vụ việc", "default: the case's"))] = "",
    channel: Annotated[str, typer.Option(help=" | ".join(Channel))] = Channel.IN_HOUSE.value,
    subject: Annotated[int, typer.Option(help=say("khách nào, nếu vụ việc là cho mọi người", "whose"))] = 0,
) -> None:
    """Exit 0 when it was opened, 1 when it was refused."""
    records_ready.set_up()
    from giuloi.records.credentials import UnknownActor, hold_as_staff
    from giuloi.records.facts import Ask
    from giuloi.records.published import current
    from giuloi.records.reveal import reveal
    from giuloi.records.uses.sequencer import integrate

    found = _case(case)
    whose = subject or found.subject
    if whose is None:
        raise NotThere(
            say("vụ việc này là cho mọi người: ghi --subject", "this case is everybody's: say --subject")
        )
    try:
        holding = hold_as_staff(staff, _purpose(purpose, found.kind, current().policy), case)
    except UnknownActor:
        raise NotThere(
            say(
                f"không có nhân viên {staff}: xem `giuloi staff list`",
                f"no staff {staff}: see `giuloi staff list`",
            )
        ) from None
    names = [field_of(name) for name in field]
    by = Channel(one_of("--channel", channel, Channel))
    answer = reveal(holding, names, Ask(whose, case), datetime.now(UTC), by)
    # In the tree before it is on the screen: nobody reads a value whose use could still be put back unseen.
    if not integrate():
        raise Unavailable(say(*_NOT_IN_THE_LEDGER))
    _show(answer, holding, names, by)


def _case(case: int) -> Found:
    from giuloi.records.cases import find_case

    found = find_case(case)
    if found is None:
        raise NotThere(
            say(
                f"không có vụ việc {case}: xem `giuloi orders`",
                f"there is no case {case}: see `giuloi orders`",
            )
        )
    return found


def _purpose(given: str, kind: str, policy: Policy) -> str:
    """What was asked for; else the one purpose of the policy that a case of this kind is for."""
    fitting = [name for name, rule in policy.purposes.items() if rule.needs == kind]
    if not given and len(fitting) == 1:
        return fitting[0]
    return one_of("--purpose", given, policy.purposes)


def _show(answer: Any, holding: Any, names: list[str], channel: Channel) -> None:
    """What was opened, or the refusal; then the clause, word for word."""
    from giuloi.doors.cli.told import field_named, opened, told
    from giuloi.records.published import by_hash, current
    from giuloi.records.reveal import Revealed

    version = by_hash(answer.decision.policy) or current()
    said = told(answer.decision, holding, names, channel, version.policy)
    if isinstance(answer, Revealed):
        values = opened(answer)
        for name in dict.fromkeys(names):
            value = values.get(name, say("(không có gì được lưu)", "(nothing is held)"))
            typer.echo(f"{field_named(name)}: {value}")
    elif answer.decision.allowed:
        typer.echo(say(*_UNREADABLE))
    typer.echo(said.sentence)
    typer.echo(f"{said.clause}: {said.wording}")
    if not isinstance(answer, Revealed):
        raise typer.Exit(1)


_NOT_IN_THE_LEDGER = (
    "bộ phận ghi sổ không trả lời, nên không hiện gì: hãy thử lại",
    "the sequencer does not answer, so nothing is shown: try again",
)
_UNREADABLE = (
    "Được phép, nhưng giá trị niêm phong không mở được: đã bị sửa, hoặc thuộc về nơi khác.",
    "Allowed, but a sealed value does not open: it was altered, or belongs elsewhere.",
)
