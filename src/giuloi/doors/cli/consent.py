"""`giuloi consent`: write down what a customer said at the counter, on the telephone or by post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.choices import NotThere, customer, one_of
from giuloi.doors.cli.receipt import ReceiptFile, short_form
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

NOTED = "code/consent_noted"  # the ledger says that the shop wrote it down, not the customer's own hand

Subject = Annotated[int, typer.Argument(help=say("khách hàng hoặc vụ việc", "the customer, or a case"))]
Purpose = Annotated[str, typer.Option(help=say("mục đích trong chính sách", "a purpose of the policy"))]
By = Annotated[str, typer.Option("--channel", help=" | ".join(Channel))]
Recipient = Annotated[str, typer.Option(help=say("bên nhận được gọi tên", "the recipient by name"))]
How = Annotated[str, typer.Option("--method", help=" | ".join(Method))]
Spoken = Annotated[str, typer.Option("--wording-lang", help=say("vi | en: lời ấy", "vi | en: of the words"))]
Receipt = Annotated[
    Path | None, typer.Option(help=say("ghi biên nhận vào tệp mới này", "write the receipt to this new file"))
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
    wording_lang: Spoken = "",
    receipt: Receipt = None,
) -> None:
    """In force when this returns."""
    if not wording.strip():
        raise typer.BadParameter(
            say("hãy ghi câu khách đã đọc hoặc nghe", "write the words that the customer read or heard"),
            param_hint="--wording",
        )
    spoken = _language(wording_lang)
    _record(ConsentState.GIVEN, subject, purpose, channel, wording, spoken, method, recipient, receipt)


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
    wording_lang: Spoken = "",
    receipt: Receipt = None,
) -> None:
    """Nobody has to give a reason, or words, to withdraw."""
    silent = say("(rút lại, không ghi lời)", "(withdrawn; no words were recorded)")
    said = wording if wording.strip() else silent
    spoken = _language(wording_lang)
    _record(ConsentState.WITHDRAWN, subject, purpose, channel, said, spoken, method, recipient, receipt)


@app.command(help=say("In lại biên nhận của một lần đồng ý.", "Give the receipt of a consent once more."))
def receipt(
    number: Annotated[int, typer.Argument(metavar="NO", help=say("số biên nhận", "the receipt's number"))],
    to: Annotated[
        Path | None, typer.Option("--receipt", help=say("ghi vào tệp mới này", "write it to this new file"))
    ] = None,
) -> None:
    """Always the same receipt for the same record."""
    records_ready.set_up()
    from giuloi.records.consents import ConsentRecord

    if not ConsentRecord.objects.filter(id=number).exists():
        raise NotThere(say(f"không có biên nhận số {number}", f"there is no receipt no. {number}"))
    with ReceiptFile(to) as file:
        _tell(number, file)


def _record(
    state: ConsentState,
    whose: int,
    purpose: str,
    channel: str,
    wording: str,
    language: str,
    method: str,
    recipient: str,
    receipt: Path | None,
) -> None:
    records_ready.set_up()
    from giuloi.records import consents
    from giuloi.records.published import by_id
    from giuloi.records.subjects import standing_of

    subject = customer(whose)
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
        language,
        Method(one_of("--method", method, Method)),
        recipient,
    )
    _refuse_nothing_to_withdraw(state, before.get(asked.key))
    with ReceiptFile(
        receipt
    ) as file:  # made before anything is recorded: a consent without its paper is half
        _tell(_written(state, subject, [asked]), file)


def _written(state: ConsentState, subject: int, asked: Sequence[Any]) -> int:
    from giuloi.promises.collect.withdrawn import settle_withdrawn
    from giuloi.records import consents

    write = consents.give if state is ConsentState.GIVEN else consents.withdraw
    record = write(subject, asked, datetime.now(UTC), NOTED)[0]
    settle_withdrawn(subject, datetime.now(UTC))  # open orders follow what was just said (VI.7)
    return record


def _language(given: str) -> str:
    """Of the words that were read; the operator's own language when nothing is said."""
    return one_of("--wording-lang", given or say("vi", "en"), ("vi", "en"))


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


def _tell(record: int, file: ReceiptFile) -> None:
    """The record's number and state; the whole receipt where it was asked for."""
    from giuloi.records.receipts import receipt_for

    signed = receipt_for(record)
    typer.echo(short_form(signed))
    file.write(signed)
