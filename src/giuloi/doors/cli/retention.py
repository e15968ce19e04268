"""`giuloi retention`: what goes and when, the daily run and its report, and what is held back from erasing."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from giuloi.core.deadline import VIETNAM
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Hạn lưu giữ: cái gì hết hạn, khi nào.", "Terms of keeping: what is over, and when."),
)
_JSON = Annotated[bool, typer.Option("--json", help=say("cho máy đọc", "for a program"))]
_YES = Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))]
_EFFECT = {
    "gone": ("xóa", "erased"),
    "aside": ("cất riêng, không dùng nữa", "only stored"),
    "back": ("dùng lại", "in use again"),
    "unread": ("không mở được", "does not open"),
}


@app.command(help=say("Xem trước những gì đến hạn trong tuần.", "What goes next week, by day and rule."))
def preview(
    days: Annotated[int, typer.Option(min=0, max=366, help=say("số ngày tới", "days ahead"))] = 7,
    most: Annotated[int, typer.Option(min=1, help=say("nhiều nhất bao nhiêu dòng", "lines at most"))] = 200,
    as_json: _JSON = False,
) -> None:
    """Judged as the run will judge; nothing is touched. How far it is stands on the terminal while it looks."""
    records_ready.set_up()
    from giuloi.promises.keep.retention.preview import look_ahead

    found = look_ahead(datetime.now(UTC), days, told=_far if sys.stderr.isatty() else None).lines
    if as_json:
        _print_json(
            [
                {
                    "day": one.day.isoformat(),
                    "rule": one.rule,
                    "clause": one.clause,
                    "effect": one.effect.value,
                    "count": one.count,
                }
                for one in found
            ]
        )
        return
    heading = (say("ngày", "day"), say("mục", "clause"), say("hạn", "rule"), say("việc", "what"), "n")
    rows = [(str(one.day), one.clause, one.rule, _effect(one.effect), str(one.count)) for one in found[:most]]
    print_columns([heading, *rows])
    if len(found) > most:
        more = len(found) - most
        typer.echo(say(f"và {more} dòng nữa (--most)", f"and {more} more (--most)"))


def _far(seen: int, people: int) -> None:
    end = "\n" if seen >= people else ""
    typer.echo(
        say(f"\rđã xem {seen} / {people} khách", f"\r{seen} of {people} customers") + end, nl=False, err=True
    )


@app.command(help=say("Chạy ngay lượt của hôm nay đến hết.", "Run today's round now, to its end."))
def run() -> None:
    """Also takes up a run that was cut off. A second run on one day finds it done."""
    records_ready.set_up()
    from giuloi.promises.keep.retention.run import carry_on

    done = carry_on(datetime.now(UTC))
    typer.echo(
        say(f"Đã xong {done} lô.", f"{done} batches done.")
        if done
        else say("Hôm nay đã chạy xong, hoặc đang chạy.", "Today's is done, or is running.")
    )


@app.command(help=say("Các lượt đã chạy và việc đã làm.", "What each run did, by rule and clause."))
def report(
    runs: Annotated[int, typer.Option(min=1, max=366, help=say("số lượt", "how many runs"))] = 7,
    as_json: _JSON = False,
) -> None:
    """The newest first; one under way says how far it is."""
    records_ready.set_up()
    from giuloi.promises.keep.retention.reporting import reports

    found = reports(runs)
    if as_json:
        _print_json([one.told() for one in found])
        return
    for one in found:
        until = say("đang chạy", "under way") if one.finished_at is None else say("xong", "done")
        typer.echo(
            say(
                f"{one.day} ({until}): xem {one.seen} khách, xóa trọn {one.whole}, còn chờ {one.waiting}",
                f"{one.day} ({until}): {one.seen} customers looked at, {one.whole} erased whole, "
                f"{one.waiting} have to wait",
            )
        )
        for line in one.lines:
            typer.echo(f"  {line.clause or '-'}  {line.rule or '-'}  {_effect(line.effect)}  {line.count}")


@app.command(help=say("Những gì đang được giữ lại, vì sao, đến khi nào.", "What is held, why, until when."))
def holds(as_json: _JSON = False) -> None:
    """The holds that stand."""
    records_ready.set_up()
    from giuloi.records.holds import GROUND_WORDS, standing_holds

    found = standing_holds(datetime.now(UTC))
    if as_json:
        _print_json(
            [
                {
                    "hold": one.id,
                    "customer": one.subject,
                    "record": one.record,
                    "ground": one.ground.value,
                    "until": one.until.isoformat(),
                }
                for one in found
            ]
        )
        return
    heading = ("no", say("khách", "customer"), say("hồ sơ", "record"), say("vì", "why"), say("đến", "until"))
    rows = [
        (
            str(one.id),
            str(one.subject),
            "-" if one.record is None else str(one.record),
            say(GROUND_WORDS[one.ground].vi, GROUND_WORDS[one.ground].en),
            clock_time(one.until),
        )
        for one in found
    ]
    print_columns([heading, *rows])


@app.command(help=say("Giữ lại, không xóa khi hết hạn.", "Hold what would be erased."))
def hold(
    customer: Annotated[int, typer.Argument(help=say("mã số trong `find`", "as `find` has it"))],
    ground: Annotated[str, typer.Option(help="dispute, court, authority, tax, claim")],
    until: Annotated[str, typer.Option(help=say("đến hết ngày, 2027-02-05", "to the end of a day"))],
    document: Annotated[
        str, typer.Option(help=say("số của giấy tờ làm căn cứ", "number of the paper it rests on"))
    ],
    record: Annotated[int, typer.Option(help=say("chỉ một hồ sơ", "one record only"))] = 0,
    yes: _YES = False,
) -> None:
    """Nothing opens by it: what is past its use is only stored."""
    from giuloi.core.terms import NotATerm

    end = _end_of(until)
    records_ready.set_up()
    from giuloi.records.holds import LONGEST, Ground, kept_under, place_hold
    from giuloi.records.subjects import standing_of

    now = datetime.now(UTC)
    if not now < end <= now + LONGEST:  # a year mistyped would hold nothing, and nobody would notice
        raise typer.BadParameter(
            say("một ngày từ hôm nay đến ba năm nữa", "a day between today and three years from now"),
            param_hint="--until",
        )

    if not document.strip():  # without its paper nobody could say later why it was kept
        raise typer.BadParameter(
            say("số của giấy tờ làm căn cứ", "the number of the paper it rests on"), param_hint="--document"
        )
    if ground not in set(Ground):
        raise NotATerm(say(f"không có lý do {ground!r}", f"{ground!r} is no ground: {', '.join(Ground)}"))
    if standing_of(customer) is None:
        raise NotThere(say(f"không có khách số {customer}", f"there is no customer {customer}"))
    if record and not kept_under(customer, record):
        raise NotThere(
            say(
                f"khách {customer} không có hồ sơ số {record}",
                f"nothing of customer {customer} is kept under {record}",
            )
        )
    _confirm(
        say(
            f"Giữ lại dữ liệu của khách {customer} đến {until}?",
            f"Hold the data of {customer} until {until}?",
        ),
        yes=yes,
    )
    made = place_hold(
        customer, Ground(ground), end, now, "operator", record=record or None, document=document
    )
    typer.echo(str(made))


@app.command(help=say("Thôi giữ lại.", "Lift a hold."))
def unhold(
    number: Annotated[
        int, typer.Argument(help=say("số trong `retention holds`", "as `retention holds` has it"))
    ],
    yes: _YES = False,
) -> None:
    """What is over by then goes with the next run."""
    records_ready.set_up()
    from giuloi.records.holds import lift_hold

    _confirm(say(f"Thôi giữ lại số {number}?", f"Lift hold {number}?"), yes=yes)
    if not lift_hold(number, datetime.now(UTC), "operator"):
        raise NotThere(say(f"không có số {number}", f"there is no hold {number}, or it was lifted"))
    typer.echo(say("Đã thôi giữ.", "It is lifted."))


def _end_of(day: str) -> datetime:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=VIETNAM) + timedelta(days=1)
    except ValueError:
        raise typer.BadParameter(say("ngày viết như 2027-02-05", "a date is written 2027-02-05")) from None


def _confirm(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter(say("chưa làm gì: thêm --yes", "nothing was done: add --yes to confirm"))
    typer.confirm(question, abort=True)


def _effect(effect: str) -> str:
    return say(*_EFFECT[effect])


def _print_json(what: Any) -> None:
    typer.echo(json.dumps(what, ensure_ascii=False, indent=2))
