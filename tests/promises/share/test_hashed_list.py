"""A list of hashed addresses is a disclosure as any other: asked of the gate, recorded, refused one by one."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from giuloi.core import fields
from giuloi.core.terms import Channel, Relation, Standing, SubjectState
from giuloi.promises.share import hashed_list as lists
from giuloi.records import consents, freezing, recipients
from giuloi.records.cases import Case
from giuloi.records.credentials import add_key
from giuloi.records.keyring import OverBudget, keyring
from giuloi.records.keyring.allowances import Allowance
from giuloi.records.uses import pending
from tests.cast import BINH, CHI, DUNG
from tests.harness.agreements import bind
from tests.records.conftest import Shop

PLATFORM = "nen-tang-qc"
HERE = Channel.IN_HOUSE


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _binh() -> tuple[str, str]:
    return _sha(BINH.email.lower()), _sha("+84" + BINH.phone[1:])


@pytest.fixture(autouse=True)
def platform(shop: Shop) -> None:
    """A platform with an agreement in force and a key of its own."""
    bind(PLATFORM, Relation.UNRELATED, shop.now())
    until = shop.now() + timedelta(days=900)
    add_key("partner", ["advertising"], fields.FIELD, until, PLATFORM, Relation.UNRELATED)


def _agree(shop: Shop, *subjects: int) -> None:
    for one in subjects:
        consents.give(one, [shop.asked("advertising", HERE, PLATFORM)], shop.now())


def test_each_of_the_list_has_a_line_in_the_ledger_and_the_refused_are_counted(shop: Shop, binh: int) -> None:
    """Bình agreed; Chi withdrew, Dũng is frozen; An was never asked and is no candidate."""
    chi, dung = shop.person(CHI), shop.person(DUNG)
    _agree(shop, binh, chi, dung)
    consents.withdraw(chi, [shop.asked("advertising", HERE, PLATFORM)], shop.now())
    freezing.set_states(dung, SubjectState.FROZEN, shop.now())
    made = lists.hashed_list(PLATFORM, "advertising", shop.now())
    assert made.rows == [_binh()]
    assert dict(made.left_out) == {"prohibited": 2}
    told = [one.use for one in pending.waiting(1_000_000) if one.use.recipient == PLATFORM]
    handed = [one for one in told if one.event == "disclose"]
    assert [(one.subjects, one.fields) for one in handed] == [((binh,), fields.mask_of(["email", "phone"]))]
    refused = {subject for one in told if one.event == "refuse" for subject in one.subjects}
    assert refused == {chi, dung}


def test_what_was_bought_can_never_be_in_it(shop: Shop, binh: int) -> None:
    """Though the recipient is registered, permitted and consented to for it."""
    shop.order(binh)
    _agree(shop, binh)
    assert recipients.find(PLATFORM, shop.now()).fields & fields.mask_of(["purchases"])  # type: ignore[union-attr]
    assert lists.hashed_list(PLATFORM, "advertising", shop.now()).rows == [_binh()]
    used = [one.use.fields for one in pending.waiting(1_000_000) if one.use.recipient == PLATFORM]
    assert not any(mask & fields.mask_of(["purchases"]) for mask in used if mask != fields.EVERY)


def test_a_withdrawal_between_count_and_hand_over_counts(shop: Shop, binh: int) -> None:
    """Who was counted is asked of the gate again."""
    _agree(shop, binh)
    assert lists.candidates(PLATFORM, "advertising") == [binh]
    consents.withdraw(binh, [shop.asked("advertising", HERE, PLATFORM)], shop.now())
    made = lists.hashed_list(PLATFORM, "advertising", shop.now())
    assert (made.rows, dict(made.left_out)) == ([], {"prohibited": 1})


def test_a_member_needs_both_consents(shop: Shop) -> None:
    """To the purpose and to the recipient (IV.4)."""
    member = shop.person(BINH, Standing.MEMBER)
    _agree(shop, member)
    assert lists.hashed_list(PLATFORM, "advertising", shop.now()).rows == []
    shop.give(member, ("advertising", HERE))
    assert lists.hashed_list(PLATFORM, "advertising", shop.now()).rows == [_binh()]


def test_an_agreement_that_is_over_leaves_everybody_out(shop: Shop, binh: int) -> None:
    """Switched off is the same."""
    _agree(shop, binh)
    recipients.disable(PLATFORM, shop.now())
    made = lists.hashed_list(PLATFORM, "advertising", shop.now())
    assert (made.rows, dict(made.left_out)) == ([], {"no_agreement": 1})


@pytest.mark.parametrize(("name", "purpose", "why"), [
    ("ai-do", "advertising", "recipient"), (PLATFORM, "supply", "key"), ("x", "advertising", "key"),
])  # fmt: skip
def test_without_a_key_of_theirs_there_is_no_list(shop: Shop, name: str, purpose: str, why: str) -> None:
    """A purpose is held, not claimed; and no case stays open."""
    with pytest.raises(lists.NoWay) as refused:
        lists.hashed_list(name, purpose, shop.now())
    assert refused.value.why == why
    assert not Case.objects.filter(closed_at=None).exists()


def test_a_long_list_is_not_cut_off_by_the_keys_own_budget(shop: Shop, binh: int) -> None:
    """The operator asks for it: its budget is the job's, so that half of it is never handed over for nothing."""
    keyring().allow("partner", "", Allowance(1, 1), shop.now())
    _agree(shop, binh, shop.person(CHI))
    assert len(lists.hashed_list(PLATFORM, "advertising", shop.now()).rows) == 2
    keyring().allow("job/hashed_list", "", Allowance(1, 1), shop.now())
    with pytest.raises(OverBudget):
        lists.hashed_list(PLATFORM, "advertising", shop.now())
