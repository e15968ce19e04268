"""IV.1, IV.3: nobody opens somebody's data by writing a request down in their name."""

from __future__ import annotations

import pytest

from giuloi.promises.answer.asking import Asking, TakenIn, purpose_of
from giuloi.promises.answer.messages import FIELD
from giuloi.promises.answer.on_behalf import write_down
from giuloi.promises.answer.proving import NotProven, is_unproven, prove_identity
from giuloi.records.credentials import Staff, hold_as_staff
from giuloi.records.facts import Ask
from giuloi.records.request_kinds import Happened
from giuloi.records.request_steps import steps_of
from giuloi.records.reveal import Revealed, reveal
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop

CONTACT = ["name", "phone", "email"]


def _name(staff: int) -> str:
    return str(Staff.objects.get(id=staff).pseudonym)


def _written(shop: Shop, subject: int, staff: int, **more: object) -> TakenIn:
    asking = Asking("access", "Cho tôi xem dữ liệu", "counter", **more)  # type: ignore[arg-type]
    return write_down(subject, asking, shop.now(), _name(staff))


def _opens(shop: Shop, subject: int, staff: int, taken: TakenIn, *fields: str) -> bool:
    """Whether anything of these fields opens by its case."""
    assert taken.case is not None
    holding = hold_as_staff(staff, purpose_of("access"), taken.case)
    answer = reveal(holding, fields, Ask(subject, taken.case), shop.now())
    return isinstance(answer, Revealed) and any(answer.records.values())


@pytest.mark.parametrize("about_an_order", [False, True])
def test_what_a_clerk_wrote_down_opens_nothing_until_another_colleague_made_sure(
    shop: Shop, an: int, ha: int, khoa: int, about_an_order: bool
) -> None:
    """Only its own words; after Khoa's confirmation, by name in the timeline, what the right is for."""
    order = an_order(shop, an)
    taken = _written(shop, an, ha, **({"order": order} if about_an_order else {}))
    assert is_unproven(taken.case)
    for staff in (ha, khoa):
        assert not _opens(shop, an, staff, taken, *CONTACT)
        assert not _opens(shop, an, staff, taken, "purchases")
    assert _opens(shop, an, ha, taken, FIELD)
    with pytest.raises(NotProven):
        prove_identity(taken.request, shop.now(), _name(ha), "code")
    with pytest.raises(NotProven):
        prove_identity(taken.request, shop.now(), "staff/care/0000000000000000", "code")
    assert not _opens(shop, an, ha, taken, *CONTACT)
    assert prove_identity(taken.request, shop.now(), _name(khoa), "code")
    assert not prove_identity(taken.request, shop.now(), _name(khoa), "seen"), "once"
    assert _opens(shop, an, ha, taken, *CONTACT)
    assert _opens(shop, an, ha, taken, "purchases")
    last = steps_of(taken.request)[-1]
    assert (last.what, last.actor) == (Happened.PROVEN_CODE, _name(khoa))


def test_the_customer_who_asks_for_the_same_signed_in_is_proof(shop: Shop, an: int, ha: int) -> None:
    """The clock of the first runs on; and a clerk who repeats it proves nothing."""
    an_order(shop, an)
    taken = _written(shop, an, ha)
    assert _written(shop, an, ha).repeated
    assert is_unproven(taken.case)
    assert asks(shop, an, "access", "Tôi muốn xem").request == taken.request
    assert _opens(shop, an, ha, taken, "purchases")
