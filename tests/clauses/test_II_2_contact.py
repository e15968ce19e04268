"""II.2: customers are contacted directly when needed, through a channel allowed for that very purpose.

Advertising only from 8 to 20, calls only from 8 to 17, no channel more than once in 24 hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from giuloi.core.policy.figures import within
from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.use import cases, contact
from giuloi.promises.use.outreach import rules
from giuloi.records.uses import pending
from tests.clauses.way import Way, outcome, would_be_noticed
from tests.clauses.wording import (
    ENFORCED,
    block,
    codes,
    compiled,
    kept,
    policy_of,
    text_with,
    the_policy,
    without,
)
from tests.promises.use.outreach.conftest import OFFER, Desk
from tests.records.conftest import NOON, Shop

FIELDS = {"email": "email", "sms": "phone", "phone": "phone", "zalo": "zalo", "messenger": "messenger"}
PEOPLE = {
    "supply": ("care", CaseKind.ORDER),
    "care": ("care", CaseKind.CARE),
    "rights": ("care", CaseKind.REQUEST),
}
DAY = {"email": ("08:00", "20:00"), "sms": ("08:00", "20:00"), "zalo": ("08:00", "20:00")}
HOURS = {**DAY, "phone": ("08:00", "17:00")}


@pytest.mark.parametrize("purpose", PEOPLE)
def test_a_purpose_reaches_people_by_its_own_channels_only(shop: Shop, purpose: str) -> None:
    """Each channel there is, tried: those the purpose names open, the others are not spoken of."""
    role, case = PEOPLE[purpose]
    own = the_policy().purposes[purpose].channels
    assert 0 < len(own) < len(Channel) - 1
    for channel in set(Channel) - {Channel.IN_HOUSE}:
        way = Way(purpose, role, ("name",), case, channel=channel)
        ends = f"{the_policy().purposes[purpose].clause} permitted" if channel in own else "II.1 channel"
        assert outcome(shop, way) == ends, channel


def test_a_channel_more_in_the_policy_would_be_noticed(shop: Shop) -> None:
    """Write Messenger into the purpose, and the same message is allowed."""
    supply = block("purpose.supply")
    more = text_with(
        (supply, supply.replace('"phone", "zalo"]\nroles', '"phone", "zalo", "messenger"]\nroles'))
    )
    way = Way("supply", "care", ("name",), CaseKind.ORDER, channel=Channel.MESSENGER)
    would_be_noticed(shop, more, way, "II.1 channel", "I.1 permitted")


def test_the_case_of_another_purpose_does_not_let_anybody_call(shop: Shop) -> None:
    """A care case is no order, and an order is no care case."""
    call = Way("supply", "care", ("phone",), CaseKind.CARE, channel=Channel.PHONE)
    assert outcome(shop, call) == "I.1 no_case"
    assert outcome(shop, replace(call, purpose="care", case=CaseKind.ORDER)) == "I.2 no_case"


def test_hours_and_caps_are_compiled_as_they_are_written() -> None:
    """From eight to eight, calls to five, once in a day."""
    rules = {str(rule.channel): rule for rule in the_policy().contacts}
    assert {name: rule.hours for name, rule in rules.items()} == HOURS
    assert {rule.per_day for rule in rules.values()} == {1}


@pytest.mark.parametrize(
    ("channel", "old", "new"),
    [
        ("phone", '"17:00"', '"18:00"'),
        ("phone", "per_day = 1", "per_day = 2"),
        ("sms", '"20:00"', '"22:30"'),
        ("sms", "per_day = 1", "per_day = 4"),
        ("email", "per_day = 1", "per_day = 4"),
    ],
)
def test_hours_and_caps_looser_than_the_law_do_not_compile(channel: str, old: str, new: str) -> None:
    """Decree 91/2020 is cited."""
    rule = block(f"contact.{channel}")
    result = compiled(text_with((rule, rule.replace(old, new))))
    [wrong] = [one for one in result.diagnostics if one.severity == "error"]
    assert (wrong.code, wrong.clause) == ("looser", "II.2")
    assert "91/2020" in wrong.en


def test_a_rule_taken_out_leaves_what_the_law_says() -> None:
    """Without [contact.sms] text messages fall back to the law's hours and cap, never to none."""
    rules = {rule.channel: rule for rule in policy_of(without("contact.sms")).contacts}
    assert (rules[Channel.SMS].hours, rules[Channel.SMS].per_day) == (("07:00", "22:00"), 3)
    for rule in the_policy().contacts:
        figure = the_policy().figures.get(f"contact.{rule.channel}.hours")
        assert figure is None or within(rule.hours, figure)


@pytest.mark.parametrize(
    ("clock", "sent"), [((0, 59), 0), ((1, 0), 1), ((12, 59), 1), ((13, 0), 0)]
)  # UTC: 7:59, 8:00, 19:59 and 20:00 in Viet Nam
def test_advertising_goes_out_between_eight_and_eight_only(
    desk: Desk, clock: tuple[int, int], sent: int
) -> None:
    """To the minute, on Vietnamese time."""
    desk.willing(1)
    campaign = desk.started()
    desk.clock = desk.clock.replace(hour=clock[0], minute=clock[1], second=0)
    assert desk.work(campaign) == sent


@pytest.mark.parametrize(("hours", "sent"), [(23.99, 0), (24.01, 1)])
def test_no_channel_is_used_twice_in_a_day_whatever_the_campaign(desk: Desk, hours: float, sent: int) -> None:
    """A rolling day; promotions and services count together."""
    desk.willing(1, ("promotion", Channel.EMAIL), ("services", Channel.EMAIL))
    desk.work(desk.started())
    second = desk.started(replace(OFFER, purpose="services"))
    desk.clock += timedelta(hours=hours)
    assert desk.work(second) == sent


@pytest.mark.parametrize(("hour", "open_then"), [(0, False), (1, True), (9, True), (10, False)])
def test_calls_are_made_between_eight_and_five_only(shop: Shop, hour: int, open_then: bool) -> None:
    """UTC: 7, 8, 16 and 17 o'clock in Viet Nam."""
    assert rules.rule_for(Channel.PHONE).is_open(NOON.replace(hour=hour)) is open_then


def test_the_stricter_of_policy_and_law_holds() -> None:
    """A policy without a rule leaves the law's three text messages from 7 to 22; ours is stricter."""
    ours, without_it = the_policy(), policy_of(without("contact.sms"))
    assert rules.strictest(Channel.SMS, [ours]).hours == ("08:00", "20:00")
    assert rules.strictest(Channel.SMS, [without_it]).per_day == 3
    both = rules.strictest(Channel.SMS, [without_it, ours])
    assert (both.hours, both.per_day) == (("08:00", "20:00"), 1)


def test_hours_and_caps_are_kept() -> None:
    """Without the blocks the sentence would stand alone, and the compiler says so."""
    assert kept("II.2") == dict.fromkeys(
        (f"contact.{name}" for name in ("email", "sms", "phone", "zalo")), ENFORCED
    )
    assert codes(without("contact.email", "contact.sms", "contact.phone", "contact.zalo"), "warning") >= {
        "no-rule"
    }


def test_a_clerk_contacts_under_an_open_case_by_a_channel_that_is_allowed(shop: Shop, an: int) -> None:
    """An agreed to care by e-mail: e-mail goes in line, a text message does not, nothing does once it is closed."""
    shop.give(an, ("care", Channel.IN_HOUSE), ("care", Channel.EMAIL))
    case = cases.begin(an, shop.now())
    staff = shop.staff("care", "care", case).staff or 0
    with pytest.raises(contact.NotContacted, match="not contacted") as caught:
        contact.contact(case, Channel.SMS, "Dạ hai ngày ạ.", staff, shop.now())
    assert caught.value.clause == "IV.4"
    with pytest.raises(contact.NotContacted):
        contact.contact(case, Channel.POST, "Dạ hai ngày ạ.", staff, shop.now())
    cases.close(case, shop.now())
    with pytest.raises(contact.NotContacted):
        contact.contact(case, Channel.EMAIL, "Dạ hai ngày ạ.", staff, shop.now())
    assert contact.contacts_of(an) == []


def test_every_contact_is_in_the_history(shop: Shop, an: int) -> None:
    """By which way and when; a call is in the ledger as one."""
    shop.give(an, ("care", Channel.IN_HOUSE), ("care", Channel.PHONE))
    case = cases.care_case(cases.begin(an, shop.now()))
    assert case is not None
    contact.number_for_call(case, shop.staff("care", "care", case.id).staff or 0, shop.now())
    use = pending.waiting(1000)[-1].use
    assert (use.channel, use.purpose, use.subjects) == ("phone", "care", (an,))
