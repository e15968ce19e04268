"""`giuloi restore`: old data with today's keys and ledger; nothing is sent until the operator has confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from giuloi.core.terms import NotServing
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.backup import print_backups
from giuloi.doors.cli.sole import sole
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.records.backup.restoring import Done
    from giuloi.records.backup.shelf import Backup

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help=say("Phục hồi dữ liệu từ bản sao.", "Come back from a backup."),
)
_YES = Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))]
_DRY = Annotated[
    bool, typer.Option("--dry-run", help=say("chỉ xem có được không", "only see whether it could be done"))
]
_AT = Annotated[
    str,
    typer.Option(help=say("mốc thời gian, ISO 8601", "a moment, ISO 8601; the newest backup not after it")),
]


@app.callback(invoke_without_command=True)
def begin(
    ctx: typer.Context,
    at: _AT = "",
    show: Annotated[bool, typer.Option("--list", help=say("chỉ liệt kê", "only list them"))] = False,
    dry_run: _DRY = False,
    yes: _YES = False,
) -> None:
    """`--at 2026-11-22T08:00`: the newest backup not after that moment, after a question."""
    if ctx.invoked_subcommand is not None:
        return
    from giuloi.records.backup.shelf import Kind

    listing, wanted = show or not at, moment(at) if at else None  # before the shop is stopped for it
    with _alone(serving=not listing and not dry_run):
        from giuloi.records.backup import daily, restoring

        shelf = daily.shelf_of(Kind.DATA)
        if listing or wanted is None:
            print_backups(shelf.all())
            return
        backup = shelf.not_after(wanted)
        restoring.check(backup)
        _told_what(backup)
        if dry_run:
            return
        if not yes:
            typer.confirm(say("Thay dữ liệu hiện tại?", "Replace the data that is there now?"), abort=True)
        _told_done(restoring.restore(backup, datetime.now(UTC)))


@app.command(help=say("Làm tiếp lần phục hồi bị ngắt.", "Go on with a restore that was cut off."))
def resume() -> None:
    """From the step it had come to."""
    with _alone():
        from giuloi.records.backup import daily, frozen, restoring
        from giuloi.records.backup.shelf import Kind

        begun = frozen.under_way()
        if begun is None:
            raise NotServing(say("không có lần phục hồi nào đang dở", "no restore is under way"))
        found = [one for one in daily.shelf_of(Kind.DATA).all() if one.facts.name == begun.backup]
        if not found and begun.phase is frozen.Phase.PLACING and begun.backup != restoring.REPLACED:
            raise NotServing(
                say("bản sao ấy không còn: giuloi restore undo", "that backup is gone: giuloi restore undo")
            )
        _told_done(restoring.resume(found[0] if found else None, datetime.now(UTC)))


@app.command(
    help=say(
        "Trả kho khóa từ bản sao mới nhất của nó; ai có thay đổi từ đó thì tạm ngưng.",
        "Put a lost key store back from its newest backup; whoever something happened to since waits.",
    )
)
def keys(at: _AT = "", yes: _YES = False) -> None:
    """In two steps where the data is lost too: keys, `giuloi restore --at`, and keys again."""
    with _alone():
        from giuloi.records.backup import daily, keys_back
        from giuloi.records.backup.shelf import Kind

        now = datetime.now(UTC)
        if not keys_back.is_placed():
            backup = daily.shelf_of(Kind.KEYS).not_after(moment(at) if at else now)
            typer.echo(f"{backup.facts.name}  {clock_time(backup.at)}")
            if not yes:
                typer.confirm(
                    say("Dùng bản sao này của kho khóa?", "Use this copy of the key store?"), abort=True
                )
            typer.echo(say("thay đổi bị thiếu: ", "changes it lacks: ") + f"{keys_back.place(backup):,}")
        for line in keys_back.settle(now).lines():
            typer.echo(f"  {say(line.vi, line.en)}")
        typer.echo(
            say(
                "Những người ấy tạm ngưng và chưa gửi tin nào, cho tới khi: giuloi restore confirm",
                "Those people are frozen and nothing is sent, until: giuloi restore confirm",
            )
        )


@app.command(
    help=say("Đang phục hồi gì, còn gì phải xem.", "What was restored, and what to read before confirming.")
)
def status() -> None:
    """The lines that were found."""
    records_ready.load()
    from giuloi.records.backup.frozen import Phase, under_way

    begun = under_way()
    if begun is None:
        typer.echo(say("Không có lần phục hồi nào.", "No restore is under way."))
        return
    steps = {
        Phase.PLACING: say("đang đặt dữ liệu về chỗ cũ", "the data is on its way to its place"),
        Phase.REPLAYING: say(
            "đang ghi lại những gì không được lùi", "what must not go back is being written"
        ),
        Phase.CONFIRMING: say("chờ xác nhận, chưa gửi tin nào", "waits to be confirmed; nothing is sent"),
    }
    typer.echo(f"{begun.backup}  {steps[begun.phase]}")
    for line in begun.found:
        typer.echo(f"  {say(line.vi, line.en)}")


@app.command(
    help=say("Cho gửi tin lại; xóa dữ liệu đã thay.", "Let messages go out again; erase the replaced data.")
)
def confirm(yes: _YES = False) -> None:
    """After a question."""
    status()
    from giuloi.records.backup import frozen, restoring

    if frozen.under_way() is None:
        return
    if not yes:
        question = say(
            "Cho gửi lại và xóa dữ liệu đã thay?", "Send again, and erase the data that was replaced?"
        )
        typer.confirm(question, abort=True)
    records_ready.set_up()
    erased = restoring.confirm(datetime.now(UTC))
    typer.echo(say("Đã xác nhận; tin gửi lại.", "Confirmed: messages go out again."))
    if erased:
        typer.echo(say("Dữ liệu đã thay đã xóa.", "The replaced data is erased."))


@app.command(help=say("Trả dữ liệu đã thay về chỗ cũ.", "Put the replaced data back in its place."))
def undo(yes: _YES = False) -> None:
    """Until it was confirmed; the restored data is gone then."""
    with _alone():
        from giuloi.records.backup import restoring

        if not yes:
            typer.confirm(say("Bỏ dữ liệu vừa phục hồi?", "Throw the restored data away?"), abort=True)
        _told_done(restoring.undo(datetime.now(UTC)))


def moment(text: str) -> datetime:
    """The moment somebody wrote; without a zone it is that of this machine."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise typer.BadParameter(
            say("hãy ghi như 2026-11-22T08:00", "write it as 2026-11-22T08:00"), param_hint="--at"
        ) from None


@contextmanager
def _alone(*, serving: bool = True) -> Iterator[None]:
    """With the server stopped: a database is not replaced under whoever works on it."""
    data = records_ready.load()
    records_ready.refuse_before_init()
    if not serving:
        yield
        return
    with sole("serve", data):
        yield


def _told_what(backup: Backup) -> None:
    typer.echo(f"{backup.facts.name}  {clock_time(backup.at)}  {backup.size:,} byte")
    typer.echo(
        say(
            "Mọi thay đổi sau lúc ấy sẽ mất, trừ việc xóa, rút đồng ý, hạn chế và sổ.",
            "Every change since is lost, but for erasures, withdrawals, restrictions and the ledger.",
        )
    )


def _told_done(done: Done) -> None:
    from giuloi.records.backup.restoring import found

    for line in found(done):
        typer.echo(f"  {say(line.vi, line.en)}")
    typer.echo(
        say(
            "Đã phục hồi. Chưa gửi tin nào cho tới khi chạy: giuloi restore confirm",
            "Restored. Nothing is sent until: giuloi restore confirm",
        )
    )
