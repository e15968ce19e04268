"""`giuloi recipient hashed-list`: hashed addresses for an advertising platform, each passed by the gate (III.1)."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.tongue import say

_WHY = {
    "recipient": ("không có bên nhận tên này", "there is no recipient of this name"),
    "fields": ("bên này không được nhận email hay điện thoại", "it may receive neither e-mail nor phone"),
    "key": (
        "bên này không giữ khóa nào cho mục đích này: `giuloi key add --recipient`",
        "it holds no key for this purpose: `giuloi key add --recipient`",
    ),
}


def hashed_list(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    out: Annotated[Path, typer.Argument(metavar="OUT.csv")],
    purpose: Annotated[str, typer.Option(help=say("mục đích", "the purpose"))] = "advertising",
) -> None:
    """The file is for its owner alone. Whoever is refused is left out, and counted with the reason."""
    records_ready.set_up()
    from giuloi.promises.share import hashed_list as lists

    try:
        # Made first: what cannot be written must not be handed over on the record.
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise NotThere(
            say(f"{out} đã có; hãy chọn tên khác", f"{out} is there already; choose another name")
        ) from None
    except OSError:
        raise NotThere(say(f"không ghi được {out}", f"{out} cannot be written")) from None
    try:
        made = lists.hashed_list(name, purpose, datetime.now(UTC))
    except BaseException as error:
        os.close(handle)
        out.unlink()
        if isinstance(error, lists.NoWay):
            raise NotThere(say(*_WHY[error.why])) from None
        raise
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(f"{','.join(row)}\n" for row in (lists.HEADING, *made.rows))
    count = len(made.rows) - made.seeded
    typer.echo(say(f"{out}: {count} người.", f"{out}: {count} people."))
    if made.seeded:
        typer.echo(
            say(
                "và 1 địa chỉ gài (giuloi recipient leaked)", "and 1 seeded address (giuloi recipient leaked)"
            )
        )
    for reason, number in sorted(made.left_out.items()):
        typer.echo(say(f"bỏ ra: {number} ({reason})", f"left out: {number} ({reason})"))
