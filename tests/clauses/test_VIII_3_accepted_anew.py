"""VIII.3: what a member gave under the old version is judged by it, everywhere, until they accept the new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import CaseKind, Channel, PolicyHash, SubjectState
from giuloi.promises.collect import accepting_anew
from giuloi.promises.collect.accepting_anew import NotAccepted, accept_version, newer_for
from giuloi.promises.keep.retention.judging import judge, terms_now
from giuloi.promises.use.outreach.reasons import Reason, numbers
from giuloi.records import cases, freezing, published, vault
from giuloi.records.access.sessions import Visitor
from giuloi.records.consents import states_of
from giuloi.records.published import Published
from giuloi.records.requests import CustomerRequest, receive
from giuloi.records.reveal import Refusal, Revealed
from giuloi.records.uses.pending import PendingUse
from tests.clauses.wording import TODAY, block, text_with
from tests.doors.portal.own.conftest import Customer, at_browser
from tests.promises.use.outreach.conftest import OFFER, Desk
from tests.records.conftest import Shop

CLOCK = 'within = "24h"\nfrom   = "received"\nby     = "care"'


def then(shop: Shop, *changes: tuple[str, str]) -> Published:
    """A version that is in force, with these changes."""
    return published.publish(text_with(*changes), TODAY, shop.now())


def promotion_with(key: str, old: str, new: str) -> tuple[str, str]:
    """The rule of promotion with one line changed."""
    rule = block("purpose.promotion")
    assert f"{key}" in rule
    assert old in rule
    return rule, rule.replace(old, new)


def looking(shop: Shop, subject: int, *fields: str) -> Any:
    """Marketing opens something for an e-mail with a promotion."""
    holding = shop.staff("marketing", "promotion", shop.campaign())
    return shop.open(holding, list(fields), subject, channel=Channel.EMAIL)[0]


def test_what_the_new_version_allows_holds_for_an_only_when_she_accepted_and_consented_anew(
    shop: Shop, an: int
) -> None:
    """Promotion may use the address in version 2: not for the yes to version 1, nor for accepting alone."""
    new = then(shop, promotion_with("uses", 'uses     = ["name"', 'uses     = ["address", "name"'))
    assert isinstance(looking(shop, an, "name"), Revealed)
    assert looking(shop, an, "address").decision.policy == published.by_id(shop.policy_id).policy.hash
    accept_version(an, new.policy.hash, shop.now())
    refused = looking(shop, an, "address")
    assert isinstance(refused, Refusal)
    assert refused.decision.policy == new.policy.hash
    assert isinstance(looking(shop, an, "name"), Revealed)
    shop.give(an, ("promotion", Channel.EMAIL))
    assert isinstance(looking(shop, an, "address"), Revealed)


def test_accepting_is_a_leaf_and_changes_no_consent_and_no_open_order(shop: Shop, an: int) -> None:
    """One line in the ledger with the new version's hash; a second click writes nothing."""
    order = cases.open_case(CaseKind.ORDER, shop.now(), subject=an, policy_id=shop.policy_id)
    supply = block("purpose.supply")
    new = then(shop, (supply, supply.replace('"fulfilment", "care"]', '"fulfilment"]')))
    before = states_of(an)
    for _ in range(2):
        assert accept_version(an, new.policy.hash, shop.now()) == new
    assert states_of(an) == before
    [leaf] = PendingUse.objects.filter(event=Event.ACCEPT.value)
    assert (leaf.clause, leaf.policy_hash) == ("VIII.3", new.policy.hash)
    care = shop.staff("care", "supply", order)
    assert isinstance(shop.open(care, ["name"], an)[0], Revealed)
    later = cases.open_case(CaseKind.ORDER, shop.now(), subject=an, policy_id=new.id)
    assert isinstance(shop.open(shop.staff("care", "supply", later), ["name"], an)[0], Refusal)


def test_only_the_version_that_was_read_is_accepted(shop: Shop, an: int, binh: int) -> None:
    """Not another's hash, not by a guest, not while frozen, and not one that is only announced."""
    new = then(shop, (CLOCK, CLOCK.replace("24h", "12h")))
    for subject, read in ((an, PolicyHash("0" * 64)), (binh, new.policy.hash), (1, new.policy.hash)):
        with pytest.raises(NotAccepted):
            accept_version(subject, read, shop.now())
    freezing.set_states(an, SubjectState.FROZEN, shop.now())
    with pytest.raises(NotAccepted):
        accept_version(an, new.policy.hash, shop.now())
    assert newer_for(an) == new
    assert newer_for(binh) is None


def test_an_announced_version_is_nobodys_to_accept_yet(shop: Shop, an: int) -> None:
    """It holds from its day."""
    later = published.publish(
        text_with((CLOCK, CLOCK.replace("24h", "12h"))), TODAY, shop.now(), shop.now() + timedelta(days=9000)
    )
    assert newer_for(an) is None
    with pytest.raises(NotAccepted):
        accept_version(an, later.policy.hash, shop.now())


@pytest.mark.parametrize(("hours", "an_waits", "after"), [("12h", 12, 12), ("24h", 24, 24)])
def test_a_request_is_held_to_the_shorter_of_what_was_accepted_and_what_is_promised(
    shop: Shop, an: int, hours: str, an_waits: int, after: int
) -> None:
    """A version that answers sooner holds for everybody who asks; one that loosened it would not compile."""
    new = then(
        shop, (CLOCK, CLOCK.replace("24h", hours)), ("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách.")
    )
    assert waits(shop, an) == an_waits
    accept_version(an, new.policy.hash, shop.now())
    assert waits(shop, an) == after


def test_a_member_who_accepted_twelve_hours_keeps_them(shop: Shop, an: int, binh: int) -> None:
    """The next version says 24 again: a guest waits so long, An still has her twelve until she accepts."""
    sooner = then(shop, (CLOCK, CLOCK.replace("24h", "12h")))
    accept_version(an, sooner.policy.hash, shop.now())
    back = then(shop, ("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách."))
    assert (waits(shop, an), waits(shop, binh)) == (12, 24)
    accept_version(an, back.policy.hash, shop.now())
    assert waits(shop, an) == 24


def waits(shop: Shop, subject: int) -> int:
    """Hours promised for a question."""
    at = shop.now()
    made = receive("question", at, subject=subject, source="portal", actor="customer")
    row = CustomerRequest.objects.get(id=made.request)
    return round((row.due_at - at).total_seconds() / 3600)


def test_a_shorter_term_holds_for_an_only_when_she_accepted(shop: Shop, an: int) -> None:
    """Opinions after buying: two years under version 1, one under version 2."""
    shop.give(an, ("engagement", Channel.EMAIL))
    vault.seal(an, {"opinion": "Bánh ngon"}, shop.now(), record=77)
    term = block("retain.opinions")
    new = then(shop, (term, term.replace('"2y"', '"1y"')))
    later = shop.now() + timedelta(days=500)
    assert gone(an, later) == set()
    accept_version(an, new.policy.hash, shop.now())
    assert gone(an, later) == {77}


def gone(subject: int, at: datetime) -> set[int]:
    """The records of a person of which something is to be erased at that moment."""
    return {
        one.record for one in judge(terms_now(), -1, 2**63 - 1, at) if one.subject == subject and one.gone
    }


def test_a_campaign_counts_an_by_the_version_she_accepted(desk: Desk) -> None:
    """Version 2 has no promotion by e-mail any more: An is still written to until she accepts it."""
    an = desk.willing()
    rule = block("purpose.promotion")
    channels = next(line for line in rule.splitlines() if line.startswith("channels"))
    new = then(desk.shop, (rule, rule.replace(channels, 'channels = ["sms"]')))
    assert numbers(OFFER, desk.now()).counts[Reason.MAY] == 1
    accept_version(an, new.policy.hash, desk.now())
    assert numbers(OFFER, desk.now()).counts[Reason.REFUSED] == 1


def test_the_page_shows_what_changed_and_takes_the_answer(shop: Shop, an: int) -> None:
    """Old words and new beside each other, which consents stay in the old words, and a button; nothing by default."""
    customer = Customer(an, at_browser(Visitor.CUSTOMER, an))
    assert "newest version in force" in customer.text("/me/policy")
    old = "chỉ trong lúc đơn ấy còn mở."
    rule = promotion_with("uses", 'uses     = ["name"', 'uses     = ["address", "name"')
    new = then(shop, rule, (old, "chỉ khi đơn ấy còn mở."))
    assert "See what changes, and choose" in customer.text("/me")
    shown = customer.text("/me/policy", "vi")
    assert old in shown
    assert "chỉ khi đơn ấy còn mở." in shown
    assert "cửa hàng được làm nhiều hơn" in shown
    assert "đã đồng ý theo lời cũ" in shown
    assert newer_for(an) == new
    assert customer.post("/me/policy", {"read": "0" * 64}).status_code == 303
    assert newer_for(an) == new
    assert customer.post("/me/policy", {"read": new.policy.hash}).status_code == 303
    assert newer_for(an) is None
    assert "newest version in force" in customer.text("/me/policy")


def test_a_guest_has_no_version_to_accept(shop: Shop, binh: int) -> None:
    """Their orders go by the version of their day; the page is the members'."""
    answer = Customer(binh, at_browser(Visitor.GUEST, binh)).get("/me/policy")
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in")
    assert accepting_anew.newer_for(binh) is None
