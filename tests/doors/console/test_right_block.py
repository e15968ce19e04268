"""IV.3: the desk sees a right's stages and both clocks, and can do with it what law allows."""

from __future__ import annotations

import pytest
from django.test import Client

from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.rights.stages import deadlines_of, right_of
from giuloi.records.requests import request_of
from tests.doors.console.conftest import Desk, now


@pytest.fixture
def asked(desk: Desk, an: int) -> int:
    """An asks for a copy."""
    return ask(an, Asking("copy", "", "portal"), now()).request


def test_the_page_offers_the_grounds_of_this_kind_and_no_other(ha: Client, asked: int) -> None:
    """And shows both clocks."""
    page = ha.get(f"/console/inbox/{asked}").content.decode()
    assert "24 giờ từ lúc nhận" in page
    assert "điều 15.2.a" in page
    assert "not_shown_wrong" not in page
    assert "taken_back" not in page


def test_more_time_needs_reason_and_proof_and_is_given_once(ha: Client, asked: int) -> None:
    """What was typed stays; nothing changed."""
    where = f"/console/inbox/{asked}/right/extend"
    empty = ha.post(where, {"because": "complex", "proof": ""})
    assert empty.status_code == 422
    assert right_of(asked).extended_at is None  # type: ignore[union-attr]
    assert ha.post(where, {"because": "complex", "proof": "BB-12/2026"}).status_code == 302
    assert deadlines_of(asked, now()).extended  # type: ignore[union-attr]
    assert ha.post(where, {"because": "complex", "proof": "BB-13/2026"}).status_code == 422


def test_refusing_is_looked_at_once_more_and_needs_a_listed_ground(ha: Client, asked: int) -> None:
    """The first click only shows what the customer will read."""
    where = f"/console/inbox/{asked}/right/refuse"
    assert ha.post(where, {"ground": "not_shown_wrong", "confirmed": "yes"}).status_code == 422
    assert ha.post(where, {"ground": "harms_others"}).status_code == 200
    assert request_of(asked).state == "received"  # type: ignore[union-attr]
    assert ha.post(where, {"ground": "harms_others", "confirmed": "yes"}).status_code == 302
    assert request_of(asked).ground == "harms_others"  # type: ignore[union-attr]


def test_the_laws_clock_is_stopped_and_goes_on(ha: Client, asked: int) -> None:
    """While it is asked who they are."""
    assert ha.post(f"/console/inbox/{asked}/right/pause").status_code == 302
    assert deadlines_of(asked, now()).standing_still  # type: ignore[union-attr]
    assert "đang tạm dừng" in ha.get(f"/console/inbox/{asked}").content.decode()
    assert ha.post(f"/console/inbox/{asked}/right/resume").status_code == 302
    assert not deadlines_of(asked, now()).standing_still  # type: ignore[union-attr]


def test_a_correction_is_shown_before_and_after_to_whoever_works_on_it(
    ha: Client, desk: Desk, an: int
) -> None:
    """Masked first; opened through the gate, and in that one answer only."""
    asked = ask(an, Asking("rectify", "", "portal", correct=("address", "12 Hàng Bông, Hà Nội")), now())
    where = f"/console/inbox/{asked.request}"
    masked = ha.get(where).content.decode()
    assert "Cần sửa" in masked
    assert "Hàng Bông" not in masked
    opened = ha.post(f"{where}/show").content.decode()
    assert "12 Hàng Bông, Hà Nội" in opened
    assert "Hàng Bông" not in ha.get(where).content.decode()


def test_a_clerk_writes_down_what_is_to_stand_there(ha: Client, an: int) -> None:
    """What cannot stand there stays in the form, with its problem beside it."""
    where = f"/console/inbox/new?customer={an}"
    said = {"kind": "rectify", "source": "phone", "correct": "email", "right_value": "không phải"}
    wrong = ha.post(where, said)
    assert wrong.status_code == 422
    assert 'id="right_value-problem"' in wrong.content.decode()
    assert ha.post(where, said | {"correct": "name", "right_value": "An Nguyễn"}).status_code == 302
