"""Whoever else holds a copy is told; who does not answer is asked again, and stays visible until it is settled."""

from __future__ import annotations

from datetime import timedelta

from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.rows import PartnerTask, State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.promises.keep.erasure.telling import close_by_hand, open_exceptions, references_for
from giuloi.records.database import rows
from tests.promises.keep.conftest import Stall, epochs_end, erased
from tests.records.conftest import Shop


def test_a_partner_is_told_its_own_names_and_its_receipt_stands_on_the_certificate(
    shop: Shop, binh: int, only_partner: Stall
) -> None:
    """The names were drawn before the person was gone."""
    order, _ = shop.order(binh)
    made = erased(shop, binh)
    assert [list(ask.references) for ask in only_partner.asked] == [[f"kh-{binh}", f"don-{order}"]]
    [told] = certificate(made.token, shop.now()).partners  # type: ignore[union-attr]
    assert (told.partner, told.state, told.how, told.read_back) == ("stall", "told", "erased", True)


def test_what_a_partner_calls_them_stands_nowhere_in_clear_and_goes_with_the_answer(
    shop: Shop, binh: int, only_partner: Stall
) -> None:
    """Sealed while it waits, emptied when it is told."""
    only_partner.down = 1
    erased(shop, binh)
    [task] = PartnerTask.objects.all()
    assert bytes(task.sealed)
    assert str(binh).encode() not in bytes(task.sealed)
    assert references_for(task.id) == (f"kh-{binh}",)
    erase_due(shop.now() + timedelta(minutes=2))
    assert rows("SELECT length(sealed) FROM keep_partner_task") == [(0,)]


def test_a_partner_that_is_down_for_a_day_is_asked_again_with_growing_pauses_and_visible(
    shop: Shop, binh: int, only_partner: Stall
) -> None:
    """Under one key, so that an answer that was lost is recognised; the certificate waits for it."""
    only_partner.down = 6
    made = erased(shop, binh)
    pauses = []
    while len(only_partner.asked) < 7:
        [seen] = open_exceptions()
        assert seen.due_at is not None
        assert seen.code == "down"
        assert seen.tries == len(only_partner.asked)
        pauses.append(seen.due_at - shop.clock)
        shop.clock = seen.due_at
        erase_due(shop.clock)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 100 * pauses[0]
    assert len({ask.key for ask in only_partner.asked}) == 1
    assert not open_exceptions()
    assert certificate(made.id, shop.now()).state is State.TOLD  # type: ignore[union-attr]


def test_a_partner_that_refuses_stays_open_until_a_person_closes_it(
    shop: Shop, binh: int, only_partner: Stall
) -> None:
    """Also past the day on which the backups are unreadable."""
    only_partner.for_good = True
    made = erased(shop, binh)
    epochs_end(shop)
    seen = certificate(made.id, shop.now())
    assert seen is not None
    assert seen.state is State.ROWS
    assert seen.backups_unreadable
    [waiting] = open_exceptions()
    assert close_by_hand(waiting.task, shop.now(), "staff/care", "BB-17")
    assert not close_by_hand(waiting.task, shop.now(), "staff/care", "BB-18")
    erase_due(shop.now())
    assert certificate(made.id, shop.now()).state is State.DONE  # type: ignore[union-attr]
    assert not open_exceptions()


def test_where_no_software_answers_a_person_is_asked_and_nobody_else(
    shop: Shop, binh: int, only_partner: Stall
) -> None:
    """It stands in the list at once, with the names to ask by."""
    only_partner.by_hand = True
    erased(shop, binh)
    [waiting] = open_exceptions()
    assert waiting.code == "by_hand"
    assert references_for(waiting.task) == (f"kh-{binh}",)
    assert not only_partner.asked
