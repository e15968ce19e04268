"""`giuloi find`: from a phone number or e-mail address to a customer's id, by the blind index.

Nothing is opened, so nothing goes into the ledger, and nothing of the customer is printed but the id.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from giuloi.core.identifiers import Kind, Unnormalisable, norm_v1
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=say(
        "Tìm mã khách hàng theo điện thoại hoặc email. Dấu - : gõ vào sau, không nằm lại trong lịch sử lệnh.",
        "Find a customer's id by phone or e-mail. A dash: type it afterwards, so that no shell remembers it.",
    )
)
def find(
    phone: Annotated[str, typer.Option(help=say("số điện thoại, hoặc -", "the number, or -"))] = "",
    email: Annotated[str, typer.Option(help=say("địa chỉ email, hoặc -", "the address, or -"))] = "",
) -> None:
    """Exit 1 when nobody is known by it."""
    if bool(phone) == bool(email):
        raise typer.BadParameter(
            say("hãy ghi một trong hai", "write one of them"), param_hint="--phone, --email"
        )
    records_ready.set_up()
    found = _known("phone", phone) if phone else _known("email", email)
    if not found:
        raise NotThere(say("không có khách hàng nào như vậy", "no customer is known by it"))
    heading = (say("khách hàng", "customer"), say("loại", "standing"), say("vụ việc đang mở", "open cases"))
    print_columns([heading, *(_row(subject) for subject in found)])


def _known(kind: Kind, given: str) -> list[int]:
    from giuloi.records.keyring import keyring

    value = sys.stdin.readline() if given == "-" else given
    try:
        return sorted(set(keyring().find(kind, norm_v1(kind, value))))
    except Unnormalisable as error:
        raise typer.BadParameter(say(error.vi, error.en), param_hint=f"--{kind}") from None


def _row(subject: int) -> tuple[str, str, str]:
    from giuloi.records.cases import Case
    from giuloi.records.subjects import standing_of

    found = standing_of(subject)
    cases = Case.objects.filter(subject_id=subject, closed_at=None).order_by("opened_at", "id")
    open_cases = " ".join(str(case.id) for case in cases)
    return str(subject), found[0].value if found else "-", open_cases or "-"
