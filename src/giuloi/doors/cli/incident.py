"""`giuloi incident`: open a file about an attack, look at it, compute who was affected, take it away. Ids only."""

from __future__ import annotations

import sys
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
    help=say("Hồ sơ sự cố, đồng hồ và báo cáo (IV.7).", "Incident files, their clocks and reports (IV.7)."),
)
OPERATOR = "operator"  # who did it, in the timeline: whoever has the shell
_NUMBER = Annotated[str, typer.Argument(help=say("số trong `incident list`", "as `incident list` has it"))]
_WHEN = say("lúc nào, ISO 8601: 2026-11-23T10:00+07:00", "when, ISO 8601: 2026-11-23T10:00+07:00")


@app.command(name="open", help=say("Mở một hồ sơ.", "Open a file."))
def open_one(
    kind: Annotated[str, typer.Option(help=say("loại sự cố", "what happened"))],
    detected: Annotated[str, typer.Option(help=_WHEN)] = "",
    data_known: Annotated[str, typer.Option(help=_WHEN)] = "",
    join: Annotated[
        str, typer.Option(help=say("thuộc hồ sơ đang mở này", "it belongs to this open file"))
    ] = "",
    another: Annotated[
        bool, typer.Option("--another", help=say("là một sự cố khác", "it is another incident"))
    ] = False,
) -> None:
    """Its clocks run from the earlier of the two moments. Prints its number."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.kinds import IncidentKind
    from giuloi.promises.report.incidents.opening import AlreadyOpen, open_incident

    now = datetime.now(UTC)
    chosen = IncidentKind(one_of("--kind", kind, IncidentKind))
    at = _moment("--detected", detected) or now
    known, same = _moment("--data-known", data_known), _known(join) if join else None
    try:
        made = open_incident(chosen, now, at, OPERATOR, {}, data_known_at=known, join=same, another=another)
    except AlreadyOpen as error:
        numbers = ", ".join(f"{one:x}" for one in error.incidents)
        raise typer.BadParameter(
            say(
                f"đang mở: {numbers}. Thêm --join SỐ, hoặc --another",
                f"open: {numbers}. Add --join or --another",
            )
        ) from None
    typer.echo(f"{made:x}")


@app.command(name="list", help=say("Liệt kê, đang mở trước.", "List them, those that are open first."))
def show_all() -> None:
    """Number, kind, since when, what is owed next."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.duties import duties_of
    from giuloi.promises.report.incidents.kinds import KIND_WORDS
    from giuloi.promises.report.incidents.opening import incidents

    heading = (say("số", "number"), say("loại", "kind"), say("biết lúc", "known"), say("hạn tới", "next due"))
    rows = [heading]
    for one in incidents():
        owed = [duty.due_at for duty in duties_of(one.id) if duty.due_at and not duty.over]
        following = say("đã đóng", "closed") if one.closed_at else clock_time(owed[0]) if owed else "-"
        words = KIND_WORDS[one.kind]
        rows.append((f"{one.id:x}", say(words.vi, words.en), clock_time(one.known_at), following))
    print_columns(rows)


@app.command(help=say("Hai đồng hồ, báo cáo và nhật ký.", "Both clocks, the reports, and the timeline."))
def show(incident: _NUMBER) -> None:
    """What somebody wrote is shown to whoever has the shell: it is about the attack, not about customers."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.book import lines_of
    from giuloi.promises.report.incidents.duties import duties_of
    from giuloi.promises.report.incidents.kinds import STAGE_WORDS, TO_WORDS, WHAT_WORDS

    number = _known(incident)
    heading = (
        say("báo cáo", "report"),
        say("cho", "to"),
        say("hạn", "due"),
        say("đã gửi", "sent"),
        say("số", "no."),
    )
    rows = [heading]
    for one in duties_of(number):
        stage, to = STAGE_WORDS[one.stage], TO_WORDS[one.to]
        sent = (
            clock_time(one.sent_at)
            if one.sent_at
            else say("không cần", "not needed")
            if one.waived_at
            else "-"
        )
        due = clock_time(one.due_at) if one.due_at else "-"
        rows.append((say(stage.vi, stage.en), say(to.vi, to.en), due, sent, one.receipt or "-"))
    print_columns(rows)
    typer.echo()
    for line in lines_of(number):
        words = WHAT_WORDS[line.what]
        typer.echo(f"{line.number:>5}  {clock_time(line.at)}  {say(words.vi, words.en)}  {line.actor}")


@app.command(help=say("Tính danh sách khách bị ảnh hưởng.", "Compute the list of the customers affected."))
def affected(
    incident: _NUMBER,
    since: Annotated[str, typer.Option(help=_WHEN)] = "",
    until: Annotated[str, typer.Option(help=_WHEN)] = "",
    actor: Annotated[
        list[str] | None,
        typer.Option(help=say("bí danh trong sổ; có thể nhiều", "a pseudonym of the ledger; several")),
    ] = None,
    purpose: Annotated[list[str] | None, typer.Option(help=say("mục đích", "a purpose; several"))] = None,
    everybody: Annotated[
        bool,
        typer.Option("--everybody", help=say("kẻ gian đọc ngoài sổ: tất cả", "read past the ledger: all")),
    ] = False,
) -> None:
    """Counts are printed; the ids are in the file and in its ZIP."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.affected import everybody_affected, in_numbers, list_affected
    from giuloi.records.uses.affected import Wanted

    number, now = _known(incident), datetime.now(UTC)
    if everybody:
        found = everybody_affected(number, now, OPERATOR)
    else:
        begin, end = _moment("--since", since), _moment("--until", until) or now
        if begin is None or not begin < end:
            raise typer.BadParameter(say("cần --since trước --until", "--since is needed, before --until"))
        wanted = Wanted(frozenset(actor or ()), frozenset(purpose or ()), begin, end)
        found = list_affected(number, wanted, now, OPERATOR)
    typer.echo(
        say(
            f"{found.people:,} khách, từ {found.leaves:,} dòng trong {found.size:,}; {found.nameless:,} mã của "
            "người đã xóa",
            f"{found.people:,} customers, by {found.leaves:,} of {found.size:,} leaves; {found.nameless:,} codes of "
            "people erased since",
        )
    )
    for name, count in in_numbers(number).by_field:
        typer.echo(f"  {name:<18}{count:>10,}")


@app.command(help=say("Niêm giữ bằng chứng ngay bây giờ.", "Freeze the evidence there is now."))
def freeze(
    incident: _NUMBER,
    log: Annotated[
        list[Path] | None, typer.Option(help=say("tệp nhật ký; có thể nhiều", "a log file; several"))
    ] = None,
) -> None:
    """Prints the file and its SHA-256. Of logs only what cannot name anybody goes in."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.evidence import folder_of, freeze_evidence

    number = _known(incident)
    try:
        row = freeze_evidence(number, log or (), datetime.now(UTC), OPERATOR)
    except OSError as error:
        raise typer.BadParameter(say("không đọc được tệp nhật ký", "a log file cannot be read")) from error
    typer.echo(f"{row.sha256}  {folder_of(number) / row.file}")


@app.command(help=say("Xuất cả hồ sơ ra một tệp ZIP có chữ ký.", "Write the whole file as one signed ZIP."))
def export(
    incident: _NUMBER,
    out: Annotated[
        Path | None, typer.Option(help=say("tệp; không thì ra stdout", "a file; else stdout"))
    ] = None,
) -> None:
    """That it was taken is written in its timeline."""
    records_ready.set_up()
    from giuloi.promises.report.archive import archive

    data = archive(_known(incident), datetime.now(UTC), OPERATOR)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.write_bytes(data)


@app.command(help=say("Nhật ký sự cố có còn nguyên vẹn?", "Are the incident files whole?"))
def verify() -> None:
    """Exit 1 when a line, a file, or a leaf of the ledger that a line saw is gone or altered."""
    records_ready.set_up()
    from giuloi.promises.report.incidents.whole import faults

    found = faults()
    for one in found:
        typer.echo(say(one.words.vi, one.words.en), err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(say("Nguyên vẹn.", "Whole."))


def _known(text: str) -> int:
    from giuloi.promises.report.incidents.opening import incident_row

    try:
        number = int(text, 16)
    except ValueError:
        number = 0
    if not 0 < number < 2**63 or incident_row(number) is None:
        raise NotThere(
            say("không có hồ sơ nào mang số ấy: xem `incident list`", "no such incident: see `incident list`")
        )
    return number


def _moment(option: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise typer.BadParameter(f"{text!r}: {_WHEN}", param_hint=option)
    return at
