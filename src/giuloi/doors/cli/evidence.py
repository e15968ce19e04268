"""`giuloi evidence`: the signed conformance report of the policy in force, or the evidence pack for an inspector."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from giuloi.core.terms import ClauseRef, GiuloiError
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.report_words import summed_up
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.promises.report.live import InTime

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class NotWritten(GiuloiError):
    """No file was written; the message says why."""


@app.command(
    help=say(
        "Mỗi điều khoản: mã giữ nó, kiểm thử, bằng chứng lúc này; có chữ ký.",
        "Each clause with its code, its tests and what is to be seen of it now; signed.",
    )
)
def evidence(
    out: Annotated[
        Path | None,
        typer.Option(
            help=say("tệp mới: .json, hoặc .zip cho cả bộ", "a new file: .json, or .zip for the pack")
        ),
    ] = None,
    clause: Annotated[
        str, typer.Option(help=say("chỉ điều này, ví dụ IV.3", "this clause only, such as IV.3"))
    ] = "",
    version: Annotated[int, typer.Option(help=say("một bản đã công bố", "a published version"))] = 0,
) -> None:
    """Without `--out` it is summed up on the terminal. Nothing in it is about anybody."""
    if out is not None and (
        out.exists() or out.suffix not in (".json", ".zip") or (out.suffix == ".zip" and clause)
    ):
        raise NotWritten(
            say(
                f"{str(out)!r}: cần tên tệp mới, đuôi .json hoặc .zip; --clause chỉ đi với .json",
                f"{str(out)!r}: name a new file that ends in .json or .zip; --clause goes with .json only",
            )
        )
    records_ready.set_up()
    from giuloi.core.ledger.signed_report import open_report
    from giuloi.promises.report.conformance import signed_report
    from giuloi.promises.report.pack import pack
    from giuloi.records.published import by_number, current
    from giuloi.records.uses.head import log_key

    now = datetime.now(UTC)
    published = by_number(version) if version else current()
    if out is not None and out.suffix == ".zip":
        _write(out, pack(published, _in_time(now), now))
    else:
        made = signed_report(published, _in_time(now), now, ClauseRef(clause) if clause else None)
        if out is not None:
            _write(out, made)
        else:
            typer.echo(summed_up(open_report(made, [log_key()[0]])))
            return
    typer.echo(say(f"Đã ghi {out}; kiểm chứng: giuloi verify", f"Written: {out}; to check it: giuloi verify"))


def _in_time(now: datetime) -> InTime:
    """Of twelve months, how many requests were carried out in their hours."""
    from giuloi.promises.answer.kept import a_year_before, kept
    from giuloi.promises.report.live import InTime

    book = kept(a_year_before(now), now).whole
    return InTime(book.kept, book.kept + book.partly + book.refused + book.missed)


def _write(out: Path, data: bytes) -> None:
    """A new file that only its owner reads: what an inspector is given is theirs to hand on."""
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
