"""`giuloi policy import FILE`: a policy in plain text becomes a numbered draft, and a list of what is to be done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from giuloi.core.policy.importing.draft_text import Imported, import_text
from giuloi.core.policy.importing.plain_text import NotPlainText
from giuloi.core.terms import GiuloiError
from giuloi.doors.cli.policy_files import shipped
from giuloi.doors.cli.tongue import say

_PATTERN = "shop.vi.md"


class NotImported(GiuloiError):
    """No draft was made; the message says why."""


def imported(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help=say("chính sách dạng văn bản thường", "plain text")),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help=say("ghi bản nháp vào tệp mới này", "write the draft to this new file")),
    ] = None,
) -> None:
    """The draft goes to `--out`, else to standard output; what is to be done goes to standard error."""
    if out is not None and out.exists():
        raise NotImported(
            say(f"{str(out)!r} đã có: chọn tên khác", f"{str(out)!r} exists: choose another name")
        )
    text = file.read_bytes().decode("utf-8", errors="surrogateescape")
    try:
        made = import_text(text, shipped()[_PATTERN])
    except NotPlainText as error:
        raise NotImported(f"{file}: {say(error.words.vi, error.words.en)}") from None
    if out is None:
        typer.echo(made.draft, nl=False)
    else:
        out.write_text(made.draft, "utf-8")
    for remark in made.remarks:
        where = f"{file}:{remark.line}" if remark.line else str(file)
        typer.echo(f"{where}: {say(remark.words.vi, remark.words.en)} [{remark.code}]", err=True)
    typer.echo(_summed_up(made, out), err=True)


def _summed_up(made: Imported, out: Path | None) -> str:
    name = out or "DRAFT.md"
    return say(
        f"{made.clauses} điều khoản, {made.proposals} khối đề nghị chờ xác nhận, {len(made.remarks)} việc phải xem. "
        f"Sửa bản nháp rồi chạy: giuloi policy check {name}",
        f"{made.clauses} clauses, {made.proposals} proposed blocks to confirm, {len(made.remarks)} things to look at. "
        f"Edit the draft, then run: giuloi policy check {name}",
    )
