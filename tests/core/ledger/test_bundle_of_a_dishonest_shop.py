"""A shop that holds every key still contradicts what it signed before, and the finding says how."""

from __future__ import annotations

import pytest

from giuloi.core.ledger import verify
from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.entry import Event, sequence_code
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.verify import Trusted, verify_bundle
from tests.core.ledger.history import ORIGIN, Shop, edited, head_of, small_shop
from tests.core.ledger.tampering import BUNDLE, COUNT, SHOP, codes, faults, receipt


def test_a_use_left_out_leaves_a_hole_before_the_signed_end() -> None:
    """Signing a lower counter does not renumber the leaves."""
    shorter = edited(BUNDLE, lambda b: (b["entries"].pop(4), b.update(receipt=receipt(counter=COUNT - 1))))
    assert codes(shorter) == {"missing_middle", "beyond_end"}


def test_an_end_left_out_is_missing_though_the_tree_is_right() -> None:
    """The receipt signs the end."""
    shorter = edited(BUNDLE, lambda b: b["entries"].__delitem__(slice(COUNT - 2, COUNT)))
    assert codes(shorter) == {"missing_last", "no_export", "bad_receipt"}


def test_a_receipt_for_another_leaf_does_not_fit() -> None:
    """It names the very leaf of the export."""
    assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(leaf=b"\1" * 32)))) == {"bad_receipt"}


def test_a_receipt_for_a_longer_log_shows_a_rollback() -> None:
    """The receipt has seen more than the head tells."""
    assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(size=99)))) == {"rolled_back_head"}


def test_a_receipt_for_another_root_shows_a_fork() -> None:
    """One size, two roots, both signed."""
    assert codes(edited(BUNDLE, lambda b: b.update(receipt=receipt(root=b"\1" * 32)))) == {"forked_head"}


def test_a_receipt_for_an_older_tree_does_not_fit() -> None:
    """Its end would not be the end of this tree."""
    older = head_of(SHOP.heads["An"][0])
    data = edited(BUNDLE, lambda b: b.update(receipt=receipt(size=older.size, root=older.root)))
    assert codes(data) == {"bad_receipt"}


def test_a_last_entry_that_is_no_export_is_named() -> None:
    """The bundle has to end with its own export."""
    shop = Shop(3)
    shop.export("An")
    shop.use("An")
    shop.heads["An"].append(shop.sign())
    assert faults(verify_bundle(shop.bundle("An"), shop.trusted)) == {"no_export"}


def test_a_rewritten_past_contradicts_the_earlier_heads() -> None:
    """A leaf is changed in the log itself, every later hash computed anew, and the newest head signed."""
    shop, _ = small_shop()
    shop.log.leaves[0] = shop.log.leaves[0].replace(b'"purpose":"supply"', b'"purpose":"rights"')
    shop.log._tree.size = -1
    shop.heads["An"][-1] = shop.sign()
    assert faults(verify_bundle(shop.bundle("An"), shop.trusted)) == {"inconsistent_head"}


def test_a_rewritten_past_is_a_fork_to_who_kept_the_head() -> None:
    """The customer pins the head they were given last time."""
    shop, honest = small_shop()
    kept = verify_bundle(honest, shop.trusted).head
    shop.log.leaves[0] = shop.log.leaves[0].replace(b'"purpose":"supply"', b'"purpose":"rights"')
    shop.log._tree.size = -1
    shop.heads["An"] = [shop.sign()]
    assert faults(verify_bundle(shop.bundle("An"), Trusted((shop.key,), kept))) == {"forked_head"}


def test_a_log_shorter_than_the_head_kept_is_rolled_back() -> None:
    """An older bundle, however true, is not the newest."""
    shop, _ = small_shop()
    earlier = shop.bundle("An")
    shop.live(5)
    kept = verify_bundle(shop.export("An"), shop.trusted).head
    assert faults(verify_bundle(earlier, Trusted((shop.key,), kept))) == {"rolled_back_head"}


def test_two_heads_of_one_size_are_a_fork() -> None:
    """Both signed, one right."""
    twin = Checkpoint(ORIGIN, head_of(SHOP.heads["An"][0]).size, b"\1" * 32)
    note = sign_checkpoint(twin, SHOP.log_seed).decode()
    data = edited(BUNDLE, lambda b: b["heads"].insert(1, {"checkpoint": note, "proof": []}))
    assert codes(data) == {"forked_head"}


def test_a_head_that_cannot_be_compared_is_said_to_be_but_convicts_nobody() -> None:
    """An honest shop cannot know every head that somebody kept; who pins one is told what to ask for."""
    shop, honest = small_shop()
    between = Checkpoint(ORIGIN, 9, shop.log.tree.root(9))
    verdict = verify_bundle(honest, Trusted((shop.key,), between))
    assert verdict.ok
    assert verdict.findings == (Finding(Code.HEAD_NOT_COMPARED, "9"),)


def test_a_log_that_grew_from_the_head_kept_is_fine() -> None:
    """The earlier export's head is in the next bundle, with its proof."""
    shop, first = small_shop()
    kept = verify_bundle(first, shop.trusted).head
    shop.live(20)
    assert verify_bundle(shop.export("An"), Trusted((shop.key,), kept)).findings == ()


def test_a_counter_beyond_all_reason_is_refused() -> None:
    """A receipt cannot make the verifier count to 2^63."""
    data = edited(BUNDLE, lambda b: b.update(receipt=receipt(counter=2**62)))
    assert codes(data) == {"too_large"}


def test_counters_given_in_another_order_than_the_logs_are_out_of_order() -> None:
    """However the two uses are listed: by the counters, or by the places in the log."""
    shop = Shop(5)
    for counter in (2, 1):  # the later use was put into the log first
        code = sequence_code(shop.ledger_keys["An"], counter)
        shop.indexes["An"].insert(0, shop._write(Event.REVEAL, sc=code))
    by_counter = shop.export("An")
    by_place = edited(by_counter, lambda b: b["entries"].insert(0, b["entries"].pop(1)))
    assert faults(verify_bundle(by_counter, shop.trusted)) == {"wrong_order"}
    assert faults(verify_bundle(by_place, shop.trusted)) == {"wrong_order"}


def test_one_head_a_hundred_times_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copies are still named: a head has to be larger than the one before."""
    opened: list[bytes] = []
    real = verify.open_checkpoint
    monkeypatch.setattr(
        verify, "open_checkpoint", lambda note, *rest: opened.append(note) or real(note, *rest)
    )
    many = edited(BUNDLE, lambda b: b["heads"].extend(b["heads"][-1:] * 99))
    assert codes(many) == {"rolled_back_head"}
    assert len(opened) == 2
