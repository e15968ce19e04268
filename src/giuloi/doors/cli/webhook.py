"""`giuloi webhook`: tell the shop's own systems that something happened. Ids only; whoever wants more asks the gate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Báo tin cho hệ thống của cửa hàng.", "Tell the shop's own systems what happened."),
)

Number = Annotated[int, typer.Argument(metavar="NO", help=say("số trong `giuloi webhook list`", "as listed"))]


class NotTaken(GiuloiError):
    """A test message that did not arrive; the message says what came back."""


@app.command(help=say("Thêm một địa chỉ nhận tin.", "Add an address that is told."))
def add(
    url: Annotated[str, typer.Argument(help="https://…")],
    event: Annotated[list[str], typer.Option(help=say("sự kiện (nhiều lần được)", "may be repeated"))],
) -> None:
    """Prints its number and, once, its secret."""
    records_ready.set_up()
    from giuloi.promises.share.subscriptions import subscribe
    from giuloi.records.happenings import Event

    wanted = [Event(one_of("--event", one, Event)) for one in event]
    number, secret = subscribe(url, wanted, datetime.now(UTC))
    typer.echo(f"{say('số', 'no.')}      {number}")
    typer.echo(f"secret   {secret}")
    typer.echo(say("Hãy cất ngay: bí mật không hiện lại.", "Keep it now: it is not shown again."), err=True)


@app.command(
    name="list", help=say("Ai được báo tin, và tin cuối ra sao.", "Who is told, and how it went last.")
)
def show() -> None:
    """Number, address, events, and the state of the newest message."""
    records_ready.set_up()
    from giuloi.promises.share.subscriptions import subscriptions
    from giuloi.promises.share.telling import log_of

    heading = (
        say("số", "no."),
        "URL",
        say("sự kiện", "events"),
        say("tin cuối", "last"),
        say("trả lời", "answers"),
    )
    print_columns(
        [heading, *((str(one.id), one.url, one.events, *_last(log_of(one.id, 1))) for one in subscriptions())]
    )


def _last(log: list[Any]) -> tuple[str, str]:
    if not log:
        return "-", "-"
    return log[0].state, " ".join(str(status) for status in log[0].statuses) or "-"


@app.command(help=say("Thôi báo tin cho địa chỉ này.", "Tell this address nothing more."))
def remove(number: Number) -> None:
    """What was still waiting is not sent."""
    records_ready.set_up()
    from giuloi.promises.share.subscriptions import unsubscribe

    if not unsubscribe(number, datetime.now(UTC)):
        raise _not_there(number)
    typer.echo(say(f"Đã gỡ số {number}.", f"No. {number} is removed."))


@app.command(help=say("Gửi thử một tin.", "Send a test message."))
def test(number: Number) -> None:
    """Exit 0 when it was taken (status 2xx), 1 when not."""
    records_ready.set_up()
    from giuloi.promises.share.subscriptions import subscriptions
    from giuloi.promises.share.telling import test as send_test

    to = next((one for one in subscriptions() if one.id == number), None)
    if to is None:
        raise _not_there(number)
    status = send_test(to, datetime.now(UTC))
    if not 200 <= status < 300:
        raise NotTaken(
            say(
                f"không nhận được: {status} (0: không trả lời, -1: địa chỉ không được phép, -2: thiếu khóa ký)",
                f"it was not taken: {status} (0: no answer, -1: not an address to go to, -2: nothing to sign it with)",
            )
        )
    typer.echo(say(f"Đã nhận: {status}.", f"Taken: {status}."))


def _not_there(number: int) -> NotThere:
    return NotThere(
        say(
            f"không có số {number}: xem `giuloi webhook list`",
            f"there is no number {number}: see `giuloi webhook list`",
        )
    )
