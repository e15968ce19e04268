"""`giuloi campaign`: campaigns in numbers, and the operator's hand on them. No list of people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.doors.cli import records_ready
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.told import clock_time
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Các chiến dịch gửi tin.", "Campaigns."),
)
Number = Annotated[int, typer.Argument(help=say("số của chiến dịch (xem: list)", "its number (see: list)"))]


@app.command(name="list", help=say("Liệt kê, mới nhất trước.", "List them, the newest first."))
def show_all() -> None:
    """Number, name, what for, how, how far."""
    records_ready.set_up()
    from giuloi.promises.use.outreach.campaigns import every

    heading = (
        say("số", "number"),
        say("tên", "name"),
        say("mục đích", "for"),
        say("kênh", "by"),
        say("trạng thái", "state"),
        say("bắt đầu", "begun"),
    )
    rows = [
        (
            str(one.id),
            one.draft.name,
            one.draft.purpose,
            one.draft.channel.value,
            " ".join(filter(None, (one.state.value, one.why))),
            clock_time(one.started_at) if one.started_at else "-",
        )
        for one in every()
    ]
    print_columns([heading, *rows])


@app.command(
    help=say("Tiến độ, và lý do của những tin không gửi.", "How far it is, and why some were not sent.")
)
def show(campaign: Number) -> None:
    """Counts by state and reason."""
    records_ready.set_up()
    from giuloi.promises.use.outreach.progress import progress

    done = progress(_known(campaign), datetime.now(UTC))
    typer.echo(
        f"{done.campaign.draft.name}: {' '.join(filter(None, (done.campaign.state, done.campaign.why)))}"
    )
    rows = [(say("đã gửi", "sent"), "", f"{done.sent:,}")]
    rows += [(state.value, why, f"{count:,}") for state, why, count in done.reasons]
    print_columns([(say("kết quả", "outcome"), say("vì", "why"), say("số tin", "messages")), *rows])
    if done.rate:
        left = "" if done.left is None else say(f", còn khoảng {done.left}", f", about {done.left} left")
        typer.echo(say(f"{done.rate:,} tin một phút{left}", f"{done.rate:,} a minute{left}"))


@app.command(
    help=say("Gửi ngay tại đây cho tới khi xong.", "Send in the foreground until there is nothing to do.")
)
def run(campaign: Number) -> None:
    """Ctrl-C stops between two batches; whoever runs it next goes on there."""
    records_ready.set_up()
    from giuloi.promises.use.outreach import sending
    from giuloi.promises.use.outreach.progress import progress

    _known(campaign)
    while sending.work(campaign, 5.0):
        done = progress(campaign, datetime.now(UTC))
        left = "" if done.left is None else say(f", còn khoảng {done.left}", f", about {done.left} left")
        typer.echo(
            say(
                f"đã gửi {done.sent:,}, {done.rate:,}/phút{left}",
                f"{done.sent:,} sent, {done.rate:,}/min{left}",
            )
        )
    show(campaign)


@app.command(help=say("Tạm dừng ngay.", "Pause at once."))
def pause(campaign: Number) -> None:
    """Nothing more is begun."""
    _act(campaign, "pause")


@app.command(help=say("Dừng hẳn.", "Stop for good."))
def stop(campaign: Number) -> None:
    """It cannot be taken up again."""
    _act(campaign, "stop")


@app.command(help=say("Gửi tiếp sau khi tạm dừng.", "Go on after a pause."))
def resume(
    campaign: Number,
    staff: Annotated[
        int, typer.Option(help=say("người tiếp thị chịu trách nhiệm", "who of marketing answers for it"))
    ],
) -> None:
    """Somebody of marketing answers for it again."""
    records_ready.set_up()
    from giuloi.promises.use.outreach import campaigns, drafts

    try:
        campaigns.resume(_known(campaign), staff, datetime.now(UTC))
    except drafts.NotNow as error:
        raise typer.BadParameter(say(error.words.vi, error.words.en)) from None


def _act(campaign: int, what: str) -> None:
    records_ready.set_up()
    from giuloi.promises.use.outreach import campaigns, drafts

    try:
        {"pause": campaigns.pause, "stop": campaigns.stop}[what](_known(campaign), datetime.now(UTC))
    except drafts.NotNow as error:
        raise typer.BadParameter(say(error.words.vi, error.words.en)) from None


def _known(campaign: int) -> int:
    from giuloi.promises.use.outreach.campaigns import Unknown, find

    try:
        return find(campaign).id
    except Unknown:
        raise typer.BadParameter(say("không có chiến dịch này", "there is no such campaign")) from None
