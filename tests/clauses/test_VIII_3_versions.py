"""VIII.3: both versions are published; the new one applies to what a member gave only once that member accepts it."""

from __future__ import annotations

import pytest
from django.test import Client

from giuloi.core.terms import CaseKind, Channel, NotServing, Standing
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice, policy_changed
from giuloi.records import cases, published, subjects
from giuloi.records.database import run
from giuloi.records.reveal import Answer, Refusal, Revealed
from tests.cast import AN
from tests.clauses.wording import NOT_KEPT_YET, TODAY, block, codes, kept, requirement, text_with, without
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


def test_telling_beforehand_is_not_kept_yet_and_shown_so() -> None:
    """Versions are kept, told apart and shown, and members written to once a new one is there: not before it is."""
    assert kept("VIII.3") == {"require.versions": NOT_KEPT_YET}
    assert requirement("versions").values == {"old_ones_public": True, "accepted_anew": True}
    assert "no-rule" in codes(without("require.versions"), "warning")
