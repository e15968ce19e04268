"""A recall at the desk: looked at first, told once, offering nothing, by numbers that a slip is found in (I.2)."""

from __future__ import annotations

from django.test import Client

from giuloi.promises.answer.recall import recalls
from giuloi.promises.collect.order_numbers import spoken_number

HERE = "/console/recalls"
WHY = {"vi": "Hộp ngày 20/11 có thể bị mốc.", "en": "Boxes of 20 November may be mouldy."}


def test_it_is_looked_at_first_and_then_told_once(ha: Client, an_order: int) -> None:
    """The preview counts and sends nothing; the confirmed form sent twice is one incident."""
    said = {**WHY, "orders": f"{spoken_number(an_order)}\n12345"}
    page = ha.post(HERE, said).content.decode()
    assert "Báo cho 1 khách?" in page
    assert "1 số đơn không có trong sổ" in page
    assert recalls() == []
    for _ in range(2):
        assert ha.post(HERE, {**said, "confirmed": "yes", "once": "a" * 32}).status_code == 302
    assert [one.told for one in recalls()] == [1]


def test_an_offer_or_a_slip_is_said_beside_its_field_and_nothing_is_lost(ha: Client, an_order: int) -> None:
    """Neither is sent, confirmed or not."""
    number = spoken_number(an_order)
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)
    said = {
        **WHY,
        "vi": "Thu hồi. Mua hộp mới giảm 30%!",
        "orders": slip,
        "confirmed": "yes",
        "once": "b" * 32,
    }
    answer = ha.post(HERE, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="vi-problem"' in page
    assert 'id="orders-problem"' in page
    assert slip in page
    assert recalls() == []
