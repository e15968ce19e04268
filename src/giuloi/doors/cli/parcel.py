"""`giuloi parcel`: what a carrier without an API key needs of orders, by a one-time link or as a file (III.3)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.conf import settings

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.share.parcels.handing import Listed

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Gói thông tin giao hàng cho đơn vị vận chuyển.", "What a carrier needs, by link or as a file."),
)

_WHICH = say(
    "số đơn, hoặc mã trong `giuloi orders`; nhiều lần được",
    "its number, or its case as `giuloi orders` has it; may be repeated",
)


@app.command(help=say("Đưa thông tin giao hàng cho một đơn vị.", "Give a carrier what these orders need."))
def send(
    carrier: Annotated[str, typer.Argument(help=say("tên trong chính sách", "as the policy names it"))],
    staff: Annotated[int, typer.Option(help=say("ai chịu trách nhiệm", "who answers for it"))],
    order: Annotated[
        list[str],
        typer.Option(
            help=say(
                "số đơn, hoặc mã trong `orders`; nhiều lần được",
                "its number, or its case in `orders`; may be repeated",
            )
        ),
    ],
    link: Annotated[
        bool, typer.Option("--link", help=say("một đường dẫn dùng một lần", "a one-time link"))
    ] = False,
    hours: Annotated[int, typer.Option(help=say("đường dẫn giữ mấy giờ", "how long the link holds"))] = 48,
    key: Annotated[str, typer.Option(help=say("khóa công khai age của họ", "their age public key"))] = "",
    out: Annotated[
        Path | None, typer.Option(help=say("tệp mới, đuôi .age", "a new file, ending in .age"))
    ] = None,
) -> None:
    """With --link nothing is opened until somebody takes it; with --out at once. Whoever is shut is left out."""
    if link == bool(out) or (out and not key):
        raise typer.BadParameter(
            say("hãy chọn --link, hoặc --out cùng --key", "choose --link, or --out together with --key")
        )
    records_ready.set_up()
    from giuloi.promises.share.parcels.packing import NotReady
    from giuloi.records.credentials import UnknownActor

    try:
        if out:
            _as_file(carrier, staff, _numbers(order), key, out)
        else:
            _as_link(carrier, staff, _numbers(order), key, hours)
    except NotReady as error:
        raise typer.BadParameter(say(error.words.vi, error.words.en)) from None
    except UnknownActor:
        raise NotThere(
            say("không có ai mã này: giuloi staff list", "nobody has that id: giuloi staff list")
        ) from None


@app.command(name="list", help=say("Những gói đã làm.", "The parcels that were made."))
def show() -> None:
    """Ids and counts; what was in them is kept nowhere."""
    records_ready.set_up()
    from giuloi.promises.share.parcels.handing import parcels

    found = parcels()
    if not found:
        typer.echo(say("Chưa có gói nào.", "There is no parcel yet."))
        return
    heading = (say("gói", "parcel"), say("cho", "for"), say("lúc", "made"), say("đơn", "orders"))
    rows = [(*heading, say("đã đưa", "handed over"), say("tới đâu", "state"))]
    now = datetime.now(UTC)
    for one in found:
        handed = "-" if one.people is None else str(one.people)
        rows.append(
            (f"{one.id:x}", one.recipient, clock_time(one.made_at), str(one.orders), handed, _state(one, now))
        )
    print_columns(rows)


@app.command(help=say("Hủy một đường dẫn chưa ai lấy.", "Cancel a link that nobody took."))
def cancel(
    parcel: Annotated[str, typer.Argument(help=say("như `parcel list` in ra", "as `parcel list` has it"))],
    yes: Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))] = False,
) -> None:
    """At once, and for good."""
    records_ready.set_up()
    from giuloi.promises.share.parcels import handing

    if not yes:
        typer.confirm(say(f"Hủy đường dẫn {parcel}?", f"Cancel the link {parcel}?"), abort=True)
    try:
        gone = handing.cancel(int(parcel, 16), datetime.now(UTC))
    except (ValueError, OverflowError):
        gone = False
    if not gone:
        raise NotThere(say("không có đường dẫn nào như vậy đang chờ", "no such link is waiting"))
    typer.echo(say(f"Đã hủy {parcel}.", f"{parcel} works no more."))


def _as_link(carrier: str, staff: int, orders: list[int], key: str, hours: int) -> None:
    from giuloi.promises.share.parcels.handing import by_link

    _, token = by_link(carrier, orders, staff, datetime.now(UTC), hours=hours, key=key)
    typer.echo(f"{settings.GIULOI_PUBLIC_URL or ''}/trust/parcel/{token}")
    typer.echo(
        say(
            f"Dùng được một lần trong {hours} giờ; chỉ in ra một lần này.",
            f"It works once, for {hours} hours; it is printed this once and never again.",
        ),
        err=True,
    )
    if not settings.GIULOI_PUBLIC_URL:
        typer.echo(
            say(
                "Ghép địa chỉ của tiệm vào trước (GIULOI_PUBLIC_URL).",
                "Put the shop's address before it (GIULOI_PUBLIC_URL).",
            ),
            err=True,
        )


def _as_file(carrier: str, staff: int, orders: list[int], key: str, out: Path) -> None:
    from giuloi.promises.collect.order_numbers import spoken_number
    from giuloi.promises.share.parcels.handing import NothingInIt, as_file
    from giuloi.promises.share.parcels.packing import check_key

    check_key(key)
    try:
        # Made first: what cannot be written must not be handed over on the record.
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError:
        raise NotThere(
            say(f"{out} đã có hoặc không ghi được", f"{out} is there, or cannot be written")
        ) from None
    try:
        content, packed = as_file(carrier, orders, staff, datetime.now(UTC), spoken_number, key=key)
    except BaseException as error:
        os.close(handle)
        out.unlink()
        if isinstance(error, NothingInIt):
            raise NotThere(
                say("không đơn nào được phép đưa", "the gate lets nothing out of these orders")
            ) from None
        raise
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    typer.echo(say(f"{out}: {len(packed.lines)} đơn.", f"{out}: {len(packed.lines)} orders."))
    for reason, number in sorted(packed.left_out.items()):
        typer.echo(say(f"bỏ ra: {number} ({reason})", f"left out: {number} ({reason})"))


def _numbers(said: list[str]) -> list[int]:
    from giuloi.promises.collect.order_numbers import read_number

    found = [(one, read_number(one)) for one in said]
    wrong = [one for one, number in found if number is None]
    if wrong:
        raise typer.BadParameter(
            say(f"không phải số đơn: {', '.join(wrong)}", f"no order number: {', '.join(wrong)}"),
            param_hint="--order",
        )
    return [_order_of(number) for _, number in found if number is not None]


def _order_of(number: int) -> int:
    """The order itself: `giuloi orders` prints the number of its case, the console the order's own."""
    from giuloi.records.cases import find_case

    case = find_case(number)
    return case.record if case is not None and case.record is not None else number


def _state(one: Listed, now: datetime) -> str:
    if one.cancelled_at:
        return say("đã hủy", "cancelled")
    if one.handed_at and one.people is None:
        return say("bị ngắt giữa chừng: tính là đã đưa", "cut off: counts as handed over")
    if one.handed_at:
        return clock_time(one.handed_at) + (f" (-{one.left_out})" if one.left_out else "")
    return say("đang chờ", "waits") if one.waits(now) else say("hết hạn", "over")
