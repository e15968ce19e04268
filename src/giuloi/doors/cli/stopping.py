"""`giuloi recipient stopping | told | stopped`: recipients to be told that a consent was taken back (VI.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from giuloi.core.gate.words import purpose_named
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time, spoken
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.share.stopping.notices import Stop

OPERATOR = "operator"  # who did it: whoever has the shell
Key = Annotated[str, typer.Argument(metavar="KEY", help=say("mã trong danh sách", "as the list has it"))]


def stopping(
    letter: Annotated[
        str, typer.Option(metavar="KEY", help=say("in thư của một mã", "print its letter"))
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("cho máy đọc", "for machines"))] = False,
) -> None:
    """Those that wait for a letter or for its answer, the most urgent first. Ids, no person."""
    records_ready.set_up()
    from giuloi.promises.share.stopping.letter import letter as written
    from giuloi.promises.share.stopping.notices import waiting

    if letter:
        words = written(_number(letter))
        if not words.en:
            raise NotThere(_none_such())
        typer.echo(say(words.vi, words.en))
    elif as_json:
        typer.echo(json.dumps([_as_data(one) for one in waiting()], indent=1))
    elif found := waiting():
        heading = (say("mã", "key"), say("bên nhận", "recipient"), say("mục đích", "purpose"))
        more = (say("đã gửi", "sent"), say("hạn", "due"))
        print_columns([(*heading, *more), *(_line(one) for one in found)])
    else:
        typer.echo(say("Không có bên nhận nào phải báo.", "No recipient has to be told."))


def told(key: Key) -> None:
    """The letter went out; said again, it was a reminder."""
    records_ready.set_up()
    from giuloi.promises.share.stopping.notices import note_sent

    _note(lambda: note_sent(_number(key), datetime.now(UTC), OPERATOR))
    typer.echo(say(f"Đã ghi: thư {key} đã gửi.", f"Noted: letter {key} was sent."))


def stopped(
    key: Key,
    reference: Annotated[str, typer.Option(help=say("số văn bản trả lời", "the number of their answer"))],
) -> None:
    """The recipient confirmed; the customer sees it on their own page."""
    records_ready.set_up()
    from giuloi.promises.share.stopping.notices import note_stopped

    _note(lambda: note_stopped(_number(key), reference, datetime.now(UTC), OPERATOR))
    typer.echo(say(f"Đã ghi: {key} đã ngừng.", f"Noted: {key} has stopped."))


def _note(act: Callable[[], None]) -> None:
    from giuloi.promises.share.paper_number import NotNoted

    try:
        act()
    except NotNoted as error:
        raise typer.BadParameter(say(error.words.vi, error.words.en)) from None


def _line(one: Stop) -> tuple[str, ...]:
    due = clock_time(one.due_at) if one.due_at else "-"
    late = say(" (quá hạn)", " (overdue)") if one.late(datetime.now(UTC)) else ""
    return one.key, one.recipient, purpose_named(one.purpose, spoken()), str(one.times), due + late


def _as_data(one: Stop) -> dict[str, object]:
    return {
        "key": one.key,
        "recipient": one.recipient,
        "purpose": one.purpose,
        "refused_at": one.refused_at.isoformat(),
        "sent": one.times,
        "due_at": one.due_at.isoformat() if one.due_at else None,
        "late": one.late(datetime.now(UTC)),
    }


def _number(key: str) -> int:
    try:
        return int(key, 16)
    except ValueError:
        raise NotThere(_none_such()) from None


def _none_such() -> str:
    return say("không có mã nào như vậy: giuloi recipient stopping", "no such key: giuloi recipient stopping")
