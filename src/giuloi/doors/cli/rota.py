"""`giuloi rota`: who answers for what customers ask, and when; with the public holidays and the gaps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

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
    help=say("Lịch trực của bộ phận chăm sóc khách hàng.", "The rota of customer care."),
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STAFF = Annotated[int, typer.Argument(help=say("mã số trong `staff list`", "as `staff list` has it"))]


@app.command(help=say("Xem lịch trực một tuần.", "Show the rota of a week."))
def show(
    week: Annotated[str, typer.Option(help=say("một ngày trong tuần ấy, 2027-02-05", "a day of it"))] = "",
) -> None:
    """Who is on duty, public holidays, who heads the department, and when nobody is on duty."""
    records_ready.set_up()
    from giuloi.promises.answer import rota

    now = datetime.now(UTC)
    at = datetime.combine(_day(week), time(), VIETNAM) if week else now
    days = rota.week(at)
    rows = [
        (
            f"{_DAYS[one.day.weekday()]} {one.day}",
            say(one.holiday.vi, one.holiday.en) if one.holiday else "",
            str(stretch.staff) if stretch else "-",
            f"{clock_time(stretch.begins)} - {clock_time(stretch.ends)}" if stretch else "",
            f"{stretch.id}{'' if stretch.weekly else ' --dated'}" if stretch else "",
        )
        for one in days
        for stretch in one.stretches or (None,)
    ]
    heading = (say("ngày", "day"), say("nghỉ lễ", "holiday"), say("ai", "who"), say("ca", "shift"), "no")
    print_columns([heading, *rows])
    begins = datetime.combine(days[0].day, time(), VIETNAM)
    for gap in rota.gaps(begins, begins + timedelta(days=7)):
        span = f"{clock_time(gap.begins)} - {clock_time(gap.ends)}"
        typer.echo(say(f"Không ai trực: {span}", f"Nobody on duty: {span}"))
    head = rota.head(now)
    typer.echo(
        say(f"Trưởng bộ phận: {head}", f"Head of the department: {head}")
        if head
        else say("Chưa có trưởng bộ phận: giuloi rota head MÃ", "There is no head: giuloi rota head ID")
    )


@app.command(
    name="set", help=say("Đặt ca trực hằng tuần, hoặc một ngày.", "Set a shift: weekly, or of one date.")
)
def put(
    staff: _STAFF,
    begins: Annotated[str, typer.Option("--from", help="08:00")],
    ends: Annotated[str, typer.Option("--to", help="17:00")],
    days: Annotated[str, typer.Option(help="mon,tue,wed,thu,fri,sat,sun")] = "",
    on: Annotated[str, typer.Option(help=say("một ngày, 2027-02-05", "one date, 2027-02-05"))] = "",
    holidays: Annotated[
        bool, typer.Option("--holidays", help=say("cả ngày lễ", "on public holidays too"))
    ] = False,
) -> None:
    """A shift that ends at or before the hour it begins at reaches into the next day."""
    first, last = _hour("--from", begins), _hour("--to", ends)
    if bool(days) == bool(on):
        raise typer.BadParameter(say("hãy ghi --days hoặc --on", "write either --days or --on"))
    chosen = [_weekday(one) for one in days.split(",")] if days else []
    dated = _day(on) if on else None
    records_ready.set_up()
    from giuloi.promises.answer import rota

    with _somebody(staff):
        if dated is None:
            made = rota.put_weekly(
                staff, chosen, first, last, datetime.now(VIETNAM).date(), on_holidays=holidays
            )
        else:
            from_ = datetime.combine(dated, first, VIETNAM)
            until = datetime.combine(dated, last, VIETNAM)
            until = until if until > from_ else until + timedelta(days=1)
            made = [rota.put_duty(staff, from_, until, datetime.now(VIETNAM))]
    typer.echo(" ".join(str(one) for one in made))


@app.command(help=say("Bỏ một ca trực.", "Take a shift away."))
def remove(
    number: Annotated[int, typer.Argument(help=say("số của ca trong `rota show`", "as `rota show` has it"))],
    dated: Annotated[
        bool, typer.Option("--dated", help=say("ca của một ngày", "a shift of one date"))
    ] = False,
) -> None:
    """A shift of the week ends today; what was before stays known."""
    records_ready.set_up()
    from giuloi.promises.answer import rota

    gone = (
        rota.remove(number, datetime.now(VIETNAM))
        if dated
        else rota.end_weekly(number, datetime.now(VIETNAM).date())
    )
    if not gone:
        raise NotThere(say(f"không có ca số {number}", f"there is no shift {number}: see `giuloi rota show`"))
    typer.echo(say("Đã bỏ.", "It is gone."))


@app.command(help=say("Ghi một ngày nghỉ.", "Note a day off."))
def off(
    day: Annotated[str, typer.Argument(metavar="DATE")],
    staff: Annotated[
        int, typer.Option(help=say("của ai; không ghi là mọi người", "whose; else everybody's"))
    ] = 0,
) -> None:
    """Shifts of the week do not hold then; dated ones do."""
    chosen = _day(day)
    records_ready.set_up()
    from giuloi.promises.answer import rota

    with _somebody(staff):
        rota.put_day_off(chosen, staff or None)
    typer.echo(say("Đã ghi.", "Noted."))


@app.command(help=say("Cử trưởng bộ phận.", "Name the head of the department."))
def head(staff: _STAFF) -> None:
    """They answer whenever nobody is on duty, and now for whatever nobody answered for."""
    records_ready.set_up()
    from giuloi.promises.answer import rota

    with _somebody(staff):
        rota.name_head(staff, datetime.now(UTC))
    typer.echo(say(f"{staff} là trưởng bộ phận.", f"{staff} heads the department."))


@app.command(help=say("Email báo động của một người.", "Where a colleague is alerted by e-mail."))
def alert(staff: _STAFF) -> None:
    """Read from the keyboard or a pipe, so that no shell history keeps it; empty takes it away."""
    records_ready.set_up()
    from giuloi.promises.answer.assignment import actor_of
    from giuloi.records.access.alert_addresses import set_address

    with _somebody(staff):
        actor_of(staff)
        address = (
            typer.prompt(say("Email (trống: bỏ)", "E-mail (empty: none)"), default="", show_default=False)
            if sys.stdin.isatty()
            else sys.stdin.readline()
        )
        set_address(staff, address.strip())
    typer.echo(say("Đã ghi.", "Noted."))


@contextmanager
def _somebody(staff: int) -> Iterator[None]:
    """What the rota refuses, in the operator's words."""
    from giuloi.promises.answer.assignment import NotAssigned
    from giuloi.promises.answer.rota import NotARota

    try:
        yield
    except NotAssigned:
        raise NotThere(
            say(
                f"không có ai mang mã {staff} đang làm: xem `giuloi staff list`",
                f"nobody with the id {staff} works here: see `giuloi staff list`",
            )
        ) from None
    except NotARota as error:
        raise NotThere(say(error.words.vi, error.words.en)) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            say(f"{text!r}: ghi như 2027-02-05", f"{text!r}: write 2027-02-05")
        ) from None


def _hour(option: str, text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            say(f"{text!r}: ghi như 08:00", f"{text!r}: write 08:00"), param_hint=option
        ) from None


def _weekday(text: str) -> int:
    if text.strip() not in _DAYS:
        raise typer.BadParameter(f"{text!r}: {' | '.join(_DAYS)}", param_hint="--days")
    return _DAYS.index(text.strip())
