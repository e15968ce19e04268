"""`giuloi init`, `giuloi migrate` and `giuloi check-deploy`: make, keep current, check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.terms import BadEvidence, GiuloiError
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
    """Look for whatever speaks against it; then migrate the database and create what an installation needs."""
    data = records_ready.load()
    from django.conf import settings

    from giuloi.records import installation
    from giuloi.records.places import places

    _check_origin(origin)
    installation.refuse_half(places())
    with _telling_what_is_half_made(installation.parts(places())):
        records_ready.make_room()
        installation.refuse_used_database()
        _migrate()
        public_key = installation.create(datetime.now(UTC), origin)
    fingerprint = VerifierKey.parse(public_key).fingerprint
    typer.echo(say(f"Dữ liệu: {data}", f"data: {data}"))
    typer.echo(say(f"Khóa gốc: {settings.GIULOI_ROOT_KEY}", f"root key: {settings.GIULOI_ROOT_KEY}"))
    typer.echo(say(f"Khóa công khai của sổ: {public_key}", f"the ledger's public key: {public_key}"))
    typer.echo(say(f"Dấu vân khóa ấy: {fingerprint}", f"its fingerprint: {fingerprint}"))
    typer.echo(
        say(
            "Sao lưu khóa gốc ở nơi khác với dữ liệu: mất khóa là mất tất cả.",
            "Back the root key up apart from the data: who loses it loses everything.",
        )
    )
    typer.echo(
        say(
            "Chưa có chính sách nào có hiệu lực. Bước tiếp theo: giuloi policy publish chinh-sach.md",
            "No policy is in force yet. Next: giuloi policy publish YOUR-POLICY.md",
        )
    )


@migrate.command(help=say("Cập nhật cấu trúc cơ sở dữ liệu.", "Bring the database's tables up to date."))
def bring_up_to_date() -> None:
    """Apply the migrations that are missing."""
    records_ready.load()
    records_ready.refuse_before_init()
    _migrate()


@check_deploy.command(help=say("Kiểm tra cấu hình triển khai.", "Check the settings for deployment."))
def check() -> None:
    """Our own sentences, then Django's deployment check, with every warning an error."""
    records_ready.load()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    from giuloi.doors.cli.deployment import faults

    found = list(faults())
    for sentence in found:
        typer.echo(f"✗ {sentence}", err=True)
    if found:
        raise typer.Exit(1)
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except SystemCheckError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


class NotMade(GiuloiError):
    """`giuloi init` could not do its work; the message says why."""


def _check_origin(origin: str) -> None:
    from giuloi.records import installation

    try:
        if origin:
            installation.check_origin(origin)
    except BadEvidence:
        raise typer.BadParameter(
            say(
                f"{origin!r}: tên không có dấu cách và dấu cộng, ví dụ tiembanh.example/giuloi",
                f"{origin!r}: a name has no spaces and no plus, such as tiembanh.example/giuloi",
            ),
            param_hint="--origin",
        ) from None


@contextmanager
def _telling_what_is_half_made(parts: Sequence[Path]) -> Iterator[None]:
    """None of these stood before. Removing them is left to the operator: another `init` may have made them."""
    from django.db import DatabaseError

    try:
        yield
    except (GiuloiError, OSError, DatabaseError) as error:
        if left := [str(path) for path in parts if path.exists()]:
            names = ", ".join(left)
            typer.echo(
                say(
                    f"Cài đặt dở dang, chưa niêm phong gì: hãy xóa {names} rồi chạy lại giuloi init.",
                    f"Half made, and nothing was sealed yet: remove {names} and run giuloi init again.",
                ),
                err=True,
            )
        if isinstance(error, OSError):
            raise NotMade(f"{error.filename}: {error.strerror}") from error
        if isinstance(error, DatabaseError):
            raise records_ready.no_answer(error) from error
        raise


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise records_ready.no_answer(error) from error
