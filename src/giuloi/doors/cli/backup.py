"""`giuloi backup`: the data and the keys, sealed and apart; what stands, and whether it can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import Progress

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.records.backup.shelf import Backup

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help=say("Sao lưu dữ liệu và khóa, để riêng.", "Back up the data and the keys, apart."),
)


@app.callback(invoke_without_command=True)
def make(ctx: typer.Context) -> None:
    """Without a word behind it: make both backups now, read them back, take away those that are over."""
    if ctx.invoked_subcommand is not None:
        return
    records_ready.set_up()
    from giuloi.records.backup import copies, daily

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say("dữ liệu", "data"), total=copies.size())
        made = daily.back_up(datetime.now(UTC), lambda done: shown.update(task, completed=done))
    for one in (made.data, made.keys):
        typer.echo(f"{one.facts.kind.value}: {one.folder} ({one.size:,} byte)")
    typer.echo(say("Đã đọc lại và khớp.", "Both were read back, and are what was written."))
    _told_gone(made.gone)


@app.command(name="list", help=say("Những bản sao đang có.", "The backups that stand."))
def show_all() -> None:
    """Kind, name, time, size, ledger, serial."""
    records_ready.load()
    from giuloi.records.backup.daily import shelf_of
    from giuloi.records.backup.shelf import Kind

    print_backups([one for kind in Kind for one in shelf_of(kind).all()])


def print_backups(backups: list[Backup]) -> None:
    """As a table."""
    heading = (
        *(say("loại", "kind"), say("tên", "name"), say("lúc", "at"), say("cỡ", "bytes")),
        *(say("dòng sổ", "leaves"), say("số khóa", "serial")),
    )
    rows = [
        (
            *(one.facts.kind.value, one.facts.name, clock_time(one.at), f"{one.size:,}"),
            *(f"{one.facts.ledger:,}", f"{one.facts.serial:,}"),
        )
        for one in backups
    ]
    print_columns([heading, *rows])


@app.command(
    help=say(
        "Đọc lại từng byte của mọi bản sao.",
        "Read every byte of every backup again; exit 1 if one is not whole.",
    )
)
def verify() -> None:
    """Each by its hash, its seals and its length."""
    records_ready.load()
    from giuloi.core.terms import GiuloiError
    from giuloi.records.backup.daily import shelf_of
    from giuloi.records.backup.making import verify as verified
    from giuloi.records.backup.shelf import Kind

    bad = 0
    for one in [one for kind in Kind for one in shelf_of(kind).all()]:
        try:
            verified(one)
            typer.echo(f"✓ {one.facts.kind.value} {one.facts.name}")
        except GiuloiError as error:
            bad += 1
            typer.echo(f"✗ {one.facts.kind.value} {one.facts.name}: {error}", err=True)
    if bad:
        raise typer.Exit(1)


@app.command(
    help=say("Bản mới nhất, bản quá hạn.", "The newest, those that are over; exit 1 if the day has none.")
)
def status() -> None:
    """For the operator, and for whatever watches."""
    records_ready.load()
    from giuloi.records.backup.daily import shelf_of
    from giuloi.records.backup.daily import status as standing
    from giuloi.records.backup.shelf import Kind

    shelf_of(Kind.DATA)  # says what to set where nothing is
    now = standing(datetime.now(UTC))
    if now is None:
        return
    for kind, found in (("data", now.data), ("keys", now.keys)):
        newest = f"{clock_time(found[-1].at)}  {found[-1].facts.name}" if found else "-"
        typer.echo(f"{kind}: {len(found)}  {say('mới nhất', 'newest')}: {newest}")
    typer.echo(say(f"Giữ {now.kept.days} ngày, khóa 72 giờ.", f"Kept {now.kept.days} days, keys 72 hours."))
    for name in now.too_old:
        typer.echo(say(f"✗ quá hạn: {name}", f"✗ older than is kept: {name}"), err=True)
    if now.unmade:
        typer.echo(say("✗ 26 giờ qua chưa có bản sao", "✗ no backup of the last 26 hours"), err=True)
    if now.restore:
        typer.echo(
            say(f"Đang phục hồi: {now.restore}; chưa gửi gì", f"restored: {now.restore}; nothing is sent")
        )
    if now.unmade or now.too_old:
        raise typer.Exit(1)


def _told_gone(gone: tuple[str, ...]) -> None:
    for name in gone:
        typer.echo(say(f"Đã xóa hẳn bản quá hạn: {name}", f"over, and surely gone: {name}"))
