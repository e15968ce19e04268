"""`giuloi channel`: by which ways messages go out, where they are processed, and whether one arrives."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from giuloi.core.terms import Channel, Secret
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Các đường gửi tin cho khách.", "The ways messages go out."),
)
_SHOWN = (Channel.EMAIL, Channel.SMS, Channel.ZALO, Channel.MESSENGER, Channel.PHONE)


@app.command(
    name="list",
    help=say("Đường nào gửi được, qua ai, ở nước nào.", "Which ways work, by whom, and in which country."),
)
def show() -> None:
    """One row a channel; below, where providers report what became of a message."""
    records_ready.load()
    from giuloi.promises.use.channels import NotDelivered, adapter_of, callbacks

    heading = (say("kênh", "channel"), say("qua", "by"), say("nước", "country"), say("trạng thái", "state"))
    table, known = [heading], []
    for channel in _SHOWN:
        try:
            adapter = adapter_of(channel)
            known.append(adapter.name)
            table.append(
                (
                    channel.value,
                    adapter.name,
                    adapter.country or say("chưa khai", "not said"),
                    _state(adapter),
                )
            )
        except NotDelivered as error:
            table.append((channel.value, "-", "-", say(error.words.vi, error.words.en)))
    print_columns(table)
    for name in ("esms", "speedsms", "zalo"):
        if name in known and (address := callbacks.address(name)):
            # The address is as good as a password: whoever has it can say that messages failed.
            typer.echo(f"{say('nơi nhận báo cáo của', 'reports of')} {name}: {address}")


def _state(adapter: Any) -> str:
    from giuloi.promises.use.channels import NotDelivered

    if adapter.by_hand:
        return say("người của tiệm gọi", "a person of the shop calls")
    try:
        adapter.ready()
    except NotDelivered as error:
        return say(error.words.vi, error.words.en)
    return say("sẵn sàng", "ready")


@app.command(
    help=say(
        "Gửi thử một tin tới địa chỉ bạn gõ vào (hãy dùng địa chỉ của chính mình).",
        "Send a test message to an address that you type in (use your own).",
    )
)
def test(channel: Annotated[str, typer.Argument(help="email, sms, zalo, messenger")]) -> None:
    """Exit 0 when the provider took it; otherwise 1 and what it means. The address is asked for, and kept nowhere."""
    wanted = Channel(one_of("CHANNEL", channel, Channel))
    records_ready.load()
    from giuloi.core.bilingual import Words
    from giuloi.promises.use.channels import Message, NotDelivered, adapter_of
    from giuloi.records.ids import new_id

    message = Message(
        Words("Tin thử của Giữ Lời", "Giữ Lời test"),
        Words("Đây là tin thử của cửa hàng.", "This is a test message of the shop."),
        say("vi", "en"),
    )
    try:
        adapter = adapter_of(wanted)
        adapter.ready()
        to = Secret(typer.prompt(say("Gửi tới", "Send to")).strip())
        with adapter.open() as line:
            number = line.send(to, message, f"{new_id():x}")
    except NotDelivered as error:
        typer.echo(say(error.words.vi, error.words.en), err=True)
        raise typer.Exit(1) from None
    typer.echo(say(f"{adapter.name} đã nhận, mã {number}.", f"{adapter.name} took it as {number}."))
