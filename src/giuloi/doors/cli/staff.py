"""`giuloi staff`: who works for the shop, and in which role. What they may see follows from the policy."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of, role_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

_STAFF = Annotated[int, typer.Argument(help=say("mã số trong `staff list`", "as `staff list` has it"))]

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Người của cửa hàng.", "The people of the shop."),
)


@app.command(help=say("Thêm một người; in mã số của họ.", "Add somebody; prints their id."))
def add(
    name: Annotated[str, typer.Argument(help=say("tên, chỉ đồng nghiệp thấy", "name, for colleagues only"))],
    role: Annotated[str, typer.Option(help=say("vai trò trong chính sách", "a role of the policy"))],
) -> None:
    """The role has to be one of the current policy."""
    if not name.strip() or not name.isprintable():  # a control character could rewrite a colleague's screen
        raise typer.BadParameter(
            say("hãy ghi tên, trên một dòng, chỉ gồm chữ", "write a name, on one line, of letters"),
            param_hint="NAME",
        )
    records_ready.set_up()
    from giuloi.records.credentials import add_staff
    from giuloi.records.published import current

    typer.echo(add_staff(name, role_of(role, current().policy)))


@app.command(name="list", help=say("Liệt kê những người đang làm.", "List who works here now."))
def show() -> None:
    """Id, role, the pseudonym that stands in the ledger, name."""
    records_ready.set_up()
    from giuloi.records.credentials import working_staff

    heading = ("id", say("vai trò", "role"), say("tên trong sổ", "in the ledger"), say("tên", "name"))
    people = ((str(one.id), one.role, one.pseudonym, one.name) for one in working_staff())
    print_columns([heading, *people])


@app.command(
    help=say(
        "Một người thôi việc: từ nay không giữ quyền gì.", "Somebody left: they hold nothing from now on."
    )
)
def leave(
    staff: _STAFF,
) -> None:
    """What they did stays in the ledger under their pseudonym."""
    records_ready.set_up()
    from giuloi.records.access import staff_accounts

    if not staff_accounts.leave(staff, datetime.now(UTC)):
        raise _nobody(staff)


@app.command(
    help=say(
        "In đường dẫn dùng một lần để một người đặt mật khẩu.",
        "Print the one-time link by which somebody sets their password.",
    )
)
def invite(
    staff: _STAFF,
    login: Annotated[str, typer.Option(help=say("tên để đăng nhập", "the name they sign in by"))],
) -> None:
    """Also for a forgotten password: the old one stays good until the new one is set."""
    records_ready.set_up()
    from giuloi.records.access.staff_accounts import INVITED_FOR, LoginTaken, invite
    from giuloi.records.credentials import UnknownActor

    try:
        token = invite(staff, login, datetime.now(UTC))
    except UnknownActor:
        raise _nobody(staff) from None
    except LoginTaken as error:
        raise NotThere(say(error.words.vi, error.words.en)) from None
    except ValueError:
        raise typer.BadParameter(
            say("một từ, nhiều nhất 60 chữ", "one word of at most 60 letters"), param_hint="--login"
        ) from None
    typer.echo(_address(f"/console/invite/{token}"))
    hours = INVITED_FOR.total_seconds() / 3600
    typer.echo(
        say(
            f"Chỉ đưa cho chính người đó: dùng một lần, trong {hours:.0f} giờ.",
            f"Give it to that person only: it works once, within {hours:.0f} hours.",
        ),
        err=True,
    )


@app.command(
    help=say("Cho một người quyền quản trị, hay thôi cho.", "Make somebody an administrator, or no longer.")
)
def administrator(staff: _STAFF, on: Annotated[str, typer.Argument(metavar="on|off")]) -> None:
    """An administrator changes staff, keys, bridges and policy; what they may see is still their role's."""
    wanted = one_of("on|off", on, ("on", "off")) == "on"
    records_ready.set_up()
    from giuloi.records.access.staff_accounts import set_administrator

    if not set_administrator(staff, wanted):
        raise _no_account(staff)
    typer.echo(
        say(f"{staff} là quản trị viên.", f"{staff} is an administrator.")
        if wanted
        else say(f"{staff} không còn là quản trị viên.", f"{staff} is no longer an administrator.")
    )


@app.command(
    name="reset-factor",
    help=say("Bỏ lớp bảo vệ thứ hai đã mất của một người.", "Take away a second factor that somebody lost."),
)
def reset_factor(
    staff: _STAFF,
    yes: Annotated[bool, typer.Option("--yes", help=say("không hỏi lại", "do not ask"))] = False,
) -> None:
    """App, passkeys and recovery codes go, the password too, their sessions end; an invitation lets them in again."""
    records_ready.set_up()
    from giuloi.records.access.staff_accounts import login_of, reset_second_factor

    if not login_of(staff):
        raise _no_account(staff)
    if not yes:
        _ask_whether_it_is_them()
    reset_second_factor(staff)
    typer.echo(
        say(
            f"Đã bỏ. Mời lại: giuloi staff invite {staff} --login NAME",
            f"It is gone. Let them in again: giuloi staff invite {staff} --login NAME",
        )
    )


def _ask_whether_it_is_them() -> None:
    # Whoever holds the password and talks somebody into this is in: so it is asked, and never by default.
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            say("chưa bỏ gì: thêm --yes để xác nhận", "nothing was taken away: add --yes to confirm")
        )
    typer.confirm(
        say(
            "Chính người đó yêu cầu, và bạn nhận ra họ?",
            "Did they ask themselves, and did you recognise them?",
        ),
        abort=True,
    )


def _nobody(staff: int) -> NotThere:
    return NotThere(
        say(
            f"không có ai mang mã {staff} đang làm: xem `giuloi staff list`",
            f"nobody with the id {staff} works here: see `giuloi staff list`",
        )
    )


def _no_account(staff: int) -> NotThere:
    return NotThere(
        say(
            f"{staff} chưa có tài khoản: chạy `giuloi staff invite {staff} --login TÊN`",
            f"{staff} has no account: run `giuloi staff invite {staff} --login NAME`",
        )
    )


def _address(path: str) -> str:
    """Under the first name in GIULOI_HOSTS; a server on this machine only has a port that is not known here."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    if host in ("localhost", "127.0.0.1", "[::1]", "*"):
        return path
    return f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{host}{path}"
