"""`giuloi recipient whose | leaked`: whom a recipient means, and from whom a list got out (III.1)."""

from __future__ import annotations

from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say


def whose(
    name: Annotated[str, typer.Argument(metavar="NAME", help=say("bên nhận", "the recipient"))],
    code: Annotated[str, typer.Argument(metavar="CODE", help=say("mã k-… họ đọc", "the code k-… they give"))],
) -> None:
    """The customer's id, for `giuloi orders` and the console; nothing of the customer is opened or printed."""
    records_ready.set_up()
    from giuloi.promises.share.parcels import names

    found = names.whose(name, code)
    if found is None:
        raise NotThere(
            say(
                f"{name} không nhận mã nào như vậy, hoặc khách đã được xóa",
                f"{name} was given no such code, or the customer was erased",
            )
        )
    typer.echo(str(found))


def leaked(
    address: Annotated[
        str, typer.Argument(help=say("địa chỉ nhận được thư lạ", "where a strange letter came"))
    ],
) -> None:
    """It proves that this recipient's list got out; not by whom of them, nor that nobody else's did."""
    records_ready.set_up()
    from giuloi.promises.share.parcels import aliases

    found = aliases.leaked(address)
    if found is None:
        raise NotThere(say("địa chỉ này không do tiệm gài", "this address was never seeded"))
    recipient, at = found
    typer.echo(
        say(
            f"Chỉ {recipient} được đưa địa chỉ này, lúc {clock_time(at)}.",
            f"Only {recipient} was given this address, on {clock_time(at)}.",
        )
    )
