"""IV.1: past its use information is only stored, past its time it is erased for good, every day, by software."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.gate.request import Reason
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import CaseKind, Channel, RetentionClass, Standing
from giuloi.promises.collect.orders import Order
from giuloi.promises.keep.retention import preview as ahead
from giuloi.promises.keep.retention.preview import look_ahead, preview
from giuloi.promises.keep.retention.reporting import reports
from giuloi.promises.keep.retention.rows import Effect
from giuloi.promises.keep.retention.run import carry_on, keep_no_longer
from giuloi.records import cases, vault
from giuloi.records.holds import Ground, lift_hold, place_hold
from giuloi.records.keyring import keyring
from giuloi.records.own_data import own_data
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.subjects import standing_of
from giuloi.records.uses.sequencer import integrate
from tests.no_leaf_no_key import leaves_of
from tests.promises.keep.retention.conftest import guest, message, order
from tests.records.conftest import Shop

DAY = timedelta(days=1)
BEGUN = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


def _on(shop: Shop, at: datetime) -> None:
    """That day's run, to its end."""
    shop.clock = at
    assert carry_on(at)


def _lines(run: int = 0) -> dict[tuple[str, str], int]:
    return {(one.rule, one.effect.value): one.count for one in reports()[run].lines}


def test_nothing_goes_before_its_time_and_a_guest_s_contact_goes_when_it_comes(shop: Shop) -> None:
    """90 days after the order is closed: the contact is erased, the order is only stored."""
    one = guest(shop, BEGUN)
    made = order(one, shop.policy_id, BEGUN, BEGUN + DAY)
    _on(shop, BEGUN + 91 * DAY - timedelta(seconds=1))
    assert reports()[0].lines == ()
    assert set(vault.fields_held(one)) == {0, made}
    _on(shop, BEGUN + 92 * DAY)
    assert set(vault.fields_held(one)) == {made}
    assert _lines() == {("guest_contact", "gone"): 1, ("orders", "aside"): 1}
    assert {line.clause for line in reports()[0].lines} == {"IV.1"}
    with keyring().store.reading() as connection:
        keys = connection.execute("SELECT count(*) FROM data_key WHERE subject = ? AND class = 0", (one,))
        assert keys.fetchone() == (0,), "with the last of a class its key goes"


def test_what_is_only_stored_opens_for_nobody_but_its_owner(shop: Shop) -> None:
    """An open case does not open it, and the refusal names the clause; the customer still sees their order."""
    one = guest(shop, BEGUN, Standing.MEMBER)
    shop.give(one, ("supply", Channel.IN_HOUSE))
    made = order(one, shop.policy_id, BEGUN, BEGUN)
    _on(shop, BEGUN + 100 * DAY)
    case = cases.open_case(CaseKind.ORDER, shop.now(), subject=one, record=made, policy_id=shop.policy_id)
    desk = shop.staff("fulfilment", "supply", case)
    [refused] = shop.open(desk, ["purchases"], one)
    assert isinstance(refused, Refusal)
    assert (refused.decision.clause, refused.decision.reason) == ("IV.1", Reason.SET_ASIDE)
    [live] = shop.open(desk, ["name"], one)
    assert isinstance(live, Revealed), "a member's own data are in use while the account is open"
    [both] = shop.open(desk, ["name", "purchases"], one)
    assert isinstance(both, Revealed)
    assert set(both.fields) == {"name"}
    own = own_data(one, shop.now())
    assert own.records[made]["purchases"].open() == "2 bánh cốm"


def test_an_invoice_stays_for_ten_years_after_the_year_s_end_and_then_the_person_goes(shop: Shop) -> None:
    """The order goes after its three years, the invoice after ten, the person with the last of it."""
    one = guest(shop, BEGUN)
    made = order(one, shop.policy_id, BEGUN, BEGUN, invoice=True)
    _on(shop, datetime(2029, 11, 22, 5, 0, tzinfo=UTC))
    assert vault.places_of([one]) == [(one, made, RetentionClass.LEGAL)]
    assert Order.objects.filter(id=made).exists(), "its row says until when"
    end = datetime(2036, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Viet Nam
    _on(shop, end - timedelta(microseconds=1))
    assert standing_of(one) is not None
    _on(shop, end + DAY)
    assert standing_of(one) is None
    assert keyring().erased([one]) == {one}
    assert reports()[0].whole == 1


def test_one_field_goes_and_the_rest_of_its_row_stays(shop: Shop) -> None:
    """A guest agreed to promotions by e-mail: the address goes with the order, name and e-mail after two years."""
    one = guest(shop, BEGUN)
    shop.give(one, ("promotion", Channel.EMAIL))
    order(one, shop.policy_id, BEGUN, BEGUN)
    before = keyring().opened
    _on(shop, BEGUN + 100 * DAY)
    held = vault.fields_held(one)[0]
    assert held == sum(1 << bit for bit in (0, 1, 2)), "name, phone and e-mail"
    assert keyring().opened == before, "sealing anew hands out no key"
    campaign = shop.campaign()
    shop.clock += DAY
    answer = shop.open(shop.staff("marketing", "promotion", campaign), ["email"], one, channel=Channel.EMAIL)
    assert isinstance(answer[0], Revealed)
    assert answer[0].fields["email"].open() == "binh@example.vn"


def test_a_live_reason_keeps_what_another_let_go(shop: Shop) -> None:
    """Of two orders the open one keeps the contact; an open care case keeps its words and whom it is about."""
    one, two = guest(shop, BEGUN), guest(shop, BEGUN)
    order(one, shop.policy_id, BEGUN, BEGUN)
    order(one, shop.policy_id, BEGUN, None)
    order(two, shop.policy_id, BEGUN, BEGUN)
    written = message(two, BEGUN, None)
    _on(shop, BEGUN + 200 * DAY)
    assert 0 in vault.fields_held(one)
    assert {0, written} <= set(vault.fields_held(two))
    cases.close_case(int(cases.Case.objects.get(subject_id=two).id), BEGUN + 200 * DAY)
    _on(shop, BEGUN + 201 * DAY)
    assert written in vault.fields_held(two), "the term of what was written begins now"
    assert 0 not in vault.fields_held(two), "the order's had been over"
    _on(shop, BEGUN + 381 * DAY)
    assert written not in vault.fields_held(two)


def test_a_hold_keeps_from_erasing_opens_nothing_and_ends(shop: Shop) -> None:
    """What is past its use is only stored meanwhile; lifted, it goes with the next run."""
    one = guest(shop, BEGUN)
    order(one, shop.policy_id, BEGUN, BEGUN)
    hold = place_hold(one, Ground.DISPUTE, BEGUN + 999 * DAY, BEGUN, "staff/1", document="12/2026")
    _on(shop, BEGUN + 100 * DAY)
    assert 0 in vault.fields_held(one)
    case = cases.open_case(CaseKind.CARE, shop.now(), subject=one, policy_id=shop.policy_id)
    [refused] = shop.open(shop.staff("care", "care", case), ["phone"], one)
    assert isinstance(refused, Refusal)
    assert refused.decision.reason is Reason.SET_ASIDE
    cases.close_case(case, shop.now())
    assert lift_hold(hold, shop.now(), "staff/1")
    _on(shop, BEGUN + 101 * DAY)
    assert 0 not in vault.fields_held(one)


def test_the_ledger_says_what_was_erased_by_which_clause_and_no_name(shop: Shop) -> None:
    """One leaf for a batch, of the event that erasing has."""
    people = [guest(shop, BEGUN) for _ in range(3)]
    for one in people:
        order(one, shop.policy_id, BEGUN, BEGUN)
    _on(shop, BEGUN + 100 * DAY)
    integrate()
    leaves = list(leaves_of(keyring(), people[0]))
    found = [leaf for leaf in leaves if leaf.event == Event.ERASE_LIVE_DONE]
    assert [(leaf.clause, leaf.count, leaf.purpose) for leaf in found] == [("IV.1", 3, "")]


def test_the_preview_says_what_the_run_then_does(shop: Shop) -> None:
    """By day, and nothing is touched by looking."""
    for number in range(3):
        order(guest(shop, BEGUN), shop.policy_id, BEGUN, BEGUN + number * DAY)
    now = BEGUN + 89 * DAY
    seen = {(one.day.day, one.rule, one.effect): one.count for one in preview(now)}
    assert seen == {
        (day, rule, effect): 1
        for day in (20, 21, 22)
        for rule, effect in (("guest_contact", Effect.GONE), ("orders", Effect.ASIDE))
    }
    _on(shop, now + 7 * DAY)
    assert _lines() == {("guest_contact", "gone"): 3, ("orders", "aside"): 3}


def test_a_look_ahead_is_the_same_day_by_day_and_in_parts(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judged once for the week, it says what judging on each of the days says; what was looked at is told."""
    for number in range(9):
        order(guest(shop, BEGUN), shop.policy_id, BEGUN, BEGUN + number % 5 * DAY)
    now = BEGUN + 91 * DAY
    monkeypatch.setattr(ahead, "PEOPLE", 2)
    heard: list[tuple[int, int]] = []
    whole = look_ahead(now, told=lambda *far: heard.append(far))
    for many in range(8):
        until = look_ahead(now, many)
        assert sum(one.count for one in look_ahead(now + many * DAY, 0).lines) == sum(
            one.count for one in until.lines
        )
        assert until.lines == tuple(one for one in whole.lines if one.day <= (now + many * DAY).date())
    assert whole.whole
    assert heard == [(seen, 9) for seen in (2, 4, 6, 8, 9)]
    part = look_ahead(now, budget=0)
    assert (part.seen, part.people, part.whole) == (2, 9, False)


def test_the_clock_runs_it_once_a_day_in_the_quiet_hours(shop: Shop) -> None:
    """From two in the morning in Viet Nam, and not twice."""
    one = guest(shop, BEGUN)
    order(one, shop.policy_id, BEGUN, BEGUN)
    night = datetime(2027, 3, 1, 18, 59, tzinfo=UTC)  # 01:59
    assert keep_no_longer(night) == 0
    assert reports() == []
    assert keep_no_longer(night + timedelta(minutes=1)) == 1
    assert keep_no_longer(night + timedelta(minutes=2)) == 0
    assert [one.finished_at is not None for one in reports()] == [True]
