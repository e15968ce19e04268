"""`giuloi keys`: the keys above the data: their epochs, and the root key as three shares of which two give it back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:
    from giuloi.records.keyring.index_rotation import Quarter
    from giuloi.records.keyring.rotation import Epoch

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say(
        "Khóa bảo vệ dữ liệu: thay khóa, chia khóa gốc.",
        "Keys of the data: rotation, shares of the root key.",
    ),
)
Shares = Annotated[
    list[Path],
    typer.Argument(exists=True, dir_okay=False, help=say("hai tệp mảnh khóa", "two files with a share each")),
]


@app.command(
    help=say(
        "Các đời khóa, còn gì dưới từng đời, khi nào hủy.",
        "The epochs, what hangs under each, when each goes.",
    )
)
def status(
    as_json: Annotated[bool, typer.Option("--json", help=say("in dạng JSON", "as JSON"))] = False,
) -> None:
    """Numbers and times alone: no key, nobody's id."""
    records_ready.set_up()
    from giuloi.records.keyring import keyring

    living, gone, quarters = keyring().epochs(), keyring().destroyed_epochs(), keyring().index_quarters()
    if as_json:
        typer.echo(json.dumps(_as_json(living, gone, quarters), indent=2))
        return
    heading = (
        say("đời", "epoch"),
        say("từ", "since"),
        say("khóa", "keys"),
        say("chỉ mục", "indexes"),
        say("hủy", "destroyed"),
    )
    print_columns(
        [heading, *map(_row, living), *((str(number), "", "0", "0", clock_time(at)) for number, at in gone)]
    )
    typer.echo("")
    heads = (say("chỉ mục", "index"), say("quý", "quarter"), say("mục", "entries"))
    print_columns([heads, *((one.field, one.quarter, str(one.entries)) for one in quarters)])


def _row(one: Epoch) -> tuple[str, ...]:
    end = (
        say("đang dùng", "in use")
        if one.ends_at is None
        else say(f"sau {clock_time(one.ends_at)}", f"after {clock_time(one.ends_at)}")
    )
    return str(one.number), clock_time(one.created_at), str(one.data_keys), str(one.index_keys), end


def _as_json(
    living: list[Epoch], gone: list[tuple[int, datetime]], quarters: list[Quarter]
) -> dict[str, Any]:
    return {
        "epochs": [
            {
                "number": one.number,
                "created_at": one.created_at.isoformat(),
                "data_keys": one.data_keys,
                "index_keys": one.index_keys,
                "ends_at": one.ends_at and one.ends_at.isoformat(),
            }
            for one in living
        ],
        "destroyed": [{"number": number, "at": at.isoformat()} for number, at in gone],
        "indexes": [
            {
                "field": one.field,
                "quarter": one.quarter,
                "created_at": one.created_at.isoformat(),
                "entries": one.entries,
            }
            for one in quarters
        ],
    }


@app.command(
    help=say(
        "Thay khóa ngay: đời mới, gói lại khóa còn sống, hủy đời đã hết hạn.",
        "Rotate now: a new epoch, what is alive wrapped under it, what is over destroyed.",
    )
)
def rotate(
    yes: Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))] = False,
) -> None:
    """The clock does it by itself every GIULOI_EPOCH_DAYS; by hand when a theft is feared. Can be run again."""
    records_ready.set_up()
    from giuloi.records.keyring import keyring

    if not yes:
        typer.confirm(
            say(
                "Bắt đầu đời khóa mới và hủy những đời đã hết hạn?",
                "Begin a new epoch, and destroy those that are over?",
            ),
            abort=True,
        )
    at = datetime.now(UTC)
    keyring().rotate(timedelta(0), at)
    older = sum(one.data_keys + one.index_keys for one in keyring().epochs()[:-1])
    with Progress(transient=True) as progress:
        task = progress.add_task(say("gói lại khóa", "wrapping keys anew"), total=older)
        while done := keyring().rewrap():
            progress.advance(task, done)
    keyring().rotate_indexes(at)
    while keyring().reindex():
        pass
    gone = keyring().destroy_epochs(at)
    keyring().destroy_index_keys(at)
    newest = keyring().epochs()[-1].number
    typer.echo(
        say(
            f"Đời {newest} đang dùng; {older} khóa đã gói lại; {len(gone)} đời đã hủy.",
            f"Epoch {newest} is in use; {older} keys wrapped anew; {len(gone)} epochs destroyed.",
        )
    )


@app.command(
    help=say(
        "Chia khóa gốc thành ba mảnh, hai mảnh bất kỳ khôi phục được.",
        "Split the root key into three shares; any two give it back.",
    )
)
def split(
    folder: Annotated[
        Path, typer.Argument(file_okay=False, help=say("nơi ghi ba tệp", "where three files go"))
    ],
) -> None:
    """Three files of mode 0600: move each to another place, and leave none here."""
    records_ready.set_up()
    from giuloi.records.durable import put_new
    from giuloi.records.keyring.shares import split as shares_of

    files = [folder / f"giuloi-share-{number}.txt" for number in (1, 2, 3)]
    if there := next((file for file in files if file.exists()), None):
        raise typer.BadParameter(say(f"{there} đã có sẵn", f"{there} is there already"), param_hint="FOLDER")
    for file, share in zip(files, shares_of(), strict=True):
        put_new(file, share.encode() + b"\n")
        typer.echo(str(file))
    typer.echo(
        say(
            "Cất mỗi mảnh ở một nơi khác nhau rồi xóa ở đây. Thử ngay bằng: giuloi keys rehearse",
            "Keep each share in another place, and leave none here. Try them at once: giuloi keys rehearse",
        )
    )


@app.command(
    help=say(
        "Diễn tập: hai mảnh có mở được kho khóa này không? Không ghi gì.",
        "A rehearsal: do two shares open this key store? Nothing is written.",
    )
)
def rehearse(shares: Shares) -> None:
    """Exit 1 when they do not."""
    records_ready.load()
    from giuloi.records.keyring.shares import combined, opens

    if not opens(combined([share.read_text() for share in shares])):
        typer.echo(
            say("Hai mảnh này không mở được kho khóa này.", "These shares do not open this key store."),
            err=True,
        )
        raise typer.Exit(1)
    typer.echo(say("Hai mảnh này mở được kho khóa này.", "These shares open this key store."))


@app.command(
    help=say(
        "Khôi phục tệp khóa gốc từ hai mảnh; không bao giờ ghi đè.",
        "Write the root key's file anew from two shares; never overwrites.",
    )
)
def recover(shares: Shares) -> None:
    """Tried on the key store first, if one stands here."""
    records_ready.load()
    from giuloi.records.keyring.shares import recover as write_anew
    from giuloi.records.places import places

    tried = write_anew([share.read_text() for share in shares])
    where = places().root_key
    typer.echo(say(f"Đã ghi khóa gốc: {where}", f"The root key is written: {where}"))
    if not tried:
        typer.echo(
            say("Chưa thử được: chưa có kho khóa ở đây.", "It was not tried: no key store stands here yet.")
        )
