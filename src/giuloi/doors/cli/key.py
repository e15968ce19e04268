"""`giuloi key`: keys for machines. A key holds its purposes and fields; whoever shows it cannot claim others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.core.fields import FIELD
from giuloi.core.terms import Relation
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, end_of, one_of, role_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Khóa truy cập cho máy móc.", "Keys for machines."),
)


@app.command(
    help=say("Tạo một khóa; chỉ in ra một lần này.", "Make a key; it is printed this once and never again.")
)
def add(
    role: Annotated[str, typer.Option(help=say("vai trò trong chính sách", "a role of the policy"))],
    purpose: Annotated[list[str], typer.Option(help=say("mục đích (nhiều lần được)", "may be repeated"))],
    field: Annotated[list[str], typer.Option(help=say("thông tin (nhiều lần được)", "may be repeated"))],
    expires: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d"], help=say("ngày cuối cùng dùng được", "the last day it works")),
    ],
    recipient: Annotated[str, typer.Option(help=say("ai ngoài cửa hàng giữ khóa", "who holds it"))] = "",
    relation: Annotated[str, typer.Option(help=" | ".join(Relation))] = "",
    rate: Annotated[int, typer.Option(min=1, help=say("số lần gọi mỗi phút", "requests a minute"))] = 60,
    network: Annotated[
        list[str] | None,
        typer.Option(help=say("chỉ từ mạng này (nhiều lần được)", "only from here, may be repeated")),
    ] = None,
) -> None:
    """A key that is held outside the shop names its recipient: whatever it opens is a disclosure."""
    records_ready.set_up()
    from giuloi.records.credentials import add_key
    from giuloi.records.published import current

    if bool(recipient) != bool(relation):
        raise typer.BadParameter(
            say("hãy ghi cả hai", "write both or neither"), param_hint="--recipient, --relation"
        )
    policy = current().policy
    token = add_key(
        role_of(role, policy),
        [one_of("--purpose", one, policy.purposes) for one in purpose],
        [one_of("--field", one, FIELD) for one in field],
        end_of(expires),
        recipient,
        Relation(one_of("--relation", relation, Relation)) if relation else None,
        rate=rate,
        networks=network or (),
    )
    typer.echo(token)
    typer.echo(
        say("Hãy cất ngay: khóa không hiện lại.", "Keep it now: it is not shown again."),
        err=True,
    )


@app.command(name="list", help=say("Liệt kê các khóa còn dùng được.", "List the keys that work."))
def show() -> None:
    """The pseudonym (also what the ledger calls it), what it holds, until when."""
    records_ready.set_up()
    from giuloi.core.fields import names_in
    from giuloi.records.credentials import working_keys

    heading = (
        say("khóa", "key"),
        say("mục đích", "purposes"),
        say("thông tin", "fields"),
        say("bên nhận", "recipient"),
        say("đến", "until"),
    )
    found = working_keys(datetime.now(UTC))
    print_columns(
        [
            heading,
            *(
                (
                    one.pseudonym,
                    one.purposes,
                    " ".join(names_in(one.fields)),
                    one.recipient or "-",
                    clock_time(one.expires_at),
                )
                for one in found
            ),
        ]
    )


@app.command(
    help=say("Thu hồi một khóa: lần dùng kế tiếp bị từ chối.", "Revoke a key: its next use is refused.")
)
def revoke(
    key: Annotated[str, typer.Argument(help=say("tên khóa trong `giuloi key list`", "as `key list` has it"))],
) -> None:
    """By its pseudonym: a token on the command line would stay in the shell's history."""
    records_ready.set_up()
    from giuloi.records.credentials import revoke_key

    if not revoke_key(key, datetime.now(UTC)):
        raise NotThere(
            say(
                f"không có khóa {key!r} đang dùng: xem `giuloi key list`",
                f"no key {key!r} is in use: see `giuloi key list`",
            )
        )
    typer.echo(say(f"Đã thu hồi {key}.", f"{key} is revoked."))
