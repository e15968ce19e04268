"""`giuloi consent`: write down what a customer said at the counter, on the telephone or by post."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, one_of
from giuloi.doors.cli.tongue import say

if TYPE_CHECKING:  # records need Django, which is brought up only when a command runs
    from giuloi.core.policy.clauses import Policy
    from giuloi.records.keyring.standing import ConsentKey

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Sự đồng ý của khách.", "A customer's consent."),
)

Subject = Annotated[int, typer.Argument(help=say("khách hàng", "the customer"))]
Purpose = Annotated[str, typer.Option(help=say("mục đích trong chính sách", "a purpose of the policy"))]
By = Annotated[str, typer.Option("--channel", help=" | ".join(Channel))]
Recipient = Annotated[str, typer.Option(help=say("bên nhận được gọi tên", "the recipient by name"))]
How = Annotated[str, typer.Option("--method", help=" | ".join(Method))]
Receipt = Annotated[
    Path | None, typer.Option(help=say("ghi biên nhận vào tệp này", "write the receipt to this file"))
]


@app.command(
    help=say(
        "Ghi sự đồng ý, với nguyên văn câu khách đã đọc hoặc nghe.",
        "Write down a consent, with the very words that the customer read or heard.",
    )
)
def give(
    subject: Subject,
    purpose: Purpose,
    channel: By,
    wording: Annotated[str, typer.Option(help=say("nguyên văn câu hỏi", "the question, word for word"))],
    method: How = Method.WRITTEN.value,
    recipient: Recipient = "",
    receipt: Receipt = None,
) -> None:
    """In force when this returns."""
    _record(ConsentState.GIVEN, subject, purpose, channel, wording, method, recipient, receipt)


@app.command(
    help=say(
        "Rút lại: có hiệu lực ngay khi lệnh này xong.", "Take it back: in force when this command returns."
    )
)
def withdraw(
    subject: Subject,
    purpose: Purpose,
    channel: By,
    wording: Annotated[str, typer.Option(help=say("khách đã nói gì", "what the customer said"))] = "",
    method: How = Method.WRITTEN.value,
    recipient: Recipient = "",
    receipt: Receipt = None,
) -> None:
    """Nobody has to give a reason, or words, to withdraw."""
    said = wording or say("(rút lại, không ghi lời)", "(withdrawn; no words were recorded)")
    _record(ConsentState.WITHDRAWN, subject, purpose, channel, said, method, recipient, receipt)


def _record(
    state: ConsentState,
    subject: int,
    purpose: str,
    channel: str,
    wording: str,
    method: str,
    recipient: str,
    receipt: Path | None,
) -> None:
    records_ready.set_up()
    from giuloi.records import consents
    from giuloi.records.published import by_id
    from giuloi.records.subjects import standing_of

    found = standing_of(subject)
    if found is None:
        raise NotThere(say(f"không có khách hàng {subject}", f"there is no customer {subject}"))
    before = consents.states_of(subject)
    known = _channels(by_id(found[2]).policy, before if state is ConsentState.WITHDRAWN else ())
    channels = known[one_of("--purpose", purpose, known)]
    asked = consents.Asked(
        purpose,
        Channel(one_of("--channel", channel, channels)),
        wording,
        say("vi", "en"),
        Method(one_of("--method", method, Method)),
        recipient,
    )
    _refuse_nothing_to_withdraw(state, before.get(asked.key))
    write = consents.give if state is ConsentState.GIVEN else consents.withdraw
    _tell(write(subject, [asked], datetime.now(UTC))[0], receipt)


def _channels(policy: Policy, answered: Iterable[ConsentKey]) -> dict[str, list[Channel]]:
    """purpose → channels: the policy's, and what was answered before, though the policy has dropped it since."""
    known = {name: [Channel.IN_HOUSE, *rule.channels] for name, rule in policy.purposes.items()}
    for purpose, channel, _ in answered:
        known.setdefault(purpose, []).append(Channel(channel))
    return known


def _refuse_nothing_to_withdraw(state: ConsentState, before: ConsentState | None) -> None:
    """Before anything is written: a withdrawal reaches the key store ahead of every other check."""
    if state is ConsentState.WITHDRAWN and before is not ConsentState.GIVEN:
        raise NotThere(
            say(
                "khách chưa đồng ý việc này, nên không có gì để rút",
                "this was not consented to: nothing to withdraw",
            )
        )


def _tell(record: int, receipt: Path | None) -> None:
    """The record's number and state; the whole receipt where it was asked for."""
    from giuloi.doors.cli.receipt import short_form
    from giuloi.records.receipts import receipt_for

    signed = receipt_for(record)
    typer.echo(short_form(signed))
    if receipt is not None:
        receipt.write_text(json.dumps(signed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        typer.echo(say(f"Biên nhận: {receipt}", f"receipt: {receipt}"))
