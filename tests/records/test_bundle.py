"""A customer's bundle: what was done with their data, provable without us."""

from __future__ import annotations

import json

import pytest

from giuloi.core.ledger.bundle_file import TooLarge
from giuloi.core.ledger.checkpoint import open_checkpoint, unverified_checkpoint
from giuloi.core.ledger.entry import decode
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import BadEvidence, Channel, Refused, SubjectState
from giuloi.records import freezing, installation
from giuloi.records.uses import bundle, head
from giuloi.records.uses.bundle import NoSuchSubject, export_bundle
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from tests.cast import BINH
from tests.records.conftest import Shop


def _events(bundle: bytes) -> list[str]:
    return [decode(entry["leaf"].encode()).event.value for entry in json.loads(bundle)["entries"]]


def test_a_bundle_tells_everything_and_verifies(shop: Shop, an: int) -> None:
    """Consents, openings and refusals of one customer, in order, ending with the export itself."""
    _, case = shop.order(an)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    shop.open(shop.staff("marketing", "promotion", shop.campaign()), ["phone"], an, channel=Channel.SMS)
    bundle = export_bundle(an, shop.now())
    assert _events(bundle) == ["consent.given", "consent.given", "reveal", "refuse", "export"]
    assert verify_bundle(bundle, Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))).ok


def test_a_bundle_shows_ones_part_of_a_batch_and_nobody_elses(shop: Shop, an: int, binh: int) -> None:
    """In a use of many people at once, each sees their own membership only."""
    for subject in (an, binh):
        shop.give(subject, ("promotion", Channel.EMAIL))
    holding = shop.staff("marketing", "promotion", shop.campaign())
    shop.open(holding, ["email"], an, binh, *(shop.person(BINH) for _ in range(5)), channel=Channel.EMAIL)
    for subject in (an, binh):
        bundle = export_bundle(subject, shop.now())
        assert verify_bundle(bundle).ok
        assert [entry["batch"] is not None for entry in json.loads(bundle)["entries"]].count(True) == 1


def test_a_second_bundle_goes_on_where_the_first_ended(shop: Shop, binh: int) -> None:
    """Exports are uses too: the next bundle shows the earlier export."""
    export_bundle(binh, shop.now())
    bundle = export_bundle(binh, shop.now())
    assert _events(bundle) == ["export", "export"]
    assert verify_bundle(bundle).ok
    assert len(json.loads(bundle)["heads"]) == 2


def test_an_omitted_use_is_noticed(shop: Shop, an: int) -> None:
    """A shop that leaves the opening out of the bundle is found out."""
    _, case = shop.order(an)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    bundle = json.loads(export_bundle(an, shop.now()))
    del bundle["entries"][2]
    assert not verify_bundle(json.dumps(bundle, separators=(",", ":"), sort_keys=True).encode()).ok


def test_a_frozen_person_is_refused_by_clause(shop: Shop, binh: int) -> None:
    """While frozen, nothing is given out, and the refusal says why."""
    freezing.set_states(binh, SubjectState.FROZEN, shop.now())
    with pytest.raises(Refused) as refused:
        export_bundle(binh, shop.now())
    assert refused.value.decision.clause == "VI.4"


def test_nobody_gets_no_bundle(shop: Shop) -> None:
    """An id nobody has is said to be none."""
    with pytest.raises(NoSuchSubject):
        export_bundle(1, shop.now())


def _trusted(kept: bytes | None = None) -> Trusted:
    key = VerifierKey.parse(installation.public_key())
    return Trusted((key,), open_checkpoint(kept, key.name, [key]) if kept else None)


def _newest_head(bundle: bytes) -> bytes:
    head: str = json.loads(bundle)["heads"][-1]["checkpoint"]
    return head.encode()


def test_the_head_of_ones_last_bundle_is_in_the_next_however_many_others_export(
    shop: Shop, binh: int
) -> None:
    """Each customer finds the heads of their own exports, not the latest of everybody's."""
    first = export_bundle(binh, shop.now())
    for _ in range(21):
        export_bundle(shop.person(BINH), shop.now())
    second = export_bundle(binh, shop.now())
    assert verify_bundle(second, _trusted(_newest_head(first)), before=first).findings == ()
    assert len(json.loads(second)["heads"]) == 2


def test_any_head_a_customer_holds_can_be_asked_for(shop: Shop, an: int, binh: int) -> None:
    """By its size or as itself: it is joined to the newest, whether it was kept or not."""
    integrate()
    shop.give(an, ("promotion", Channel.SMS))
    kept = head.noted()
    integrate()
    size = unverified_checkpoint(kept).size
    missing = verify_bundle(export_bundle(binh, shop.now()), _trusted(kept))
    assert missing.findings == (Finding(Code.HEAD_NOT_COMPARED, str(size)),)
    for since in (size, kept):
        assert verify_bundle(export_bundle(binh, shop.now(), since), _trusted(kept)).findings == ()


@pytest.mark.parametrize("since", [0, 10_000, b"hello"], ids=["empty", "beyond", "no checkpoint"])
def test_a_head_the_log_never_had_is_refused_before_anything_is_ledgered(
    shop: Shop, binh: int, since: int | bytes
) -> None:
    """The message says what there is; no export is counted that was none."""
    export_bundle(binh, shop.now())
    with pytest.raises(BadEvidence):
        export_bundle(binh, shop.now(), since)
    assert _events(export_bundle(binh, shop.now())) == ["export", "export"]


def test_a_use_that_comes_during_an_export_is_for_the_next_bundle(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the export and its making, the customer agrees to something: the bundle still ends in its export."""

    def racing(use: bytes) -> bool:
        shop.give(an, ("promotion", Channel.SMS))
        return integrate()

    monkeypatch.setattr(bundle, "integrate", racing)
    raced = export_bundle(an, shop.now())
    assert _events(raced)[-1] == "export"
    assert verify_bundle(raced, _trusted()).ok
    monkeypatch.undo()
    assert _events(export_bundle(an, shop.now()))[-3:] == ["export", "consent.given", "export"]


def test_a_batch_that_names_one_person_often_is_read_once(
    shop: Shop, an: int, binh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty of one's codes in one batch are proven from one tree of its members."""
    actor, everybody = "code/export_bundle", (an, binh) * 50
    record_uses([Use(shop.now(), actor, "refuse", "services", "I.1", "0" * 64, "denied", everybody)])
    read: list[int] = []
    members = TileLog.members
    monkeypatch.setattr(TileLog, "members", lambda log, index: read.append(index) or members(log, index))
    whole = export_bundle(an, shop.now())
    assert verify_bundle(whole, _trusted()).ok
    assert len(json.loads(whole)["entries"]) == 53
    assert len(read) == 1


def test_more_uses_than_anybody_would_verify_are_refused_plainly(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No bundle is made that `verify` would refuse, and no export is ledgered for it."""
    integrate()
    monkeypatch.setattr("giuloi.core.ledger.bundle.MOST_ENTRIES", 2)
    with pytest.raises(TooLarge, match="3 uses are more than one bundle can hold"):
        export_bundle(an, shop.now())
    monkeypatch.undo()
    monkeypatch.setattr("giuloi.core.ledger.bundle.LARGEST_BUNDLE", 1000)
    with pytest.raises(TooLarge):
        export_bundle(an, shop.now())
