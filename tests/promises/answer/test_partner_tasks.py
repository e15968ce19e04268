"""A partner without an interface: a colleague sees what to send, notes the receipt, and the certificate can go on."""

from __future__ import annotations

import pytest

from giuloi.promises.answer.partner_tasks import NotNoted, note_by_hand, open_tasks, text_for, why
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.keep.erasure import telling
from giuloi.promises.keep.erasure.rows import ErasureRow, PartnerTask, State
from giuloi.promises.share.carriers import carriers_of
from giuloi.records.credentials import UnknownActor, add_staff, hold_as_staff_towards
from giuloi.records.database import durable
from giuloi.records.disclosures import disclose_many
from giuloi.records.facts import Ask
from giuloi.records.ids import new_id
from giuloi.records.keyring import keyring
from giuloi.records.published import current
from tests.cast import BINH
from tests.records.conftest import Shop


@pytest.fixture
def order(shop: Shop, binh: int) -> int:
    """Bình's order went out with the carrier; Bình is erased, and the carrier's task is open."""
    order, case = shop.order(binh)
    (carrier,) = carriers_of(current().policy, "supply")
    holding = hold_as_staff_towards(add_staff("Khoa", "fulfilment"), "supply", carrier.rule, case)
    disclose_many(holding, ["delivery_address"], [Ask(binh, case, order)], shop.now())
    at = shop.now()
    said = {"why": "asked", "actor": "test", "asked_at": at, "begins_at": at, "live_at": at}
    row = ErasureRow.objects.create(id=new_id(), token_hash=b"x", state=State.ROWS, **said)
    with durable():
        telling.write_tasks(row.id, telling.draw(row.id, [binh], at), at)
    keyring().erase_people([binh], at)
    assert telling.tell_due(row.id, at) is None
    return order


def test_a_colleague_sees_whom_to_write_what(shop: Shop, order: int) -> None:
    """The carrier, the day, the order as its label has it; nothing of the person."""
    (task,) = open_tasks()
    assert (task.partner, task.due_at) == ("recipients", None)
    for text in (text_for(task).vi, text_for(task).en):
        assert "- carrier: 2026-11-22" in text
        assert spoken_number(order) in text
        assert not [one for one in (BINH.name, BINH.phone, BINH.email) if one in text]
    assert "thư" in why(task.code).vi


def test_a_noted_receipt_closes_the_task_once_and_destroys_the_names(shop: Shop, order: int) -> None:
    """Then nothing is open, nothing is shown any more, and a second note is told so."""
    (task,) = open_tasks()
    ha = add_staff("Hà", "care")
    assert note_by_hand(task.task, "GHN/2026-118", ha, shop.now())
    assert not note_by_hand(task.task, "GHN/2026-119", ha, shop.now())
    assert (open_tasks(), text_for(task).en) == ((), "")
    row = PartnerTask.objects.get()
    assert (row.how, row.reference, bytes(row.sealed)) == ("confirmed_by_hand", "GHN/2026-118", b"")
    assert row.code.startswith("staff/care/"), "a pseudonym, never a name"
    assert telling.all_ended(row.erasure_id)


@pytest.mark.parametrize(
    "bad", ["", "0594000002", "+84594000002", "chị Bình", "binh@example.vn", "x" * 41, "a b"]
)
def test_what_is_no_number_of_a_paper_is_not_noted(shop: Shop, order: int, bad: str) -> None:
    """It would stand in clear."""
    (task,) = open_tasks()
    with pytest.raises(NotNoted) as refused:
        note_by_hand(task.task, bad, add_staff("Hà", "care"), shop.now())
    assert not bad or bad not in str(refused.value)
    assert open_tasks() == (task,)


def test_nobody_unknown_notes_a_receipt(shop: Shop, order: int) -> None:
    """Somebody answers for it."""
    (task,) = open_tasks()
    with pytest.raises(UnknownActor):
        note_by_hand(task.task, "A-1", 12, shop.now())
