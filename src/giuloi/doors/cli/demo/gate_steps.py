"""Five questions to the gate: who may see what, by which sentence of the policy, and what consent changes."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, Relation
from giuloi.doors.cli.demo.asking import Question, must_open, must_refuse
from giuloi.doors.cli.demo.cast import AN, BINH
from giuloi.doors.cli.demo.expect import expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.receipt import short_form
from giuloi.doors.cli.tongue import say

DELIVERY = ("delivery_name", "delivery_phone", "delivery_address", "purchases", "order_note")
ADVERTISER = "quang-cao-phuong-nam"  # invented, and named: consent for one recipient is none for another


def fulfilment_opens_a_delivery(stage: Stage, screen: Screen) -> None:
    """I.1: an open order lets those who fulfil it see what it needs."""
    from giuloi.records.credentials import hold_as_staff

    holding = hold_as_staff(stage.khoa, "supply", stage.an_case)
    opened = must_open(screen, stage, Question(holding, DELIVERY, stage.an), "I.1")
    said = {"delivery_name": AN.name, "delivery_phone": AN.phone, "order_note": AN.note}
    expect(
        said.items() <= opened.items(),
        say("không đúng những gì khách đã ghi", "this is not what the customer wrote"),
    )


def marketing_asks_without_consent(stage: Stage, screen: Screen) -> None:
    """I.3: silence is not consent."""
    must_refuse(screen, stage, _binhs_phone(stage), "I.3", "promotion/sms")


def consent_opens_and_has_a_receipt(stage: Stage, screen: Screen) -> None:
    """I.3 and IV.4: one purpose, one channel, the words that were shown, a signed receipt."""
    from giuloi.records import consents
    from giuloi.records.receipts import receipt_for

    wording = say("Tôi đồng ý nhận tin khuyến mãi qua tin nhắn.", "I agree to promotions by text message.")
    screen.say(say(f"Khách đánh dấu: “{wording}”", f"The customer ticks: “{wording}”"))
    asked = consents.Asked("promotion", Channel.SMS, wording, say("vi", "en"), Method.WEB)
    record = consents.give(stage.binh, [asked], datetime.now(UTC))[0]
    receipt = receipt_for(record)
    file = stage.house.customer / "receipt.json"
    file.write_text(json.dumps(receipt, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    screen.say(short_form(receipt))
    if stage.house.kept:
        whole = say(f"Trọn biên nhận, ISO/IEC TS 27560: {file}", f"All of it, ISO/IEC TS 27560: {file}")
        screen.say(whole, "dim")
    opened = must_open(screen, stage, _binhs_phone(stage), "I.3")
    expect(
        opened == {"phone": BINH.phone}, say("không đúng số của khách", "this is not the customer's number")
    )


def partner_asks_for_purchases(stage: Stage, screen: Screen) -> None:
    """III.1: no purchase goes to an unrelated third party for advertising."""
    from giuloi.records.credentials import add_key, hold_with_key

    now = datetime.now(UTC)
    token = add_key(
        *("partner", ["advertising"], ["purchases"], now + timedelta(days=1)),
        *(ADVERTISER, Relation.UNRELATED),
    )
    holding = hold_with_key(token, "advertising", now, stage.campaign)
    question = Question(holding, ["purchases"], stage.an)
    must_refuse(screen, stage, question, "III.1", f"advertising/in_house/{ADVERTISER}")


def withdrawal_shuts_at_once(stage: Stage, screen: Screen) -> None:
    """IV.4: a member takes consent back, and the very next question is refused."""
    from giuloi.records import consents
    from giuloi.records.credentials import hold_as_staff

    holding = hold_as_staff(stage.lan, "promotion", stage.campaign)
    question = Question(holding, ["email"], stage.an, Channel.EMAIL)
    must_open(screen, stage, question, "I.3")
    wording = say("Tôi không muốn nhận thư khuyến mãi nữa.", "I no longer want promotions by e-mail.")
    screen.say(say(f"Khách rút lại: “{wording}”", f"The customer takes it back: “{wording}”"))
    asked = consents.Asked("promotion", Channel.EMAIL, wording, say("vi", "en"), Method.WEB)
    started = time.monotonic()
    consents.withdraw(stage.an, [asked], datetime.now(UTC))
    effect = round(1000 * (time.monotonic() - started))
    screen.say(say(f"Có hiệu lực sau {effect} ms.", f"In force after {effect} ms."), "dim")
    must_refuse(screen, stage, question, "IV.4", "promotion/email")


def _binhs_phone(stage: Stage) -> Question:
    from giuloi.records.credentials import hold_as_staff

    holding = hold_as_staff(stage.lan, "promotion", stage.campaign)
    return Question(holding, ["phone"], stage.binh, Channel.SMS)
