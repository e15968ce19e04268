"""`giuloi authority`: files of competent authorities (III.2): list them, show one, export, open a package."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Hồ sơ của cơ quan có thẩm quyền.", "Files of competent authorities."),
)
ACTOR = "code/command_line"
_FILE = Annotated[int, typer.Argument(help=say("số trong `authority list`", "as `authority list` has it"))]
_TO = Annotated[Path, typer.Option("--to", help=say("ghi vào tệp này", "write to this file"))]


@app.command(name="list", help=say("Liệt kê, gấp nhất trước.", "List them, the most urgent first."))
def show_many(
    show: Annotated[str, typer.Option(help="open | all")] = "open",
    csv: Annotated[bool, typer.Option("--csv", help=say("cả sổ, dạng CSV", "the register, as CSV"))] = False,
) -> None:
    """Nothing sealed is opened."""
    one_of("--show", show, ("open", "all"))
    records_ready.set_up()
    from giuloi.promises.share.authority.exporting import export_register
    from giuloi.promises.share.authority.reading import files
    from giuloi.promises.share.authority.words import STAGE_WORDS

    now = datetime.now(UTC)
    if csv:
        typer.echo(export_register(now), nl=False)
        return
    heading = (say("số", "no"), say("hồ sơ", "file"), say("tình trạng", "stage"), say("hạn", "due"), "")
    rows = [
        (
            str(one.row.id),
            one.row.code,
            say(STAGE_WORDS[one.stage].vi, STAGE_WORDS[one.stage].en),
            clock_time(one.row.due_at),
            say("QUÁ HẠN", "LATE") if one.in_time is False else "",
        )
        for one in files(now, show=show)
    ]
    print_columns([heading, *rows])


@app.command(name="show", help=say("Xem một hồ sơ và diễn biến.", "Show one file and its timeline."))
def show_one(file: _FILE) -> None:
    """The document and the notes stay sealed."""
    records_ready.set_up()
    from giuloi.promises.share.authority.problems import NoSuchFile
    from giuloi.promises.share.authority.reading import whole
    from giuloi.promises.share.authority.words import NOTED, STAGE_WORDS

    try:
        found = whole(file, datetime.now(UTC))
    except NoSuchFile:
        raise _nothing(file) from None
    row = found.line.row
    stage = STAGE_WORDS[found.line.stage]
    sender = (
        f"{row.unit.name}, {row.unit.authority.name}" if row.unit else say("không có trong sổ", "unknown")
    )
    facts = [
        (say("hồ sơ", "file"), row.code),
        (say("tình trạng", "stage"), say(stage.vi, stage.en)),
        (say("cơ quan", "authority"), sender),
        (say("văn bản", "document"), f"{row.document_number} ({row.document_on:%d/%m/%Y})"),
        ("SHA-256", row.document_hash),
        (say("nhận", "received"), clock_time(row.received_at)),
        (say("hạn", "due"), clock_time(row.due_at)),
        (say("người được nêu tên", "people named"), str(len(found.people))),
        (say("giữ bí mật đến", "secret until"), clock_time(row.secrecy_until) if row.secrecy_until else "-"),
    ]
    print_columns(facts)
    steps = [
        (clock_time(one.at), say(NOTED[one.what].vi, NOTED[one.what].en), one.actor, one.about)
        for one in found.steps
    ]
    print_columns([("", "", "", ""), *steps])


@app.command(help=say("Xuất một hồ sơ thành ZIP, có mã băm.", "Export one file as a ZIP with hashes."))
def export(file: _FILE, to: _TO) -> None:
    """For an inspector: it holds the document in clear, so the ZIP is readable by you alone."""
    records_ready.set_up()
    from giuloi.promises.share.authority.exporting import export_file
    from giuloi.promises.share.authority.problems import NoSuchFile

    try:
        name, content = export_file(file, ACTOR, datetime.now(UTC))
    except NoSuchFile:
        raise _nothing(file) from None
    _write(to, content)
    typer.echo(say(f"Đã xuất {name} vào {to}.", f"{name} is in {to}."))


@app.command(
    name="open", help=say("Mở gói đã nhận, bằng cụm mật khẩu.", "Open a package with its passphrase.")
)
def open_package(
    package: Annotated[Path, typer.Argument(help=say("tệp .zip.age", "the .zip.age file"))],
    to: _TO,
    passphrase: Annotated[
        str,
        typer.Option(prompt=say("Cụm mật khẩu", "Passphrase"), hide_input=True, envvar="AGE_PASSPHRASE"),
    ],
) -> None:
    """It needs no installation: what `age -d` does."""
    from giuloi.promises.share.authority.package import WrongPassphrase, decrypted

    try:
        content = decrypted(package.read_bytes(), passphrase)
    except FileNotFoundError:
        raise NotThere(say(f"không có tệp {package}", f"there is no file {package}")) from None
    except WrongPassphrase:
        raise NotThere(
            say("cụm mật khẩu không mở được gói này", "this passphrase does not open this package")
        ) from None
    _write(to, content)
    typer.echo(say(f"Đã mở: {to}.", f"Opened: {to}."))


def _write(to: Path, content: bytes) -> None:
    """For its owner alone, and over nothing that is there."""
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise NotThere(
            say(f"{to} đã có; hãy chọn tên khác", f"{to} is there already; choose another name")
        ) from None
    with os.fdopen(handle, "wb") as out:
        out.write(content)


def _nothing(file: int) -> NotThere:
    return NotThere(
        say(
            f"không có hồ sơ số {file}: xem `giuloi authority list --show all`",
            f"there is no file {file}: see `giuloi authority list --show all`",
        )
    )
