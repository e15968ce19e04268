"""Law 91/2025 art. 24: somebody under age is represented; one colleague notes it, another checks it."""

from __future__ import annotations

import pytest

from giuloi.core.terms import NotATerm, SubjectState
from giuloi.promises.answer import ending
from giuloi.promises.answer.asking import Asking
from giuloi.promises.answer.on_behalf import take_right_in, write_down
from giuloi.promises.answer.proving import prove_identity
from giuloi.promises.answer.rights.carrying_out import carry_out_due
from giuloi.promises.answer.rights.representing import check_representative, note_representative
from giuloi.promises.answer.rights.stages import NotNow, right_of
from giuloi.records.credentials import Staff
from giuloi.records.freezing import set_states
from giuloi.records.request_kinds import RequestState
from giuloi.records.requests import request_of
from giuloi.records.subjects import standing_of
from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop


def _name(staff: int) -> str:
    return str(Staff.objects.get(id=staff).pseudonym)


def _restricted(subject: int) -> bool:
    found = standing_of(subject)
    return found is not None and bool(found[1] & SubjectState.RESTRICTED)


def test_a_request_for_a_minor_waits_for_a_second_colleague(shop: Shop, an: int, ha: int, khoa: int) -> None:
    """Neither who wrote it down nor a proof of identity alone makes it valid; of age there is nobody to represent."""
    me, other = _name(ha), _name(khoa)
    taken = write_down(an, Asking("restrict", "Tôi hỏi cho con", "counter"), shop.now(), me)
    with pytest.raises(NotNow):
        note_representative(taken.request, "Bà Mai", "parent", "birth_certificate", shop.now(), me)
    set_states(an, SubjectState.MINOR, shop.now())
    with pytest.raises(NotNow):
        note_representative(taken.request, "Bà Mai", "neighbour", "birth_certificate", shop.now(), me)
    note_representative(taken.request, "Bà Mai", "parent", "birth_certificate", shop.now(), me)
    assert prove_identity(taken.request, shop.now(), other, "seen")
    carry_out_due(shop.now())
    assert not _restricted(an)
    with pytest.raises(NotNow):
        check_representative(taken.request, shop.now(), me)
    assert check_representative(taken.request, shop.now(), other)
    assert not check_representative(taken.request, shop.now(), other)
    carry_out_due(shop.now())
    assert _restricted(an)


def test_a_look_can_be_followed_by_a_code_and_only_the_code_lets_a_copy_out(
    shop: Shop, an: int, ha: int, khoa: int
) -> None:
    """A channel known before outranks a look."""
    taken = write_down(an, Asking("copy", "Cho tôi bản sao", "phone"), shop.now(), _name(ha))
    assert prove_identity(taken.request, shop.now(), _name(khoa), "seen")
    assert not right_of(taken.request).stepped  # type: ignore[union-attr]
    assert prove_identity(taken.request, shop.now(), _name(khoa), "code")
    assert right_of(taken.request).stepped  # type: ignore[union-attr]
    assert not prove_identity(taken.request, shop.now(), _name(khoa), "code")


def test_a_restriction_of_one_order_is_read_by_a_person(shop: Shop, an: int) -> None:
    """Software would have frozen everything else as well."""
    taken = asks(shop, an, "restrict", "Chỉ đơn này", order=an_order(shop, an))
    carry_out_due(shop.now())
    assert not _restricted(an)
    assert request_of(taken.request).state == RequestState.RECEIVED  # type: ignore[union-attr]


def test_no_way_of_ending_refuses_a_right_on_a_ground_of_another(shop: Shop, an: int) -> None:
    """Also the one that ends any other request."""
    taken = asks(shop, an, "access", "")
    with pytest.raises(NotATerm, match="law lists"):
        ending.end(taken.request, RequestState.REFUSED, shop.now(), "staff/care/x", "not_shown_wrong")
    assert request_of(taken.request).state == RequestState.RECEIVED  # type: ignore[union-attr]


def test_what_the_shops_systems_bring_in_is_believed_only_where_it_stops_a_use(shop: Shop, an: int) -> None:
    """A withdrawal that names what it is about holds at once; a copy waits until it is known who asked."""
    key = "key/care/9f2c01ab5d3e7a40"
    for kind, wish, sure in (("object", [["promotion", "email"]], True), ("copy", [], False)):
        taken = take_right_in(an, Asking(kind, "", "api", wish=wish), shop.now(), key)
        assert (right_of(taken.request).valid_at is not None) is sure  # type: ignore[union-attr]
