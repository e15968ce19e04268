"""`giuloi bridge erase-through | tasks | letter | settle`: erasing at others, and what a colleague has to see to."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.answer.partner_tasks import Unanswered

_Task = Annotated[int, typer.Argument(metavar="NO", help=say("số trong `giuloi bridge tasks`", "as listed"))]


def add_to(app: typer.Typer) -> None:
    """Put these commands beside the others of `giuloi bridge`."""
    app.command(
        "erase-through",
        help=say(
            "Cho Giữ Lời xóa tại WooCommerce. Khóa và bí mật REST đọc từ bàn phím hoặc stdin, mỗi dòng một cái.",
            "Let Giữ Lời erase at a WooCommerce. Its REST key and secret are asked for, or read from stdin by line.",
        ),
    )(erase_through)
    app.command("tasks", help=say("Nơi chưa xóa, và vì sao.", "Who has not erased yet, and why."))(tasks)
    app.command("letter", help=say("In thư gửi nơi ấy, hoặc việc cần làm.", "Print what to send or do."))(
        letter
    )
    app.command("settle", help=say("Ghi biên nhận: việc đã xong.", "Note the receipt: it is seen to."))(
        settle
    )


def erase_through(
    name: Annotated[
        str, typer.Argument(help=say("tên trang, như trong `bridge list`", "as in `bridge list`"))
    ],
    url: Annotated[str, typer.Argument(help="https://shop.example.vn")],
    how: Annotated[str, typer.Option(help="delete | anonymise")] = "delete",
) -> None:
    """The secret is neither an argument (a process list shows those) nor ever shown."""
    records_ready.set_up()
    from giuloi.promises.share.erasing.access import How, address_for, let_in

    wanted = How(one_of("--how", how, How))
    address_for(name, url)  # before anybody types a secret
    let_in(name, url, _asked("consumer key"), _asked("consumer secret"), wanted, datetime.now(UTC))
    typer.echo(say("Đã ghi.", "Noted."))
    if wanted is How.ANONYMISE:
        typer.echo(
            say(
                "WooCommerce không cho sửa địa chỉ IP và trình duyệt của đơn: đơn nào có thì chỉ --how delete xóa hết.",
                "WooCommerce lets nobody change an order's IP address and browser: only --how delete removes those.",
            ),
            err=True,
        )


def tasks() -> None:
    """Number, partner, since when, tries, why, when it is tried next."""
    records_ready.set_up()
    from giuloi.promises.answer.partner_tasks import open_tasks, why

    heading = (
        say("số", "no."),
        say("nơi", "partner"),
        say("từ", "since"),
        say("lần", "tries"),
        say("vì sao", "why"),
        say("thử lại", "next"),
    )
    rows = [
        (
            str(one.task),
            one.partner,
            f"{one.since:%Y-%m-%d %H:%M}Z",
            str(one.tries),
            say(why(one.code).vi, why(one.code).en),
            f"{one.due_at:%Y-%m-%d %H:%M}Z" if one.due_at else say("cần người", "by hand"),
        )
        for one in open_tasks()
    ]
    print_columns([heading, *rows])


def letter(task: _Task) -> None:
    """In the operator's language; it names nobody."""
    records_ready.set_up()
    from giuloi.promises.answer.partner_tasks import text_for

    text = text_for(_known(task))
    typer.echo(say(text.vi, text.en))


def settle(
    task: _Task,
    reference: Annotated[str, typer.Option(help=say("số của giấy xác nhận", "the number of the paper"))],
    staff: Annotated[int, typer.Option(help=say("ai làm (số nhân viên)", "who saw to it (staff id)"))],
) -> None:
    """Only what is open; the certificate goes on by itself."""
    records_ready.set_up()
    from giuloi.promises.answer.partner_tasks import NotNoted, note_by_hand

    try:
        done = note_by_hand(_known(task).task, reference, staff, datetime.now(UTC))
    except NotNoted as error:
        raise typer.BadParameter(say(error.words.vi, error.words.en), param_hint="--reference") from None
    if not done:
        raise _no_task()
    typer.echo(say("Đã ghi.", "Noted."))


def _known(task: int) -> Unanswered:
    from giuloi.promises.answer.partner_tasks import open_tasks

    for one in open_tasks(limit=10_000):
        if one.task == task:
            return one
    raise _no_task()


def _no_task() -> NotThere:
    return NotThere(say("không có việc nào mang số này đang mở", "no open task has this number"))


def _asked(what: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True)).strip()
    return sys.stdin.readline().strip()
