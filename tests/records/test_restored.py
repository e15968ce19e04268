"""Beside the data: what waited is held back, what was begun goes on, and a lost key store comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import (
    Channel,
    NotServing,
    Standing,
    SubjectState,
)
from giuloi.promises.use.contact.outgoing import Outgoing, State, queue
from giuloi.records import installation, selfcheck
from giuloi.records.access.account_rows import RecoveryCodeRow, StaffAccount
from giuloi.records.access.passkeys import PasskeyRow
from giuloi.records.backup import daily, frozen, keys_back, making, restoring
from giuloi.records.backup.shelf import Kind, Shelf
from giuloi.records.database import rows, run
from giuloi.records.keyring import keyring
from giuloi.records.places import places
from giuloi.records.reveal import Revealed
from giuloi.records.subjects import standing_of
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN, BINH
from tests.no_leaf_no_key import leaves_of
from tests.records.conftest import NOON, Shop

SUPPLY = ("supply", Channel.IN_HOUSE)
KEY = ("supply", "in_house", "")


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    """A place for backups, as the operator names it."""
    settings.GIULOI_BACKUP_DIR = tmp_path / "shelf"
    settings.GIULOI_BACKUP_KEYS_DIR, settings.GIULOI_BACKUP_DAYS = None, 10
    return tmp_path / "shelf"


@pytest.fixture
def an(shop: Shop) -> int:
    """An, a member who consented to supply."""
    subject = shop.person(AN, Standing.MEMBER)
    shop.give(subject, SUPPLY)
    integrate()
    return subject


def test_what_waited_to_be_sent_is_held_back_and_never_goes_by_itself(
    shop: Shop, an: int, root: Path
) -> None:
    """It may have gone out after the backup: a person decides, and until the confirmation nothing goes at all."""
    from giuloi.promises.use import sending

    at = shop.now()
    row = queue(
        Outgoing(subject_id=an, path="order_notice", language="vi", channel="email", due_at=at, made_at=at)
    )
    done = restoring.restore(making.back_up_data(root, at), shop.now())
    assert done.held_back == {"use_outgoing": 1}
    assert Outgoing.objects.get(id=row).state == State.UNCERTAIN
    run("UPDATE use_outgoing SET state = 'queued'")
    assert sending.send_due(shop.now()) == 0
    assert Outgoing.objects.get(id=row).state == State.QUEUED
    restoring.confirm(shop.now())


def test_a_restore_can_be_taken_back_until_it_is_confirmed(shop: Shop, an: int, root: Path) -> None:
    """The data that was replaced is in its place again, Bình with it; and then it is over."""
    backup = making.back_up_data(root, shop.now())
    binh = shop.person(BINH)
    restoring.restore(backup, shop.now())
    assert standing_of(binh) is None
    restoring.undo(shop.now())
    assert standing_of(binh) is not None
    restoring.confirm(shop.now())
    selfcheck.run()


def test_ways_in_that_ended_since_stay_ended(shop: Shop, an: int, root: Path) -> None:
    """The passkey of a stolen telephone, a used recovery code, an old password, an administrator's rights."""
    account = StaffAccount.objects.create(
        staff=4, login="t", password_hash="old", administrator=True, totp=b"1"
    )
    rest = {"kind": "staff", "who": 4, "handle": b"h", "public_key": b"k", "sign_count": 0}
    for number in (1, 2):
        PasskeyRow.objects.create(id=number, credential=bytes([number]), created_at=shop.now(), **rest)
        RecoveryCodeRow.objects.create(code_hash=bytes([number]), staff=4)
    backup = making.back_up_data(root, shop.now())
    PasskeyRow.objects.filter(id=1).delete()
    RecoveryCodeRow.objects.filter(code_hash=b"\x01").delete()
    StaffAccount.objects.update(password_hash="new", administrator=False, totp=b"2")
    restoring.restore(backup, shop.now())
    account.refresh_from_db()
    assert (account.password_hash, account.administrator, bytes(account.totp)) == ("new", False, b"2")
    assert list(PasskeyRow.objects.values_list("id", flat=True)) == [2]
    assert [bytes(one.code_hash) for one in RecoveryCodeRow.objects.all()] == [b"\x02"]


def test_a_lost_key_store_comes_back_and_serves_nobody_touched_since(shop: Shop, an: int, root: Path) -> None:
    """An withdrew since, Bình was erased since, a third had nothing happen: only the last is served at once."""
    third, binh = shop.person(BINH), shop.person(BINH)
    shop.give(third, SUPPLY)
    _, case = shop.order(third)
    integrate()
    daily.back_up(shop.now())
    shop.withdraw(an, SUPPLY)
    keyring().erase_people([binh], shop.now())
    run("DELETE FROM records_vaultrow WHERE subject_id = %s", (binh,))
    run("DELETE FROM records_usecounter WHERE subject_id = %s", (binh,))
    run("DELETE FROM records_subject WHERE id = %s", (binh,))
    newcomer = shop.person(BINH)
    integrate()
    keyring().store.close()
    places().keys.unlink()
    assert keys_back.place(Shelf(root, Kind.KEYS).all()[-1]) > 0
    with pytest.raises(NotServing, match="restore keys"):
        selfcheck.run()
    settled = keys_back.settle(shop.now())
    assert (settled.touched, settled.erased, settled.without_key) == ((an,), 1, 1)
    assert (*KEY,) in keyring().withdrawals_of(an)
    assert keyring().erased([binh]) == {binh}
    assert standing_of(newcomer)[1] & SubjectState.FROZEN  # type: ignore[index]
    assert standing_of(an)[1] & SubjectState.FROZEN  # type: ignore[index]
    selfcheck.run()
    (answer,) = shop.open(shop.staff("fulfilment", "supply", case), ["name"], third)
    assert isinstance(answer, Revealed)
    assert frozen.is_sending_frozen()
    restoring.confirm(shop.now())
    assert not standing_of(an)[1] & SubjectState.FROZEN  # type: ignore[index]


def test_an_erasure_begun_after_the_backup_goes_on_with_its_certificate(
    shop: Shop, an: int, root: Path
) -> None:
    """Its row, its leaves and whom to tell are carried over; and codes drawn ahead are not given out twice."""
    from giuloi.promises.keep.erasure import batch

    _, case = shop.order(an)
    binh = shop.person(BINH)
    integrate()
    backup = making.back_up_data(root, shop.now())
    batch.erase_many([binh], shop.now(), "retention")
    integrate()
    before = rows("SELECT id, token_hash, state FROM keep_erasure")
    leaves = rows("SELECT event, use_id FROM keep_leaf ORDER BY event")
    assert before
    restoring.restore(backup, shop.now())
    assert [tuple(map(_plain, row)) for row in rows("SELECT id, token_hash, state FROM keep_erasure")] == [
        tuple(map(_plain, row)) for row in before
    ]
    assert [bytes(one) for _, one in rows("SELECT event, use_id FROM keep_leaf ORDER BY event")] == [
        bytes(one) for _, one in leaves
    ]
    assert standing_of(binh) is None
    (answer,) = shop.open(shop.staff("fulfilment", "supply", case), ["name"], an)
    assert isinstance(answer, Revealed)
    integrate()
    leaves_of(keyring(), an)
    restoring.confirm(shop.now())


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytes | memoryview) else value


def test_counters_go_on_behind_every_leaf_of_the_tree_and_none_is_given_twice(
    shop: Shop, an: int, root: Path
) -> None:
    """Opened before the backup, after it, and after the restore: each leaf has its code, and the bundle verifies."""
    _, case = shop.order(an)
    holding = shop.staff("fulfilment", "supply", case)
    shop.open(holding, ["name"], an)  # pending when the backup is made
    backup = making.back_up_data(root, shop.now())
    for _ in range(12):
        shop.open(holding, ["name"], an)
    integrate()
    known = rows("SELECT count FROM records_usecounter WHERE subject_id = %s", (an,))
    places_of = sorted(leaf for (leaf,) in rows("SELECT leaf FROM records_uselookup"))
    done = restoring.restore(backup, shop.now())
    assert done.ledger.dropped == 1
    assert rows("SELECT count FROM records_usecounter WHERE subject_id = %s", (an,)) == known
    assert sorted(leaf for (leaf,) in rows("SELECT leaf FROM records_uselookup")) == places_of
    shop.open(holding, ["name"], an)
    integrate()
    pinned = Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))
    verdict = verify_bundle(export_bundle(an, NOON), pinned)
    assert verdict.ok, verdict.findings
    assert sum(use.event == "reveal" for use in verdict.uses) == 14
    restoring.confirm(shop.now())
