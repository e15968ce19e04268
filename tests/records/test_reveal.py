"""The one way out: gate, pending use, last check, open."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from giuloi.core.fields import mask_of
from giuloi.core.gate.request import Need, Reason
from giuloi.core.terms import CaseKind, Channel, Outcome, SubjectState, Unavailable
from giuloi.records import cases, credentials, freezing, reveal
from giuloi.records.database import rows, run
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Refusal, Revealed, Unreadable, reveal_many
from giuloi.records.uses import pending
from tests.cast import AN, BINH
from tests.records.conftest import Shop

DELIVERY = ("name", "phone", "address")


def test_fulfilment_opens_just_what_the_order_needs(shop: Shop, an: int) -> None:
    """I.1: the people on an open order see its delivery data and what was bought."""
    order, case = shop.order(an)
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), [*DELIVERY, "purchases"], an)
    assert isinstance(answer, Revealed)
    assert answer.decision.clause == "I.1"
    assert {name: value.open() for name, value in answer.records[0].items()} == {
        "name": AN.name,
        "phone": AN.phone,
        "address": AN.address,
    }
    assert answer.records[order]["purchases"].open() == "2 bánh cốm"


def test_an_order_does_not_open_another_order(shop: Shop, an: int) -> None:
    """A case about one order shows that order's record and no other."""
    first, case = shop.order(an, "1 bánh cốm")
    second, _ = shop.order(an, "9 bánh dẻo")
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["purchases"], an)
    assert isinstance(answer, Revealed)
    assert set(answer.records) == {first}
    assert second not in answer.records


@pytest.mark.parametrize("missing", ["case", "closed", "somebody else's", "role", "other staff"])
def test_each_permitted_path_is_refused_with_one_thing_missing(
    shop: Shop, an: int, binh: int, missing: str
) -> None:
    """The allowed opening of I.1, each time with one thing taken away."""
    _, case = shop.order(binh if missing == "somebody else's" else an)
    if missing == "closed":
        cases.close_case(case, shop.now())
    if missing == "other staff":
        case = cases.open_case(
            CaseKind.ORDER, shop.now(), subject=an, staff=credentials.add_staff("Lan", "care")
        )
    role = "marketing" if missing == "role" else "fulfilment"
    holding = shop.staff(role, "supply", None if missing == "case" else case)
    [answer] = shop.open(holding, DELIVERY, an)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "I.1"
    assert answer.decision.reason is (Reason.ROLE if missing == "role" else Reason.NO_CASE)


def test_marketing_needs_the_consent_of_this_person_for_this_channel(shop: Shop, an: int, binh: int) -> None:
    """I.3: promotion opens an address only with consent to promotion by that channel."""
    holding = shop.staff("marketing", "promotion", shop.campaign())
    answers = shop.open(holding, ["email"], an, binh, channel=Channel.EMAIL)
    assert [type(answer) for answer in answers] == [Revealed, Refusal]
    assert answers[1].decision.needed == (Need("consent", "promotion/email"),)
    [by_sms] = shop.open(holding, ["phone"], an, channel=Channel.SMS)
    assert by_sms.decision.needed == (Need("consent", "promotion/sms"),)


def test_withdrawal_is_effective_immediately(shop: Shop, an: int) -> None:
    """IV.4: after a member withdraws, the very next opening is refused."""
    _, case = shop.order(an)
    holding = shop.staff("fulfilment", "supply", case)
    assert isinstance(shop.open(holding, DELIVERY, an)[0], Revealed)
    shop.withdraw(an, ("supply", Channel.IN_HOUSE))
    [answer] = shop.open(holding, DELIVERY, an)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "IV.4"


def test_a_withdrawal_that_only_the_key_store_knows_still_shuts(shop: Shop, an: int) -> None:
    """The last check: data that still says "given" (an old snapshot, a restored backup) opens nothing."""
    _, case = shop.order(an)
    keyring().withdraw(an, ("supply", "in_house", ""), shop.now())
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), DELIVERY, an)
    assert isinstance(answer, Refusal)
    assert answer.decision.clause == "IV.4"
    assert [row[0] for row in rows("SELECT event FROM records_pendinguse ORDER BY id DESC LIMIT 1")] == [
        "not_opened"
    ]


def test_a_frozen_person_is_not_opened_even_where_the_data_lags_behind(shop: Shop, binh: int) -> None:
    """A freeze that reached the key store and not yet the data refuses all the same."""
    _, case = shop.order(binh)
    keyring().restrict(binh, int(SubjectState.FROZEN), shop.now())
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), DELIVERY, binh)
    assert isinstance(answer, Refusal)
    freezing.release_states(binh, SubjectState.FROZEN, shop.now())
    assert isinstance(shop.open(shop.staff("fulfilment", "supply", case), DELIVERY, binh)[0], Revealed)


def test_a_partner_gets_nothing_for_advertising(shop: Shop, an: int) -> None:
    """III.1: without consent, purchase data goes to no unrelated third party for advertising."""
    shop.order(an)
    token = credentials.add_key(
        "partner", ["advertising"], ["email", "phone", "purchases"],
        shop.now().replace(year=2027), "quang-cao-x", credentials.Relation.UNRELATED,
    )  # fmt: skip
    holding = credentials.hold_with_key(token, "advertising", shop.now())
    [answer] = shop.open(holding, ["purchases"], an)
    assert isinstance(answer, Refusal)
    assert (answer.decision.clause, answer.decision.outcome) == ("III.1", Outcome.DENIED)


def test_a_purpose_is_held_not_claimed(shop: Shop, binh: int) -> None:
    """II.1: a key bound to one purpose is refused another, and the fields it was not given."""
    _, case = shop.order(binh)
    token = credentials.add_key("fulfilment", ["supply"], ["name"], shop.now().replace(year=2027))
    claimed = credentials.hold_with_key(token, "care", shop.now(), case)
    held = credentials.hold_with_key(token, "supply", shop.now(), case)
    assert shop.open(claimed, ["name"], binh)[0].decision.reason is Reason.NOT_HELD
    assert isinstance(shop.open(held, ["name"], binh)[0], Revealed)
    assert shop.open(held, ["name", "phone"], binh)[0].decision.reason is Reason.NOT_HELD


@pytest.mark.parametrize("why", ["revoked", "expired", "never made"])
def test_a_key_that_is_no_more_holds_nothing(shop: Shop, why: str) -> None:
    """Revocation and expiry are looked up at every use."""
    token = credentials.add_key("fulfilment", ["supply"], ["name"], shop.now().replace(year=2027))
    if why == "revoked":
        [key] = credentials.working_keys(shop.now())
        credentials.revoke_key(key.pseudonym, shop.now())
    at = shop.now().replace(year=2028) if why == "expired" else shop.now()
    with pytest.raises(credentials.UnknownActor):
        credentials.hold_with_key(token + "x" * (why == "never made"), "supply", at)


def test_who_left_the_shop_holds_nothing(shop: Shop) -> None:
    """From the moment somebody is let go, they are nobody to the records."""
    staff = credentials.add_staff("Hà", "care")
    assert credentials.let_go(staff, shop.now())
    assert not credentials.let_go(staff, shop.now())
    assert credentials.working_staff() == []
    with pytest.raises(credentials.UnknownActor):
        credentials.hold_as_staff(staff, "care")


def test_a_caller_cannot_put_words_of_its_own_into_the_ledger(shop: Shop, binh: int) -> None:
    """An unknown purpose is refused as a gap, and its text stands nowhere."""
    holding = shop.staff("care", "gọi cho Trần Văn Bình 0594000002")
    for answer in shop.open(holding, ["phone"], binh, 12345):  # also where nobody is there
        assert (answer.decision.outcome, answer.decision.reason) == (Outcome.GAP, Reason.UNKNOWN_PURPOSE)
    assert rows("SELECT DISTINCT purpose FROM records_pendinguse WHERE event = 'refuse'") == [("",)]


def test_no_reveal_without_a_ledger_entry(shop: Shop, an: int, binh: int) -> None:
    """Every answer, yes or no, is a committed pending use before the caller has it."""
    _, case = shop.order(an)
    before = pending.backlog()
    shop.open(shop.staff("fulfilment", "supply", case), DELIVERY, an, binh)
    uses = [one.use for one in pending.waiting(1000)][before:]
    assert [(use.event, use.subjects, use.fields) for use in uses] == [
        ("reveal", (an,), mask_of(DELIVERY)),
        ("refuse", (binh,), mask_of(DELIVERY)),
    ]


def test_nothing_opens_when_the_pending_use_cannot_be_written(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that cannot be written keeps everything shut: no unwrap happens at all."""
    _, case = shop.order(an)
    opened = keyring().opened
    holding = shop.staff("fulfilment", "supply", case)
    monkeypatch.setattr(reveal, "record_uses", lambda uses: run("INSERT INTO no_such_table VALUES (1)"))
    with pytest.raises((DatabaseError, Unavailable)):
        shop.open(holding, DELIVERY, an)
    assert keyring().opened == opened


def test_reveal_refuses_to_run_inside_a_transaction(shop: Shop, an: int) -> None:
    """A pending use that could be rolled back is no permit."""
    holding = shop.staff("fulfilment", "supply", shop.order(an)[1])
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        shop.open(holding, DELIVERY, an)


def test_a_cell_moved_to_another_person_does_not_open(shop: Shop, binh: int, an: int) -> None:
    """Who copies a sealed row to somebody else's place reads nothing, and the others are still served."""
    _, case = shop.order(binh)
    columns = "salt, commitment, cells"
    [stolen] = rows(f"SELECT {columns} FROM records_vaultrow WHERE subject_id = %s AND record_id = 0", (an,))
    run(
        "UPDATE records_vaultrow SET salt = %s, commitment = %s, cells = %s WHERE subject_id = %s AND record_id = 0",
        (*map(bytes, stolen), binh),
    )
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)
    assert isinstance(answer, Unreadable)


def test_opened_values_do_not_print(shop: Shop, binh: int) -> None:
    """A revealed value shows itself only where it is asked to."""
    _, case = shop.order(binh)
    [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["name"], binh)
    assert BINH.name not in repr(answer)
    assert isinstance(answer, Revealed)
    assert BINH.name not in f"{answer.fields['name']}"


def test_one_person_and_a_thousand_get_the_same_answers(shop: Shop) -> None:
    """`reveal_many` over a mixed set says of each what it says of that one alone."""
    people = [shop.person(BINH) for _ in range(30)]
    for subject in people[::3]:
        shop.give(subject, ("promotion", Channel.EMAIL))
    holding = shop.staff("marketing", "promotion", shop.campaign())
    together = shop.open(holding, ["email"], *people, channel=Channel.EMAIL)
    alone = [shop.open(holding, ["email"], one, channel=Channel.EMAIL)[0] for one in people]
    assert [type(one) for one in together] == [type(one) for one in alone]
    assert [one.decision for one in together] == [one.decision for one in alone]
    assert sum(isinstance(one, Revealed) for one in together) == 10


def test_a_stranger_is_answered_like_a_gap(shop: Shop) -> None:
    """An id nobody has is refused by the catch-all clause, and the refusal is ledgered."""
    holding = shop.staff("fulfilment", "supply")
    [answer] = reveal_many(holding, ["name"], [Ask(12345)], shop.now())
    assert isinstance(answer, Refusal)
    assert answer.decision.outcome is Outcome.GAP
    assert pending.waiting(1000)[-1].use.subjects == (12345,)
