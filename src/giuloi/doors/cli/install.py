"""`giuloi init`, `giuloi migrate` and `giuloi check-deploy`: make, keep current, check."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.tongue import say

init = typer.Typer(add_completion=False, rich_markup_mode=None)
migrate = typer.Typer(add_completion=False, rich_markup_mode=None)
check_deploy = typer.Typer(add_completion=False, rich_markup_mode=None)


@init.command(
    help=say(
        "Tạo khóa gốc, kho khóa, sổ và cơ sở dữ liệu. Không bao giờ ghi đè.",
        "Make the root key, key store, ledger and database. Never overwrites anything.",
    )
)
def make(
    origin: Annotated[
        str, typer.Option(help=say("tên của sổ, ví dụ tiembanh.example/giuloi", "the ledger's name"))
    ] = "",
) -> None:
    """Migrate the database, then create what an installation needs."""
    data = records_ready.set_up()
    _migrate()
    from django.conf import settings

    from giuloi.records import installation

    public_key = installation.create(datetime.now(UTC), origin)
    typer.echo(say(f"Dữ liệu: {data}", f"data: {data}"))
    typer.echo(say(f"Khóa gốc: {settings.GIULOI_ROOT_KEY}", f"root key: {settings.GIULOI_ROOT_KEY}"))
    typer.echo(say(f"Khóa công khai của sổ: {public_key}", f"the ledger's public key: {public_key}"))
    typer.echo(
        say(
            "Sao lưu khóa gốc ở nơi khác với dữ liệu: mất khóa là mất tất cả.",
            "Back the root key up apart from the data: who loses it loses everything.",
        )
    )
    typer.echo(
        say(
            "Chưa có chính sách nào có hiệu lực. Bước tiếp theo: giuloi policy publish chinh-sach.md",
            "No policy is in force yet. Next: giuloi policy publish your-policy.md",
        )
    )


@migrate.command(help=say("Cập nhật cấu trúc cơ sở dữ liệu.", "Bring the database's tables up to date."))
def bring_up_to_date() -> None:
    """Apply the migrations that are missing."""
    records_ready.set_up()
    _migrate()


@check_deploy.command(help=say("Kiểm tra cấu hình triển khai.", "Check the settings for deployment."))
def check() -> None:
    """Django's deployment check, with every warning an error."""
    records_ready.set_up()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except SystemCheckError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
