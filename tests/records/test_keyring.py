"""The key store: apart from the data, durable, never silently rolled back."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

from giuloi.core.crypto import keys as key_caps
from giuloi.core.terms import NotServing, RetentionClass, SubjectState, Unavailable, Undecryptable
from giuloi.records import installation, selfcheck, vault
from giuloi.records import keyring as package
from giuloi.records.database import rows
from giuloi.records.keyring import Blocked, Keyring, OpenKey, Permit, data_keys, epochs, keyring, store
from giuloi.records.keyring.indexes import Entry, Taken
from giuloi.records.places import places
from giuloi.records.uses import pending
from giuloi.records.uses.pending import Use
from tests.cast import AN, BINH
from tests.records.conftest import NOON, Shop
from tests.together import together


def _permit(subject: int, consents: tuple[tuple[str, str, str], ...] = (), states: int = 0) -> Permit:
    use = Use(
        NOON, "customer", "reveal", "supply", "I.1", "0" * 64, "allowed", (subject,), channel="in_house"
    )
    [use_id] = pending.record_uses([use])
    pending.permitted.count(1)
    return Permit(use_id, ((subject, RetentionClass.CONTACT, 1),), states, consents)


def _open(permit: Permit) -> OpenKey | Blocked:
    (answer,) = keyring().open_many([permit]).values()
    return answer


def test_the_key_store_keeps_no_deleted_byte(shop: Shop) -> None:
    """Rollback journal, secure delete, nothing mapped: as set, and read back."""
    connection = sqlite3.connect(places().keys)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with pytest.raises(NotServing, match="keys cannot be erased"):
        store.self_test(connection)  # a plain connection has none of the settings
    with keyring().store.reading() as own:
        store.self_test(own)


def test_the_key_store_and_root_key_are_the_owners_alone(shop: Shop) -> None:
    """Nobody else on the machine can read either."""
    for path in (places().keys, places().root_key):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", ["missing", "readable", "short", "another"])
def test_a_wrong_root_key_starts_nothing_and_says_why(shop: Shop, what: str) -> None:
    """Missing, readable by others, cut short, or another installation's: each is named."""
    path = Path(settings.GIULOI_ROOT_KEY)
    said = {
        "missing": "no root key",
        "readable": "read by others",
        "short": "16 bytes",
        "another": "two installations",
    }
    if what == "missing":
        path.unlink()
    elif what == "readable":
        path.chmod(0o644)
    else:
        path.write_bytes(b"k" * (16 if what == "short" else 32))
    with pytest.raises(NotServing, match=said[what]):
        Keyring(places().keys, path, places().heads).open_epochs()


def test_a_root_key_of_another_user_is_not_used(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever owns the file can read it, and put another in its place."""
    path = Path(settings.GIULOI_ROOT_KEY)
    somebody_else = path.stat().st_uid + 1
    monkeypatch.setattr("os.geteuid", lambda: somebody_else)
    with pytest.raises(NotServing, match="belongs to another user"):
        Keyring(places().keys, path, places().heads).open_epochs()


def test_an_installation_is_never_overwritten(shop: Shop) -> None:
    """A second init touches nothing."""
    before = Path(settings.GIULOI_ROOT_KEY).read_bytes()
    with pytest.raises(NotServing, match="never overwritten"):
        installation.create(NOON)
    assert Path(settings.GIULOI_ROOT_KEY).read_bytes() == before


def test_an_older_key_store_is_noticed(shop: Shop, binh: int) -> None:
    """A copy from before an acknowledged withdrawal or freeze does not start."""
    shutil.copy(places().keys, places().keys.with_suffix(".old"))
    keyring().restrict(binh, int(SubjectState.FROZEN), shop.now())
    selfcheck.run()
    keyring().store.close()
    shutil.copy(places().keys.with_suffix(".old"), places().keys)
    with pytest.raises(NotServing, match="old copy"):
        selfcheck.run()


def test_what_was_acknowledged_but_not_written_to_the_data_is_written_at_the_start(
    shop: Shop, an: int
) -> None:
    """A crash between key store and data ends on the shut side."""
    keyring().withdraw(an, ("supply", "in_house", ""), shop.now())
    keyring().restrict(an, int(SubjectState.RESTRICTED), shop.now())
    assert selfcheck.run().replayed == 2
    assert rows("SELECT states FROM records_subject WHERE id = %s", (an,)) == [
        (int(SubjectState.RESTRICTED),)
    ]


def test_the_last_check_sees_withdrawal_restriction_and_erasure(shop: Shop, binh: int) -> None:
    """Each of the three shuts a permit that was fine a moment ago."""
    consent = ("promotion", "email", "")
    assert isinstance(_open(_permit(binh)), OpenKey)
    keyring().withdraw(binh, consent, shop.now())
    assert _open(_permit(binh, (consent,))) is Blocked.WITHDRAWN
    assert isinstance(_open(_permit(binh)), OpenKey)
    keyring().restrict(binh, int(SubjectState.RESTRICTED), shop.now())
    assert _open(_permit(binh)) is Blocked.RESTRICTED
    assert isinstance(_open(_permit(binh, (), int(SubjectState.RESTRICTED))), OpenKey)
    with keyring().store.writing() as connection:
        connection.execute("INSERT INTO tombstone VALUES (?, 9, '')", (binh,))
    assert _open(_permit(binh)) is Blocked.ERASED


def test_a_claim_is_held_by_one_and_a_plain_entry_by_many(shop: Shop) -> None:
    """Two members cannot claim one phone; two guests may both have given it."""
    an, binh = shop.person(AN), shop.person(BINH)
    for subject in (an, binh):
        keyring().index([Entry("phone", "+84594000001", subject, subject)])
    assert sorted(keyring().find("phone", "+84594000001")) == sorted([an, binh])
    keyring().index([Entry("phone", "+84594000001", an, an, claimed=True)])
    with pytest.raises(Taken) as taken:
        keyring().index([Entry("phone", "+84594000001", binh, binh, claimed=True)])
    assert taken.value.target == an
    assert keyring().find("phone", "+84594000001", claimed=True) == [an]


def test_a_phone_that_changed_no_longer_leads_to_its_former_owner(shop: Shop) -> None:
    """The new number finds them, the old one nobody; other fields and other people are untouched."""
    an, binh = shop.person(AN), shop.person(BINH)
    for subject in (an, binh):
        keyring().index([Entry("phone", "+84594000001", subject, subject)])
    keyring().index([Entry("email", "an@example.vn", an, an)])
    keyring().index([Entry("phone", "+84594000009", an, an)], instead=True)
    assert keyring().find("phone", "+84594000001") == [binh]
    assert keyring().find("phone", "+84594000009") == [an]
    assert keyring().find("email", "an@example.vn") == [an]


def test_all_entries_of_one_call_or_none(shop: Shop) -> None:
    """A registration that loses the race for its phone does not keep the e-mail."""
    an, binh = shop.person(AN), shop.person(BINH)
    keyring().index([Entry("phone", "+84594000001", an, an, claimed=True)])
    with pytest.raises(Taken):
        keyring().index(
            [
                Entry("email", "binh@example.vn", binh, binh, True),
                Entry("phone", "+84594000001", binh, binh, True),
            ]
        )
    assert keyring().find("email", "binh@example.vn") == []


def test_a_full_epoch_gets_a_successor(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap of wraps under one epoch key is kept, and everything still opens."""
    binh = shop.person(BINH)
    monkeypatch.setattr(epochs, "WRAPS_PER_EPOCH_KEY", 8)
    later = [shop.person(BINH) for _ in range(6)]
    with keyring().store.reading() as connection:
        assert connection.execute("SELECT max(number) FROM epoch").fetchone()[0] > 1
    assert all(isinstance(_open(_permit(one)), OpenKey) for one in (binh, *later))


def test_a_full_data_key_gets_a_next_version(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap of rows under one data key is kept; rows of both versions open."""
    binh = shop.person(BINH)
    monkeypatch.setattr(vault, "ROWS_PER_DATA_KEY", 2)
    orders = [shop.order(binh, f"{n} bánh cốm") for n in range(4)]
    versions = {row[0] for row in rows("SELECT key_version FROM records_vaultrow WHERE klass = 1")}
    assert versions == {1, 2, 3}
    for number, (order, case) in enumerate(orders):
        [answer] = shop.open(shop.staff("fulfilment", "supply", case), ["purchases"], binh)
        assert answer.records[order]["purchases"].open() == f"{number} bánh cốm"  # type: ignore[union-attr]
    assert key_caps.ROWS_PER_DATA_KEY == 2**20


def test_keys_of_an_erased_person_are_not_made_anew_by_sealing(shop: Shop, binh: int) -> None:
    """Sealing for a tombstoned person fails instead of giving them a fresh key."""
    with keyring().store.writing() as connection:
        connection.execute("INSERT INTO tombstone VALUES (?, 9, '')", (binh,))
        connection.execute("DELETE FROM data_key WHERE subject = ?", (binh,))
    with pytest.raises(Undecryptable):
        vault.seal(binh, {"name": "Ai đó"}, shop.now())


def test_a_locked_key_store_opens_nothing(shop: Shop, binh: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds the file, a reveal says so and opens nothing."""
    _, case = shop.order(binh)
    holding = shop.staff("fulfilment", "supply", case)
    keyring().store.close()
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    blocker = sqlite3.connect(places().keys, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    opened = keyring().opened
    with pytest.raises(Unavailable):
        shop.open(holding, ["name"], binh)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert keyring().opened == opened
    assert package.keyring().serial() >= 0


def test_data_keys_differ_for_every_subject_and_class(shop: Shop) -> None:
    """No two keys are equal, and none is derived from another."""
    people = [shop.person(BINH) for _ in range(5)]
    wanted = [(one, number) for one in people for number in (0, 3)]
    with keyring().store.reading() as connection:
        found = data_keys.newest(connection, keyring()._epochs, wanted)
    assert len({key for _, key in found.values()}) == 10


def test_the_store_draws_its_own_secrets_once(shop: Shop) -> None:
    """Whoever asks first, however many ask at once, and after a restart: one secret for each name."""
    here = places()

    def ask() -> bytes:
        ring = Keyring(here.keys, here.root_key, here.heads)  # as another process would
        try:
            return ring.own_secret("new")
        finally:
            ring.store.close()

    drawn = set(together([ask] * 4))
    assert len(drawn) == 1
    assert drawn == {keyring().own_secret("new")}
    assert keyring().own_secret("ne") not in drawn
    assert ask() in drawn
