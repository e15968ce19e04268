"""`giuloi ledger`: look at the use ledger, check it, and give its evidence away."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from giuloi.core.ledger.proof import LogProof
from giuloi.doors.cli import ledger_check, records_ready
from giuloi.doors.cli.choices import NotThere, customer
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Xem, kiểm tra sổ và xuất bằng chứng.", "Look at the ledger, check it, give evidence away."),
)


@app.command(
    help=say(
        "Sổ có đúng là sổ đã ký, và không cũ hơn mốc cất cạnh khóa gốc?",
        "Is the ledger the one that was signed, and no older than the head beside the root key?",
    )
)
def verify(
    full: Annotated[bool, typer.Option("--full", help=say("đọc lại từng dòng", "read every leaf"))] = False,
) -> None:
    """Exit 0 when it holds, 3 when this installation must not serve with it."""
    records_ready.set_up()
    head = ledger_check.checked(full=full)
    if head is None:
        typer.echo(say("Sổ còn trống: chưa có gì để kiểm tra.", "The ledger is empty: nothing to check yet."))
        return
    typer.echo(
        say(
            f"Sổ nguyên vẹn: {head.size} dòng dẫn tới đúng gốc đã ký {head.root.hex()[:16]}…",
            f"The ledger holds: its {head.size} leaves lead to the signed root {head.root.hex()[:16]}…",
        )
    )
    typer.echo(
        say("Đã đọc lại từng dòng.", "Every leaf was read again.")
        if full
        else say("Thêm --full để đọc lại từng dòng.", "Add --full to read every leaf again.")
    )


@app.command(
    help=say(
        "In mốc sổ mới nhất, đã ký (C2SP): ai giữ một mốc thì thấy được nếu sổ bị viết lại.",
        "Print the newest signed checkpoint (C2SP): who keeps one notices if the ledger is rewritten.",
    )
)
def checkpoint() -> None:
    """As signed, byte for byte; kept, so that the bundle of whoever keeps it too can be joined to it."""
    records_ready.set_up()
    signed = ledger_check.published()
    from giuloi.records.uses.kept_heads import keep

    keep(signed)
    _write(signed)


@app.command(
    help=say(
        "Bằng chứng một dòng nằm trong sổ (c2sp.org/tlog-proof@v1).",
        "The proof that one leaf is in the ledger (c2sp.org/tlog-proof@v1).",
    )
)
def prove(
    leaf: Annotated[int, typer.Argument(min=0, help=say("số dòng, từ 0", "its index, from 0"))],
) -> None:
    """For the newest checkpoint, which is in the file, and so is the leaf: it names nobody."""
    records_ready.set_up()
    signed = ledger_check.published()
    log, size = ledger_check.log(), ledger_check.size_of(signed)
    if leaf >= size:
        raise NotThere(
            say(
                f"sổ có các dòng từ 0 đến {size - 1}, không có {leaf}",
                f"the leaves are 0 to {size - 1}, not {leaf}",
            )
        )
    proof = LogProof(leaf, tuple(log.inclusion(leaf, size)), signed, extra=log.entry(leaf))
    _write(proof.encode())


@app.command(
    help=say(
        "Xuất bộ bằng chứng của một khách (hãy chắc rằng chính khách ấy yêu cầu): giuloi ledger bundle ID > tệp",
        "Export a customer's bundle (make sure that it is they who ask): giuloi ledger bundle ID > file",
    )
)
def bundle(
    whose: Annotated[int, typer.Argument(help=say("khách hàng hoặc vụ việc", "a customer, or a case"))],
    since: Annotated[
        str,
        typer.Option(
            help=say(
                "mốc sổ mà khách đang giữ: tệp hoặc độ dài",
                "a checkpoint the customer holds: a file, or its size",
            )
        ),
    ] = "",
) -> None:
    """The export is itself in the ledger, and ends the bundle."""
    records_ready.set_up()
    if sys.stdout.isatty():
        raise NotThere(say("hãy ghi vào tệp: … > bo-bang-chung.json", "write it to a file: … > bundle.json"))
    from giuloi.records.uses.bundle import NoSuchSubject, export_bundle

    try:
        _write(export_bundle(customer(whose), datetime.now(UTC), _since(since)))
    except NoSuchSubject as error:
        raise NotThere(
            say(
                f"không có gì để xuất cho {whose}: không có, hoặc đã xóa",
                f"nothing to export for {whose}: {error}",
            )
        ) from None


@app.command(
    help=say("Sổ dài bao nhiêu, còn gì đang chờ?", "How long is the ledger, and does anything wait?")
)
def status() -> None:
    """Numbers only; `verify` is the check."""
    records_ready.set_up()
    from giuloi.records.locks import locked
    from giuloi.records.uses.head import log_key
    from giuloi.records.uses.pending import backlog
    from giuloi.records.uses.sequencer import lock_file

    key, _ = log_key()
    size = ledger_check.log().size
    with locked(lock_file(), wait=False) as free:
        running = not free
    typer.echo(say(f"Sổ: {key.name}", f"ledger: {key.name}"))
    typer.echo(say(f"Khóa công khai: {key}", f"public key: {key}"))
    typer.echo(say(f"Dấu vân khóa: {key.fingerprint}", f"its fingerprint: {key.fingerprint}"))
    typer.echo(say(f"Số dòng: {size}", f"leaves: {size}"))
    typer.echo(say(f"Đang chờ ghi: {backlog()}", f"waiting for their leaf: {backlog()}"))
    typer.echo(
        say("Bộ ghi sổ: đang chạy", "sequencer: running")
        if running
        else say("Bộ ghi sổ: không chạy (giuloi serve)", "sequencer: not running (giuloi serve)")
    )


def _since(given: str) -> int | bytes | None:
    """A size in digits, or a file with a checkpoint."""
    if not given or given.isdecimal():
        return int(given) if given else None
    try:
        return Path(given).read_bytes()
    except OSError as error:
        raise NotThere(f"--since {given}: {error.strerror}") from None


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
