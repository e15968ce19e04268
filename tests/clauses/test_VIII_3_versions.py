"""VIII.3: both versions are published; the new one applies to what a member gave only once that member accepts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.core.terms import CaseKind, Channel, NotServing, Standing
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice, policy_changed
from giuloi.records import cases, published, subjects
from giuloi.records.database import run
from giuloi.records.reveal import Answer, Refusal, Revealed
from tests.cast import AN
from tests.clauses.wording import ENFORCED, TODAY, block, codes, kept, requirement, text_with, without
from tests.records.conftest import Shop


def stricter() -> dict[str, str]:
    """A new version in which care has no part in orders any more."""
    supply = block("purpose.supply")
    return text_with(
        (supply, supply.replace('roles    = ["fulfilment", "care"]', 'roles    = ["fulfilment"]'))
    )


def by_care(shop: Shop, subject: int, case: int) -> Answer:
    """Care looks at an order."""
    return shop.open(shop.staff("care", "supply", case), ["name"], subject)[0]


def an_order_of(shop: Shop, subject: int) -> int:
    """A case of a person, judged by the version they accepted."""
    return cases.open_case(CaseKind.ORDER, shop.now(), subject=subject)


def test_a_new_version_changes_nothing_for_who_accepted_the_old(shop: Shop, an: int) -> None:
    """Until An accepts; then it is judged by the new one, and the decision says by which."""
    case, old = an_order_of(shop, an), published.by_id(shop.policy_id).policy.hash
    new = published.publish(stricter(), TODAY, shop.now())
    assert new.id != shop.policy_id
    assert published.current().id == new.id
    before = by_care(shop, an, case)
    assert isinstance(before, Revealed)
    assert before.decision.policy == old
    subjects.become_member(an, new.id)
    after = by_care(shop, an, case)
    assert isinstance(after, Refusal)
    assert (after.decision.policy, after.decision.reason) == (new.policy.hash, "role")


def test_who_comes_afterwards_is_judged_by_the_new_one(shop: Shop) -> None:
    """Two members, two versions, in the same shop on the same day."""
    first = shop.person(AN, Standing.MEMBER)
    shop.give(first, ("supply", Channel.IN_HOUSE))
    shop.policy_id = published.publish(stricter(), TODAY, shop.now()).id
    second = shop.person(AN, Standing.MEMBER)
    shop.give(second, ("supply", Channel.IN_HOUSE))
    assert isinstance(by_care(shop, first, an_order_of(shop, first)), Revealed)
    assert isinstance(by_care(shop, second, an_order_of(shop, second)), Refusal)


def test_every_version_is_kept_word_for_word(shop: Shop) -> None:
    """The old one compiles to the hash it was published under, after the new one too."""
    old = published.by_id(shop.policy_id).policy
    published.publish(stricter(), TODAY, shop.now())
    published.forget()
    assert published.by_id(shop.policy_id).policy == old


def test_a_version_altered_afterwards_serves_nobody(shop: Shop) -> None:
    """One word changed in the stored text: it is said, and nothing is judged by it."""
    run(
        "UPDATE records_publishedpolicy SET sources = replace(sources, %s, %s) WHERE id = %s",
        ("giao bánh", "giao hoa", shop.policy_id),
    )
    published.forget()
    with pytest.raises(NotServing, match="altered"):
        published.by_id(shop.policy_id)


def test_the_same_text_again_is_the_same_version(shop: Shop) -> None:
    """Publishing twice asks nobody to accept anything."""
    assert published.publish(text_with(), TODAY, shop.now()).id == shop.policy_id


def test_both_versions_are_shown_to_everybody(shop: Shop, client: Client) -> None:
    """The new one and the old one, word for word, and what changed between them."""
    old = published.by_id(shop.policy_id)
    new = published.publish(stricter(), TODAY, shop.now())
    listed = client.get("/trust/versions", secure=True).content.decode()
    assert listed.index(new.policy.hash) < listed.index(old.policy.hash)
    for version in (old, new):
        page = client.get(f"/trust/versions/{version.id}", secure=True).content.decode()
        assert version.policy.hash in page
        assert 'id="VIII.3"' in page


def test_a_member_of_the_old_version_is_told_of_the_new_one_once(shop: Shop, an: int, binh: int) -> None:
    """An is told what it means for what she gave; Bình, a guest, accepted nothing; a second knock tells nobody."""
    assert policy_changed.tell_members(shop.now()) == 0
    new = published.publish(stricter(), TODAY, shop.now())
    assert [policy_changed.tell_members(shop.now()) for _ in range(2)] == [1, 0]
    assert [(one.kind, one.subject) for one in notices.notices_about(new.id)] == [(Notice.POLICY_CHANGED, an)]


def test_who_accepted_the_new_version_before_their_turn_is_not_told(shop: Shop, an: int) -> None:
    """There is nothing left to decide."""
    new = published.publish(stricter(), TODAY, shop.now())
    subjects.become_member(an, new.id)
    assert policy_changed.tell_members(shop.now()) == 0


def test_members_are_told_before_a_new_version_holds(shop: Shop, an: int) -> None:
    """Published today, An is written to today, and for seven days everybody is still judged by the old one."""
    at = datetime.now(UTC)
    new = published.announce(stricter(), TODAY, at)
    assert (new.in_force_at, new.announced) == (at + published.BEFOREHAND, True)
    assert published.current().id == shop.policy_id
    assert policy_changed.tell_members(at) == 1
    [told] = notices.notices_about(new.id)
    assert (told.kind, told.subject) == (Notice.POLICY_CHANGED, an)


def test_nobody_can_have_it_hold_sooner(shop: Shop, an: int) -> None:
    """A day too early is refused with the day that is possible, and nothing is published."""
    at = datetime.now(UTC)
    with pytest.raises(published.TooSoon) as caught:
        published.announce(stricter(), TODAY, at, at + published.BEFOREHAND - timedelta(days=1))
    assert caught.value.earliest == at + published.BEFOREHAND
    assert [one.id for one in published.versions()] == [shop.policy_id]


def test_with_nobody_to_tell_it_holds_at_once(shop: Shop, binh: int) -> None:
    """A guest is judged by the version of each order: there is nothing to tell beforehand."""
    assert not published.announce(stricter(), TODAY, shop.now()).announced


def test_it_holds_from_its_hour_on(shop: Shop, an: int) -> None:
    """The very version that was announced, without anybody doing anything."""
    new = published.announce(stricter(), TODAY, datetime.now(UTC) - published.BEFOREHAND)
    assert (new.announced, published.current().id) == (False, new.id)


def test_an_announced_version_is_shown_as_such(shop: Shop, an: int, client: Client) -> None:
    """On its own page and in the list: from when; the policy page goes on showing the one in force."""
    new = published.announce(stricter(), TODAY, datetime.now(UTC))
    assert "sắp áp dụng" in client.get("/trust/versions", secure=True).content.decode()
    assert "áp dụng từ" in client.get(f"/trust/versions/{new.id}", secure=True).content.decode()
    assert new.policy.hash not in client.get("/trust/policy", secure=True).content.decode()


def test_versions_are_enforced_as_declared() -> None:
    """Kept whole, told apart, shown, told of beforehand: the policy says so and code does it."""
    assert kept("VIII.3") == {"require.versions": ENFORCED}
    assert requirement("versions").values == {"old_ones_public": True, "accepted_anew": True}
    assert "no-rule" in codes(without("require.versions"), "warning")
