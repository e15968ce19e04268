"""`giuloi recipient`: who outside the shop may receive anything, under which agreement, until when (III.1, III.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from giuloi.core.terms import GiuloiError, Relation
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, field_of, one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.hashed_list import hashed_list
from giuloi.doors.cli.seeded import leaked, whose
from giuloi.doors.cli.stopping import stopped, stopping, told
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Bên nhận thông tin và thỏa thuận với họ.", "Recipients, and the agreements with them."),
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help=say("tên như trong chính sách", "as the policy names it"))
]

app.command(
    "hashed-list",
    help=say(
        "Danh sách địa chỉ đã băm cho nền tảng quảng cáo.", "Hashed addresses for an advertising platform."
    ),
)(hashed_list)
app.command(
    help=say("Bên nhận phải được báo ngừng sử dụng.", "Recipients to be told that a consent was taken back.")
)(stopping)
app.command(help=say("Ghi rằng thư ấy đã gửi.", "Note that such a letter was sent."))(told)
app.command(help=say("Ghi rằng bên nhận đã ngừng.", "Note that the recipient confirmed that it stopped."))(
    stopped
)

app.command(help=say("Mã khách mà bên nhận đọc là của ai.", "Whose code it is that a recipient gives."))(
    whose
)
app.command(help=say("Địa chỉ gài đã đưa cho bên nào.", "Which recipient a seeded address was given to."))(
    leaked
)


class NotBound(GiuloiError):
    """A recipient that cannot be enabled yet; the message says what its agreement lacks."""


@app.command(help=say("Ghi một bên nhận, chưa bật.", "Write a recipient down; it stays disabled."))
def add(
    name: Name,
    relation: Annotated[str, typer.Option(help="needed_for_order | processor | unrelated")] = "",
    country: Annotated[str, typer.Option(help="VN, SG, …")] = "",
    purpose: Annotated[list[str] | None, typer.Option(help=say("nhiều lần được", "may be repeated"))] = None,
    field: Annotated[list[str] | None, typer.Option(help=say("nhiều lần được", "may be repeated"))] = None,
    paid: Annotated[bool, typer.Option(help=say("có trả tiền", "money is paid for it"))] = False,
) -> None:
    """What is not said is taken from the policy's own block of that name."""
    records_ready.set_up()
    from giuloi.core.fields import mask_of
    from giuloi.records import recipients

    block = _block(name)
    if block is None and not (relation and country and purpose and field):
        raise NotThere(
            say(
                f"chính sách không có bên nhận {name}: ghi đủ --relation, --country, --purpose, --field",
                f"the policy has no recipient {name}: give --relation, --country, --purpose and --field",
            )
        )
    said = block or {}
    known = [one for one in Relation if one is not Relation.AUTHORITY]
    recipients.add(
        name,
        Relation(one_of("--relation", relation or str(said["relation"]), known)),
        country or str(said["country"]),
        purpose or list(said["purposes"]),
        mask_of(field_of(one) for one in field) if field else int(said["fields"]),
        datetime.now(UTC),
        paid=paid,
    )
    typer.echo(say(f"Đã ghi {name}, chưa bật.", f"{name} is written down, and disabled."))


@app.command(help=say("Ghi thỏa thuận đã ký.", "Record a signed agreement."))
def agreement(
    name: Name,
    terms: Annotated[Path, typer.Argument(metavar="TERMS.yaml", exists=True, dir_okay=False)],
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", exists=True, dir_okay=False)],
    valid_from: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"])],
    valid_until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"])],
) -> None:
    """TERMS.yaml has the seven contents by name, each a text. Prints the document's SHA-256."""
    records_ready.set_up()
    from giuloi.records import recipients

    digest = recipients.agree(
        *(name, _terms(terms), document.read_bytes()),
        *(valid_from.date(), valid_until.date(), datetime.now(UTC)),
    )
    typer.echo(f"SHA-256  {digest}")


@app.command(help=say("Cho phép bên này nhận.", "Let it receive."))
def enable(name: Name) -> None:
    """Says what its agreement lacks if it cannot be."""
    records_ready.set_up()
    from giuloi.records import recipients

    try:
        recipients.enable(name, datetime.now(UTC))
    except recipients.NotReady as unready:
        lacking = ", ".join(_lacks(one) for one in unready.lacking)
        raise NotBound(
            say(f"chưa bật được {name}, còn thiếu: {lacking}", f"{name} lacks: {lacking}")
        ) from None
    typer.echo(say(f"{name} được nhận từ bây giờ.", f"{name} may receive from now on."))


@app.command(help=say("Không đưa gì cho bên này nữa.", "Nothing goes there any more."))
def disable(name: Name) -> None:
    """At once; its agreements and history stay."""
    records_ready.set_up()
    from giuloi.records import recipients

    recipients.disable(name, datetime.now(UTC))
    typer.echo(say(f"{name} không được nhận gì nữa.", f"{name} receives nothing any more."))


@app.command(name="list", help=say("Ai được nhận, và còn thiếu gì.", "Who may receive, and what is lacking."))
def show() -> None:
    """Recipients written down; after them, those the policy names that nobody wrote down."""
    records_ready.set_up()
    from giuloi.records import recipients

    found = recipients.registered(datetime.now(UTC))
    heading = (say("tên", "name"), say("quan hệ", "relation"), say("nước", "country"))
    print_columns(
        [
            (*heading, say("được nhận", "receives"), say("đến hết", "until"), say("còn thiếu", "lacks")),
            *(_line(one) for one in found),
        ]
    )
    for name in sorted(set(_named()) - {one.name for one in found}):
        typer.echo(
            say(
                f"{name}: có trong chính sách, chưa ghi: `giuloi recipient add {name}`",
                f"{name}: in the policy, not written down: `giuloi recipient add {name}`",
            ),
            err=True,
        )


def _lacks(one: str) -> str:
    from giuloi.records.recipient_words import LACKING

    return say(LACKING[one].vi, LACKING[one].en)


def _line(one: Any) -> tuple[str, ...]:
    lacking = ", ".join(_lacks(each) for each in one.lacking)
    receives = say("có", "yes") if one.receives else say("không", "no")
    until = f"{one.until:%d/%m/%Y}" if one.until else "-"
    return one.name, one.relation.value, one.country, receives, until, lacking or "-"


def _named() -> dict[str, Any]:
    from giuloi.records.published import current

    return {
        one.name.removeprefix("recipient."): one.values
        for one in current().policy.requirements
        if one.name.startswith("recipient.")
    }


def _block(name: str) -> Any:
    return _named().get(name)


def _terms(file: Path) -> dict[str, str]:
    try:
        read = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        read = None
    if not isinstance(read, dict) or not all(isinstance(one, str) for one in (*read, *read.values())):
        raise typer.BadParameter(
            say("cần một bảng YAML: tên nội dung: văn bản", "a YAML table is needed: content: text"),
            param_hint="TERMS.yaml",
        )
    return read
