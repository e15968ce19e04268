"""Erasing one person: in this order, for good, provably, and with a way back while the cooling-off lasts (VI.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.ledger.bundle_file import read_bundle
from giuloi.core.ledger.entry import Event, decode, sequence_code
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import SubjectState, Undecryptable
from giuloi.promises.keep.erasure.beginning import COOLING, begin, cancel, of_request, of_subject
from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.rows import ErasureLeaf, State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import installation, vault
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.reveal import Revealed
from giuloi.records.subjects import standing_of
from giuloi.records.uses.bundle import NoSuchSubject, export_bundle
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from giuloi.records.uses.trail import leaf_of_use
from tests.promises.keep.conftest import after_cooling, asked_to_erase, epochs_end, erased, sealed_rows
from tests.records.conftest import Shop


def test_after_erasure_nothing_of_the_person_opens_or_is_found(shop: Shop, binh: int) -> None:
    """No row, no key, no index; a key that somebody kept aside finds nothing to open."""
    assert sealed_rows([binh]) > 0
    erased(shop, binh)
    assert sealed_rows([binh]) == 0
    assert standing_of(binh) is None
    assert keyring().erased([binh]) == {binh}
    with keyring().store.reading() as connection:
        for table in ("data_key", "ledger_key", "blind_index", "restriction", "withdrawal"):
            assert not connection.execute(f"SELECT 1 FROM {table} WHERE subject = ?", (binh,)).fetchall(), (
                table
            )


def test_from_the_request_on_the_person_is_frozen_and_released_when_they_change_their_mind(
    shop: Shop, an: int
) -> None:
    """The hours are the customer's: everything is as before once they cancel."""
    _order, case = shop.order(an)
    care = shop.staff("fulfilment", "supply", case)
    made = asked_to_erase(shop, an)
    assert not isinstance(shop.open(care, ["name"], an)[0], Revealed)
    assert cancel(made.id, shop.now(), "customer")
    assert isinstance(shop.open(care, ["name"], an)[0], Revealed)
    after_cooling(shop)
    assert standing_of(an) is not None
    assert certificate(made.token, shop.now()).state is State.CANCELLED  # type: ignore[union-attr]


def test_who_was_frozen_before_stays_frozen_after_a_cancelled_erasure(shop: Shop, binh: int) -> None:
    """It was unclear whose account it is, and still is."""
    from giuloi.records.freezing import set_states

    set_states(binh, SubjectState.FROZEN, shop.now())
    assert cancel(asked_to_erase(shop, binh).id, shop.now(), "customer")
    assert standing_of(binh)[1] & SubjectState.FROZEN  # type: ignore[index]


def test_once_it_has_begun_nobody_can_cancel_it(shop: Shop, binh: int) -> None:
    """Nor a second too late, before the clock knocked."""
    made = asked_to_erase(shop, binh)
    shop.clock += COOLING
    assert not cancel(made.id, shop.now(), "customer")
    erase_due(shop.now())
    assert not cancel(made.id, shop.now(), "customer")
    assert standing_of(binh) is None


def test_asking_twice_is_asking_once(shop: Shop, binh: int) -> None:
    """The second is the first again, without its token."""
    first = asked_to_erase(shop, binh)
    second = begin(7, binh, shop.now(), "customer", outlook(binh, shop.now()))
    assert (second.id, second.token) == (first.id, "")
    assert of_subject(binh).id == first.id  # type: ignore[union-attr]
    assert of_request(7) is None


def test_nothing_new_is_sealed_for_an_erased_person(shop: Shop, binh: int) -> None:
    """Whoever comes late finds no key, and none is drawn."""
    erased(shop, binh)
    with pytest.raises(Undecryptable):
        vault.seal(binh, {"name": "Bình"}, shop.now())
    assert not keyring().sequence_codes([(binh, 1)], sequence_code)[0]


def test_every_leaf_about_it_is_the_persons_own_and_they_can_tell(shop: Shop, binh: int) -> None:
    """The three last leaves carry the codes that follow in their sequence: with an older bundle they recompute them."""
    bundle = export_bundle(binh, shop.now())
    before = read_bundle(bundle)
    made = erased(shop, binh)
    epochs_end(shop)
    assert integrate()
    log = TileLog(places().ledger)
    leaves = [
        decode(log.entry(leaf_of_use(bytes(leaf.use_id)) or 0))
        for leaf in ErasureLeaf.objects.filter(erasure_id=made.id).order_by("id")
    ]
    assert [leaf.event for leaf in leaves] == [
        Event.ERASE_INTENT,
        Event.ERASE_LIVE_DONE,
        Event.ERASE_BACKUPS_UNREADABLE,
    ]
    count = len(before.entries)
    own = {sequence_code(before.ledger_key, count + number) for number in range(1, 4)}
    assert {leaf.sc for leaf in leaves} == own


def test_the_ledger_and_a_bundle_taken_before_still_verify(shop: Shop, binh: int) -> None:
    """The tree stands; what the customer holds is as good as it was; a new bundle there is none."""
    bundle = export_bundle(binh, shop.now())
    erased(shop, binh)
    TileLog(places().ledger).verify(full=True)
    pinned = Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))
    assert verify_bundle(bundle, pinned).ok
    with pytest.raises(NoSuchSubject):
        export_bundle(binh, shop.now())


def test_no_row_goes_before_its_key(shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the key store cannot answer, the rows stay and the step comes again; never the other way round."""
    from giuloi.core.terms import Unavailable
    from giuloi.records.keyring import Keyring

    def down(*_: object) -> None:
        raise Unavailable("the key store cannot do this now")

    made = asked_to_erase(shop, binh)
    with monkeypatch.context() as broken:
        broken.setattr(Keyring, "erase_people", down)
        after_cooling(shop)
        assert sealed_rows([binh]) > 0
    assert certificate(made.id, shop.now()).state is State.INTENT  # type: ignore[union-attr]
    erase_due(shop.now() + timedelta(minutes=6))
    assert sealed_rows([binh]) == 0


def test_the_backups_are_said_to_be_unreadable_when_their_keys_are_gone_and_not_before(
    shop: Shop, binh: int
) -> None:
    """The certificate names the day, and says so once it was seen to be true."""
    made = erased(shop, binh)
    erase_due(shop.now() + timedelta(days=9))
    assert not certificate(made.token, shop.now()).backups_unreadable  # type: ignore[union-attr]
    epochs_end(shop)
    seen = certificate(made.token, shop.now())
    assert seen is not None
    assert seen.backups_unreadable
    assert seen.state is State.DONE
    assert seen.backups_at == seen.live_at + timedelta(days=10)  # type: ignore[operator]


def test_no_row_of_the_erasure_leads_to_the_person_any_more(shop: Shop, binh: int) -> None:
    """What stays of it is the certificate; whom it was about stands nowhere."""
    erased(shop, binh)
    assert rows("SELECT count(*) FROM keep_person") == [(0,)]
