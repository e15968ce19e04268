"""`giuloi orders`: the order cases that are open. What is known of each is named, and stays masked."""

from __future__ import annotations

from typing import Annotated

import typer

from giuloi.core.fields import names_in
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=say("Các đơn hàng đang mở, che kín.", "The open orders, masked."))
def orders(
    limit: Annotated[int, typer.Option(min=1, help=say("nhiều nhất bao nhiêu", "at most so many"))] = 20,
) -> None:
    """Newest first. No key is needed for this list, and none is used."""
    records_ready.set_up()
    from giuloi.promises.collect.orders import states_of
    from giuloi.records.cases import open_orders
    from giuloi.records.vault import fields_held

    found, total = open_orders(limit)
    about = [(one, one.subject, one.record) for one in found if one.subject and one.record]
    states = states_of([record for _, _, record in about])
    rows = [
        (
            str(one.id),
            states.get(record, "-"),
            clock_time(one.opened_at),
            _masked(fields_held(subject).get(record, 0)),
        )
        for one, subject, record in about
    ]
    print_columns(
        [
            (
                say("vụ việc", "case"),
                say("đơn", "order"),
                say("mở lúc", "opened"),
                say("có, che kín", "holds, masked"),
            ),
            *rows,
        ]
    )
    typer.echo(say(f"{len(found)} trên {total} đơn đang mở", f"{len(found)} of {total} open orders"))
    if found:
        typer.echo(say(*_WHAT_TO_TYPE))


def _masked(mask: int) -> str:
    """Which fields there are, by the names that `giuloi open --field` takes: that much is in clear."""
    return " ".join(names_in(mask))


_WHAT_TO_TYPE = (
    "Mở để làm đơn: giuloi open VỤ-VIỆC --staff MÃ --field TÊN …   (mã: giuloi staff list)\n"
    "Khách nói về sự đồng ý: giuloi consent give VỤ-VIỆC …   Khách xin bằng chứng: giuloi ledger bundle VỤ-VIỆC > tệp",
    "To open one: giuloi open CASE --staff ID --field NAME …   (ids: giuloi staff list)\n"
    "A customer consents: giuloi consent give CASE …   asks for evidence: giuloi ledger bundle CASE > file",
)
