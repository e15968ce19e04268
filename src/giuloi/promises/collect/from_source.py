"""What a platform said, taken over: one function for each thing it can say, in the caller's transaction.

News may come twice, late, and in any order, so each function may be called with anything at any time: older
news never overwrites newer, what was erased at the source never comes back to life, and a member's own data
is never touched by what a platform believes.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import GiuloiError, Standing
from giuloi.promises.collect import delivered
from giuloi.promises.collect.delivered import Bridge, ErasedAtSource, GoneAtSource, OrderState, Resource
from giuloi.promises.collect.guests import Account, AccountState, keep_contact, new_guest
from giuloi.promises.collect.lifecycle import end_order, reopen_order, shift_payment
from giuloi.promises.collect.orders import (
    Order,
    freeze_when_idle,
    note_order,
    policy_for_order,
    seal_order,
    write_order,
)
from giuloi.promises.collect.progress import Payment, Reason
from giuloi.records.ids import new_id
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.partner_names import note_name
from giuloi.records.published import current
from giuloi.records.subjects import standing_of


class Outcome(StrEnum):
    """What became of one delivery."""

    DONE = "done"
    REPEAT = "repeat"
    STALE = "stale"  # we know newer, or the source has erased it since
    OURS_STAYS = "ours_stays"  # a member's own data with us: noted, not touched
    ERASED_AT_SOURCE = "erased_at_source"
    GONE_AT_SOURCE = "gone_at_source"
    NOTHING_HELD = "nothing_held"  # gone over there, and never known here
    READ_AGAIN = "read_again"  # the platform sent an error in place of data
    OF_NO_CONCERN = "of_no_concern"


class NoSuchSubject(GiuloiError):
    """A row that leads to a subject which is not there: the data database was changed by hand."""


def take_customer(customer: delivered.Customer, bridge: Bridge, at: datetime) -> Outcome:
    """An account was opened or changed over there."""
    account = _account(bridge, customer.source, at)
    if account.state == AccountState.GONE:
        return Outcome.STALE
    if account.state == AccountState.ERASED and not _newer(customer.modified_at, account):
        return Outcome.STALE
    subject = _living(account, at)
    note_name(subject, account.id, bridge.platform, bridge.source(Resource.CUSTOMER, customer.source), at)
    if _standing(subject)[0] is Standing.MEMBER:
        return Outcome.OURS_STAYS
    return Outcome.DONE if _hear(account, customer.contact, customer.modified_at, at) else Outcome.STALE


def take_order(order: delivered.Order, bridge: Bridge, at: datetime, *, created: bool) -> Outcome:
    """An order was placed or changed over there; `created` is what its topic says."""
    source = bridge.source(Resource.ORDER, order.source)
    known = _claimed(source)
    row = Order.objects.filter(id=known).first() if known else None
    if row is None:
        _take_new_order(order, bridge, known, source, at)
        return Outcome.DONE
    # Times are kept to the second: of two equal ones "created" is the elder, whatever came first.
    if row.state == OrderState.ERASED_AT_SOURCE or order.modified_at < row.modified_at:
        return Outcome.STALE
    if created and order.modified_at == row.modified_at:
        return Outcome.STALE
    _take_changed_order(order, row, bridge, at)
    return Outcome.DONE


def take_erasure(erased: ErasedAtSource, bridge: Bridge, at: datetime) -> Outcome:
    """The platform erased what it said about an account or an order. Final, whatever time it carries."""
    if erased.resource is Resource.ORDER:
        return _take_erased_order(erased, bridge, at)
    account = _remembered_account(bridge, erased.source, at)
    Account.objects.filter(id=account.id).update(state=AccountState.ERASED, said_at=erased.modified_at)
    return _after_departure(account.subject_id, Outcome.ERASED_AT_SOURCE, at)


def take_departure(gone: GoneAtSource, bridge: Bridge, at: datetime) -> Outcome:
    """The platform removed an account, or put an order into its bin (from where it may come back)."""
    if gone.resource is Resource.ORDER:
        known = _claimed(bridge.source(Resource.ORDER, gone.source))
        if known is None or not Order.objects.filter(id=known).exclude(subject=None).exists():
            return Outcome.NOTHING_HELD
        end_order(known, OrderState.CANCELLED, at, bridge.actor)
        return Outcome.GONE_AT_SOURCE
    account = _remembered_account(bridge, gone.source, at)
    Account.objects.filter(id=account.id).update(state=AccountState.GONE)
    return _after_departure(account.subject_id, Outcome.GONE_AT_SOURCE, at)


# Orders ---------------------------------------------------------------------------------------------------


def _take_new_order(
    order: delivered.Order, bridge: Bridge, left_over: int | None, source: str, at: datetime
) -> None:
    account, subject = _buyer(order, bridge, at)
    policy_id = policy_for_order(*_standing(subject))
    ours = left_over or new_id()
    write_order(
        *(ours, subject, policy_id, order.state, order.placed_at, at, bridge.label),
        actor=bridge.actor,
        purchases=order.purchases,
    )
    if left_over is None:
        keyring().index([Entry("source", source, subject, ours, claimed=True)])
    note_name(subject, ours, bridge.platform, source, at)
    _say(order, ours, subject, account, at)
    note_order(subject, bridge.actor, policy_id, _seal(order, ours, subject, at), at)


def _take_changed_order(order: delivered.Order, row: Order, bridge: Bridge, at: datetime) -> None:
    account = _known_account(bridge, order.customer) if order.customer else None
    _seal(order, row.id, row.subject_id, at)
    note_name(row.subject_id, row.id, bridge.platform, bridge.source(Resource.ORDER, order.source), at)
    _say(order, row.id, row.subject_id, account, at)
    if order.purchases.paid and row.payment == Payment.UNPAID:
        shift_payment(row.id, Payment.PAID, at, bridge.actor, Reason.AT_SOURCE)
    if order.state is OrderState.PLACED and row.state != OrderState.PLACED:
        reopen_order(row.id, row.subject_id, row.policy_id, at, bridge.actor)
    elif order.state is not OrderState.PLACED:
        end_order(row.id, order.state, at, bridge.actor)


def _say(order: delivered.Order, ours: int, subject: int, account: Account | None, at: datetime) -> None:
    """Note the source's time on the order, and what the order says about its buyer."""
    Order.objects.filter(id=ours).update(modified_at=order.modified_at)
    if _standing(subject)[0] is Standing.MEMBER:
        return
    if account is None:
        keep_contact(subject, order.buyer, at)
    elif account.subject_id == subject:
        # The buyer wrote this when ordering: a later change of the order's state is no later word of theirs.
        _hear(account, order.buyer, order.placed_at, at)


def _seal(order: delivered.Order, ours: int, subject: int, at: datetime) -> int:
    return seal_order(ours, subject, order.delivery, order.note, order.purchases, at)


def _buyer(order: delivered.Order, bridge: Bridge, at: datetime) -> tuple[Account | None, int]:
    """Whose order it is: the account's person, or a guest of this order alone.

    An order from before its account was erased over there belongs to nobody's account any more.
    """
    if order.customer is not None:
        account = _account(bridge, order.customer, at)
        if account.state == AccountState.LIVE or (
            account.state == AccountState.ERASED and _newer(order.placed_at, account)
        ):
            subject = _living(account, at)
            note_name(
                subject, account.id, bridge.platform, bridge.source(Resource.CUSTOMER, order.customer), at
            )
            return account, subject
    return None, new_guest(at)


def _take_erased_order(erased: ErasedAtSource, bridge: Bridge, at: datetime) -> Outcome:
    source = bridge.source(Resource.ORDER, erased.source)
    known = _claimed(source)
    row = Order.objects.filter(id=known).first() if known else None
    if row is None:
        _remember_erased_order(erased, bridge, known, source, at)
        return Outcome.ERASED_AT_SOURCE
    Order.objects.filter(id=row.id).update(erased_at_source=at)
    if row.subject_id is not None and _standing(row.subject_id)[0] is Standing.MEMBER:
        return Outcome.OURS_STAYS
    end_order(row.id, OrderState.ERASED_AT_SOURCE, at, bridge.actor)
    changed = {"state": OrderState.ERASED_AT_SOURCE, "modified_at": erased.modified_at}
    Order.objects.filter(id=row.id).update(**changed)
    return _after_departure(row.subject_id, Outcome.ERASED_AT_SOURCE, at)


def _remember_erased_order(
    erased: ErasedAtSource, bridge: Bridge, left_over: int | None, source: str, at: datetime
) -> None:
    """An order that we hear of only now, erased: a row without a subject, so that older news finds it so."""
    ours = left_over or new_id()
    Order.objects.create(
        id=ours,
        policy_id=current().id,
        bridge=bridge.label,
        state=OrderState.ERASED_AT_SOURCE,
        placed_at=erased.modified_at,
        modified_at=erased.modified_at,
        closed_at=at,
        erased_at_source=at,
    )
    if left_over is None:
        keyring().index([Entry("source", source, ours, ours, claimed=True)])


# Accounts -------------------------------------------------------------------------------------------------


def _known_account(bridge: Bridge, number: int) -> Account | None:
    claimed = _claimed(bridge.source(Resource.CUSTOMER, number))
    return Account.objects.filter(id=claimed).first() if claimed else None


def _account(bridge: Bridge, number: int, at: datetime) -> Account:
    """The account behind a platform's id, with a guest behind it, made now if it is new."""
    return _known_account(bridge, number) or _new_account(bridge, number, at, with_guest=True)


def _remembered_account(bridge: Bridge, number: int, at: datetime) -> Account:
    """As `_account`, but what is new is remembered without a person: there is nothing to hold of them."""
    return _known_account(bridge, number) or _new_account(bridge, number, at, with_guest=False)


def _new_account(bridge: Bridge, number: int, at: datetime, *, with_guest: bool) -> Account:
    source = bridge.source(Resource.CUSTOMER, number)
    left_over = _claimed(source)
    ours, subject = left_over or new_id(), new_guest(at) if with_guest else None
    account: Account = Account.objects.create(id=ours, subject_id=subject, bridge=bridge.label)
    if left_over is None:
        keyring().index([Entry("source", norm_v1("source", source), subject or ours, ours, claimed=True)])
    return account


def _living(account: Account, at: datetime) -> int:
    """The account's person. Whoever comes back after being erased over there is a new guest with us.

    The former guest stays frozen and waits for erasure; joining the two would undo it.
    """
    if account.subject_id is None or account.state == AccountState.ERASED:
        account.subject_id, account.state = new_guest(at), AccountState.LIVE
        account.said, account.said_at = 0, None
        account.save()
    return int(account.subject_id)


def _hear(account: Account, contact: delivered.Contact, said_at: datetime, at: datetime) -> bool:
    """Take over what is newer than what we heard before, or what we never heard. False if that is nothing."""
    newer = account.said_at is None or said_at >= account.said_at
    heard = keep_contact(account.subject_id, contact, at, besides=0 if newer else account.said)
    if heard:
        account.said |= heard
        account.said_at = said_at if newer else account.said_at
        account.save()
    return bool(heard) or newer


def _newer(moment: datetime, account: Account) -> bool:
    return account.said_at is None or moment > account.said_at


def _after_departure(subject: int | None, outcome: Outcome, at: datetime) -> Outcome:
    """A member's own data stays, and the state of the account or order is the note of it."""
    if subject is None:
        return outcome
    if _standing(subject)[0] is Standing.MEMBER:
        return Outcome.OURS_STAYS
    freeze_when_idle(subject, at)
    return outcome


def _standing(subject: int) -> tuple[Standing, int]:
    found = standing_of(subject)
    if found is None:
        raise NoSuchSubject(
            "an order or account leads to a subject that is not there: the database was changed by hand"
        )
    return found[0], found[2]


def _claimed(source: str) -> int | None:
    """What holds this source id: an account or an order, or an id left over from a crash, without a row."""
    found = keyring().find("source", norm_v1("source", source), claimed=True)
    return found[0] if found else None
