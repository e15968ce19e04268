"""`giuloi detect`: look at everything at once for signs of an attack; what is found opens an incident (IV.7)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.core.terms import NotATerm
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_WORDS = {
    "handed_out": ("lần trao khóa đã đối chiếu", "keys handed out and compared"),
    "waiting": ("đang chờ vào sổ", "of them waiting for the ledger"),
    "without_use": ("không có trong sổ", "of them in no ledger"),
    "ledger": ("sổ sử dụng", "use ledger"),
    "incident_faults": ("chỗ sai trong hồ sơ sự cố", "faults in the incident files"),
    "backups_broken": ("bản sao lưu hỏng", "broken backups"),
    "new_alarms": ("báo động mới", "new alarms"),
}


@app.command(help=say("Tìm dấu vết tấn công ở mọi nơi.", "Look everywhere for signs of an attack."))
def detect(
    as_json: Annotated[bool, typer.Option("--json", help=say("in dạng JSON", "as JSON"))] = False,
) -> None:
    """Every hand-out of five weeks, every leaf, every line of the incidents, every backup. Exit code 1 for a fault."""
    records_ready.set_up()
    from giuloi.promises.report.detection import watching

    found = watching.detect(datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    else:
        print_columns([(say(*_WORDS[name]), str(value)) for name, value in found.items()])
    if found["ledger"] != "ok" or found["without_use"] or found["incident_faults"] or found["backups_broken"]:
        raise typer.Exit(1)


budget = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Mức được mở dữ liệu theo vai trò (IV.7).", "Read budgets, by role and purpose (IV.7)."),
)


@budget.command(name="list", help=say("Mức đang có và đã dùng.", "What is allowed, and what was used."))
def show_all() -> None:
    """What was set, the defaults, and who opened how many people."""
    records_ready.set_up()
    from giuloi.records.keyring import keyring
    from giuloi.records.keyring.allowances import JOB, MACHINE, STAFF

    hour, day = say("một giờ", "an hour"), say("một ngày", "a day")
    rows = [(say("ai", "who"), say("mục đích", "purpose"), hour, day)]
    for word, one in (
        (say("người", "a person"), STAFF),
        (say("máy", "a machine"), MACHINE),
        (say("việc", "a job"), JOB),
    ):
        rows.append((word, "*", str(one.hourly), str(one.daily)))
    for (group, purpose), one in keyring().allowances().items():
        rows.append((group, purpose or "*", str(one.hourly), str(one.daily)))
    print_columns(rows)
    used = [
        (actor, purpose, str(now), str(today))
        for actor, purpose, now, today in keyring().spent(datetime.now(UTC))
    ]
    if used:
        typer.echo("")
        print_columns([(say("đã dùng", "used by"), say("mục đích", "purpose"), hour, day), *used])


@budget.command(name="set", help=say("Đặt mức cho một vai trò.", "Set what a role may open."))
def put(
    role: Annotated[str, typer.Argument(help=say("vai trò, hoặc job/campaign", "a role, or job/campaign"))],
    hourly: Annotated[int, typer.Option(help=say("khách một giờ", "people in an hour"))] = 0,
    daily: Annotated[int, typer.Option(help=say("khách một ngày", "people in a day"))] = 0,
    purpose: Annotated[str, typer.Option(help=say("chỉ cho mục đích này", "for this purpose alone"))] = "",
    default: Annotated[
        bool, typer.Option("--default", help=say("trở về mặc định", "back to the default"))
    ] = False,
) -> None:
    """Whoever has the shell is an administrator; the console asks for a second factor shown just now."""
    records_ready.set_up()
    from giuloi.records.keyring import Allowance, keyring

    try:
        allowance = None if default else Allowance(hourly, daily)
    except NotATerm as error:
        raise typer.BadParameter(str(error)) from None
    keyring().allow(role, purpose, allowance, datetime.now(UTC))
