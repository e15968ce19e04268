"""Fourteen invented days of a shop at work, each event really done at its hour: orders, openings, refusals, a no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from giuloi.core.consent.record import Method
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind, Channel
from giuloi.doors.cli.demo.cast import AN, BINH, CHI, DUNG, Customer
from giuloi.doors.cli.demo.department import answer_for_days, open_department
from giuloi.doors.cli.demo.registration import form_for
from giuloi.doors.cli.tongue import say
from giuloi.promises.collect.invented import Invented, people

DAYS = 14
_A_DAY = 3  # orders
_DELIVERY = ("delivery_name", "delivery_phone", "delivery_address", "order_note")


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works for the shop, by staff id."""

    ha: int
    khoa: int
    lan: int


@dataclass(frozen=True, slots=True)
class Lived:
    """What is there at the end: subjects and orders by the name of their person."""

    an: int
    an_order: int
    binh: int
    binh_order: int


def live(policy: Policy, crew: Crew, now: datetime) -> Lived:
    """All fourteen days, the oldest first; the last orders are still open. Raises what the promises raise."""
    start = now - timedelta(days=DAYS)
    strangers = list(people(DAYS * _A_DAY, seed=1402))
    an, chi = _joins(AN, policy, start), _joins(CHI, policy, start + timedelta(hours=2))
    dung = _joins(DUNG, policy, start + timedelta(hours=3))
    campaign = _campaign(start)
    open_department(crew.ha, crew.khoa, start)
    for day in range(DAYS):
        morning = (start + timedelta(days=day)).replace(hour=1, minute=30)
        _a_day(strangers[day * _A_DAY : (day + 1) * _A_DAY], day, policy, crew, campaign, morning)
        if day == DAYS // 2:
            _takes_back(chi, morning + timedelta(hours=3))
            _asks_for_promotion(crew.lan, campaign, chi, morning + timedelta(hours=4))
        if day == DAYS - 4:
            _is_erased(dung, morning)
    answer_for_days(chi, crew.ha, start, now)
    return _today(an, crew, campaign, now)


def _joins(who: Customer, policy: Policy, at: datetime) -> int:
    from giuloi.promises.collect.members import register_member
    from giuloi.promises.collect.verification import note_verified

    subject = register_member(form_for(who, policy), at, ("phone", "email")).subject
    for field in ("phone", "email"):
        note_verified(subject, field, at)
    return subject


def _campaign(at: datetime) -> int:
    from giuloi.records.cases import open_case

    return open_case(CaseKind.CAMPAIGN, at)


def _a_day(
    buyers: Sequence[Invented], day: int, policy: Policy, crew: Crew, campaign: int, at: datetime
) -> None:
    """Guests order; Khoa packs; all but the last days' orders are closed; now and then Lan asks and is refused."""
    from giuloi.promises.collect.lifecycle import close_order

    for number, buyer in enumerate(buyers):
        hour = at + timedelta(hours=2 * number, minutes=7 * day % 50)
        subject, order = _buys(buyer, hour)
        _packs(crew.khoa, subject, order, hour + timedelta(hours=1))
        _confirms(crew.khoa, order, hour + timedelta(hours=1, minutes=5))
        if (day + number) % 4 == 0:
            _asks_for_promotion(crew.lan, campaign, subject, hour + timedelta(hours=2))
        if day < DAYS - 2:
            close_order(order, hour + timedelta(hours=9))


def _buys(buyer: Invented, at: datetime) -> tuple[int, int]:
    from giuloi.promises.collect.delivered import Contact
    from giuloi.promises.collect.guests import welcome_guest
    from giuloi.records.database import durable

    contact = Contact(name=buyer.name, phone=buyer.phone, email=buyer.email, address=buyer.address)
    with durable():
        subject = welcome_guest(contact, at)
    return subject, _orders(subject, contact, buyer.purchases, at)


def _orders(subject: int, contact: object, purchases: object, at: datetime, note: str = "") -> int:
    from giuloi.promises.collect.orders import Placing, place_order

    words = say("Đặt hàng: tiệm dùng thông tin này để giao đơn.", "Order: the shop uses this to deliver it.")
    return place_order(subject, Placing(purchases, contact, words, say("vi", "en"), note=note), at)  # type: ignore[arg-type]


def _packs(staff: int, subject: int, order: int, at: datetime) -> None:
    """Khoa opens what this order needs, while it is open (I.1)."""
    from giuloi.records.credentials import hold_as_staff
    from giuloi.records.facts import Ask
    from giuloi.records.reveal import reveal_many

    reveal_many(hold_as_staff(staff, "supply", _case_of(order)), _DELIVERY, [Ask(subject)], at)


def _confirms(staff: int, order: int, at: datetime) -> None:
    """The order is taken on: that is what ordering asked for, within the 24 hours (IV.3)."""
    from giuloi.promises.answer.assignment import actor_of
    from giuloi.promises.collect.lifecycle import move_order
    from giuloi.promises.collect.progress import Progress

    move_order(order, Progress.CONFIRMED, at, actor_of(staff))


def _case_of(order: int) -> int:
    from giuloi.records.cases import Case

    return int(Case.objects.get(record_id=order, closed_at=None).id)


def _asks_for_promotion(staff: int, campaign: int, subject: int, at: datetime) -> None:
    """Lan asks for an e-mail address; without consent she is refused, and the ledger says so (I.3)."""
    from giuloi.records.credentials import hold_as_staff
    from giuloi.records.facts import Ask
    from giuloi.records.reveal import reveal_many

    reveal_many(hold_as_staff(staff, "promotion", campaign), ("email",), [Ask(subject)], at, Channel.EMAIL)


def _takes_back(subject: int, at: datetime) -> None:
    """Chi withdraws (IV.4)."""
    from giuloi.records.consents import Asked, withdraw

    words = say("Tôi không muốn nhận thư khuyến mãi nữa.", "I no longer want promotions by e-mail.")
    withdraw(subject, [Asked("promotion", Channel.EMAIL, words, say("vi", "en"), Method.WEB)], at)


def _is_erased(subject: int, at: datetime) -> None:
    """Dũng asks to be erased, lets the hours pass in which he could cancel, and is gone (VI.2)."""
    from giuloi.promises.answer.asking import Asking, ask
    from giuloi.promises.answer.rights.carrying_out import LETTERS_LEAVE, carry_out
    from giuloi.promises.keep.erasure.beginning import COOLING
    from giuloi.promises.keep.erasure.sweeping import erase_due
    from giuloi.records.uses.sequencer import integrate

    asked = ask(subject, Asking("erase", "", "portal", stepped=True, language=say("vi", "en")), at)
    for later in (timedelta(), LETTERS_LEAVE):  # told first, then frozen
        carry_out(asked.request, at + later)
    for later in (
        timedelta(minutes=5),
        timedelta(minutes=6),
    ):  # the intent is in the tree before any key goes
        erase_due(at + COOLING + later)
        integrate()
    carry_out(asked.request, at + COOLING + timedelta(minutes=10))


def _today(an: int, crew: Crew, campaign: int, now: datetime) -> Lived:
    """An's order is open and was packed; Lan wrote to her, for she agreed; Bình bought as a guest."""
    from giuloi.promises.collect.delivered import Contact
    from giuloi.promises.collect.guests import welcome_guest
    from giuloi.records.database import durable

    hour = now - timedelta(hours=5)
    of_an = Contact(name=AN.name, phone=AN.phone, email=AN.email, address=AN.address)
    order = _orders(an, of_an, AN.purchases, hour, AN.note)
    _packs(crew.khoa, an, order, hour + timedelta(hours=1))
    _asks_for_promotion(crew.lan, campaign, an, hour + timedelta(hours=2))
    of_binh = Contact(name=BINH.name, phone=BINH.phone, email=BINH.email, address=BINH.address)
    with durable():
        binh = welcome_guest(of_binh, hour)
    binh_order = _orders(binh, of_binh, BINH.purchases, hour)
    _asks_for_promotion(crew.lan, campaign, binh, hour + timedelta(hours=3))
    return Lived(an, order, binh, binh_order)


def beginning() -> datetime:
    """When the invented days began: the policy is published then."""
    return datetime.now(UTC) - timedelta(days=DAYS, hours=1)
