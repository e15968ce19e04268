"""`giuloi staff`: who works for the shop, and in which role. What they may see follows from the policy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, role_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Người của cửa hàng.", "The people of the shop."),
)


@app.command(help=say("Thêm một người; in mã số của họ.", "Add somebody; prints their id."))
def add(
    name: Annotated[str, typer.Argument(help=say("tên, chỉ đồng nghiệp thấy", "name, for colleagues only"))],
    role: Annotated[str, typer.Option(help=say("vai trò trong chính sách", "a role of the policy"))],
) -> None:
    """The role has to be one of the current policy."""
    if not name.strip() or not name.isprintable():  # a control character could rewrite a colleague's screen
        raise typer.BadParameter(
            say("hãy ghi tên, trên một dòng, chỉ gồm chữ", "write a name, on one line, of letters"),
            param_hint="NAME",
        )
    records_ready.set_up()
    from giuloi.records.credentials import add_staff
    from giuloi.records.published import current

    typer.echo(add_staff(name, role_of(role, current().policy)))


@app.command(name="list", help=say("Liệt kê những người đang làm.", "List who works here now."))
def show() -> None:
    """Id, role, the pseudonym that stands in the ledger, name."""
    records_ready.set_up()
    from giuloi.records.credentials import working_staff

    heading = ("id", say("vai trò", "role"), say("tên trong sổ", "in the ledger"), say("tên", "name"))
    people = ((str(one.id), one.role, one.pseudonym, one.name) for one in working_staff())
    print_columns([heading, *people])


@app.command(
    help=say(
        "Một người thôi việc: từ nay không giữ quyền gì.", "Somebody left: they hold nothing from now on."
    )
)
def leave(
    staff: Annotated[int, typer.Argument(help=say("mã số trong `staff list`", "as `staff list` has it"))],
) -> None:
    """What they did stays in the ledger under their pseudonym."""
    records_ready.set_up()
    from giuloi.records.credentials import let_go

    if not let_go(staff, datetime.now(UTC)):
        raise NotThere(
            say(
                f"không có ai mang mã {staff} đang làm: xem `giuloi staff list`",
                f"nobody with the id {staff} works here: see `giuloi staff list`",
            )
        )
