"""Who keeps their last bundle sees whether the next one goes on from it."""

from __future__ import annotations

import pytest

from giuloi.core.ledger.entry import Event
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.verify import Trusted, verify_bundle
from tests.core.ledger.history import Shop, edited, small_shop
from tests.core.ledger.tampering import BUNDLE, OTHER, faults


def _since(shop: Shop, earlier: bytes, later: bytes) -> set[str]:
    return faults(verify_bundle(later, shop.trusted, before=earlier))


def test_the_next_bundle_goes_on_from_the_last() -> None:
    """More uses, the same beginning; with the shop's key or with the bundle's own."""
    shop, first = small_shop()
    shop.live(9)
    second = shop.export("An")
    assert verify_bundle(second, shop.trusted, before=first).findings == ()
    assert verify_bundle(second, before=first).ok


def test_a_second_ledger_key_is_noticed_by_who_kept_a_bundle() -> None:
    """The owner makes a fresh key and a short, innocent trail: by itself the bundle is good."""
    shop, first = small_shop()
    head = verify_bundle(first, shop.trusted).head
    shop.ledger_keys["An"], shop.indexes["An"] = b"\7" * 32, []
    shop.use("An", Event.CONSENT_GIVEN)
    second = shop.export("An")
    assert verify_bundle(second, Trusted((shop.key,), head)).ok
    assert _since(shop, first, second) == {"other_ledger_key"}


def test_a_use_told_otherwise_than_last_time_is_noticed() -> None:
    """The owner appends a milder leaf under the same code, and shows that one instead."""
    shop, first = small_shop()
    code = shop.log.leaves[shop.indexes["An"][0]]
    milder = code.replace(b'"event":"reveal"', b'"event":"consent.given"')
    shop.log.leaves.append(milder)
    shop.indexes["An"] = [len(shop.log.leaves) - 1]
    for _ in range(9):
        shop.use("An")
    assert "rewritten_history" in _since(shop, first, shop.export("An"))


def test_an_old_bundle_shown_again_has_nothing_new() -> None:
    """Every export is itself an entry: a bundle with no more of them is not of today."""
    shop, first = small_shop()
    assert _since(shop, first, first) == {"nothing_new"}
    second = shop.export("An")
    assert _since(shop, second, first) == {"nothing_new", "rolled_back_head"}


def test_a_log_forked_since_the_last_bundle_is_noticed() -> None:
    """What is another's leaf may have been rewritten: the head of the last bundle tells."""
    shop, first = small_shop()
    theirs = shop.indexes["Bình"][0]
    shop.log.leaves[theirs] = shop.log.leaves[theirs].replace(b'"purpose":"supply"', b'"purpose":"rights"')
    shop.log._tree.size = -1
    shop.heads["An"] = [shop.sign(12)]
    assert "forked_head" in _since(shop, first, shop.export("An"))


@pytest.mark.parametrize(
    ("earlier", "finding"),
    [
        (b"hello", Finding(Code.BAD_EARLIER_BUNDLE, "not_a_bundle")),
        (edited(BUNDLE, lambda b: b["entries"].pop(3)), Finding(Code.BAD_EARLIER_BUNDLE, "missing_middle")),
        (OTHER.export("An"), Finding(Code.BAD_EARLIER_BUNDLE, "unknown_key")),
        (
            edited(BUNDLE, lambda b: b.update(origin="other.example/so")),
            Finding(Code.OTHER_LOG, "other.example/so → giuloi.example/so"),
        ),
    ],
    ids=["no bundle", "one with a gap", "another shop's of the same name", "another log's"],
)
def test_an_earlier_bundle_that_is_none_cannot_be_compared(earlier: bytes, finding: Finding) -> None:
    """Comparing with what does not hold would prove nothing."""
    shop, _ = small_shop()
    later = shop.export("An")
    assert verify_bundle(later, shop.trusted, before=earlier).findings == (finding,)
