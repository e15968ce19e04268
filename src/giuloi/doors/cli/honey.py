"""`giuloi honey`: customers and keys that do not exist, so that whoever touches one is noticed (IV.7)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.core.terms import NotATerm
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of, role_of
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Hồ sơ bẫy và khóa máy bẫy (IV.7).", "Honey customers and honey API keys (IV.7)."),
)


@app.command(help=say("Thêm khách bẫy.", "Add honey customers."))
def add(
    number: Annotated[int, typer.Option("--customers", help=say("bao nhiêu", "how many"))] = 1,
) -> None:
    """Their ids are printed once here and again by `list`; no table tells them apart."""
    records_ready.set_up()
    from giuloi.promises.report.detection import honey

    try:
        made = honey.add_customers(number, datetime.now(UTC))
    except NotATerm as error:
        raise typer.BadParameter(str(error)) from None
    for one in made:
        typer.echo(f"{one:x}")


@app.command(
    name="add-key",
    help=say("Thêm khóa máy bẫy; in ra thẻ khóa một lần.", "Add a honey API key; prints it once."),
)
def add_key(
    role: Annotated[str, typer.Option(help=say("vai trò như khóa thật", "a role as a real key has"))],
    purpose: Annotated[str, typer.Option(help=say("mục đích như khóa thật", "a purpose as a real key has"))],
) -> None:
    """Leave the token where only a thief looks: a settings file of a machine that is off, a note in a vault."""
    records_ready.set_up()
    from giuloi.promises.report.detection import honey
    from giuloi.records.published import current

    policy = current().policy
    one_of("--purpose", purpose, policy.purposes)
    try:
        typer.echo(honey.add_key(role_of(role, policy), purpose, datetime.now(UTC)))
    except NotATerm as error:
        raise typer.BadParameter(str(error)) from None


@app.command(
    name="list", help=say("Liệt kê: chỉ nói với người quản trị.", "List them: for administrators only.")
)
def show_all() -> None:
    """Ids of customers, pseudonyms of keys."""
    records_ready.set_up()
    from giuloi.promises.report.detection import honey

    customers, keys = honey.customers(), honey.keys(datetime.now(UTC))
    for one in customers:
        typer.echo(f"{say('khách', 'customer')}  {one:x}")
    for name in keys:
        typer.echo(f"{say('khóa', 'key')}  {name}")
    if not customers and not keys:
        typer.echo(
            say("Chưa có hồ sơ bẫy nào: giuloi honey add", "There is no honey record yet: giuloi honey add")
        )


@app.command(help=say("Bỏ một khách bẫy hoặc khóa bẫy.", "Take one away."))
def remove(
    which: Annotated[str, typer.Argument(help=say("như `honey list` in ra", "as `honey list` has it"))],
    yes: Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))] = False,
) -> None:
    """Erased, or revoked, as a real one would be; nobody is noticed by it any more."""
    records_ready.set_up()
    from giuloi.promises.report.detection import honey

    if not yes:
        typer.confirm(say(f"Bỏ hồ sơ bẫy {which}?", f"Take the honey record {which} away?"), abort=True)
    now = datetime.now(UTC)
    gone = honey.remove_key(which, now) if "/" in which else honey.remove_customer(_number(which), now)
    if not gone:
        raise NotThere(say("không có hồ sơ bẫy nào như vậy", "there is no such honey record"))
    typer.echo(say(f"Đã bỏ {which}.", f"{which} is gone."))


def _number(typed: str) -> int:
    try:
        return int(typed, 16)
    except ValueError:
        return 0
