"""Before serving: do root key, key store, ledger and data fit together? If not, say what does not, and stop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError

from giuloi.core.terms import GiuloiError
from giuloi.records.backup.frozen import refuse_unfinished
from giuloi.records.consent_ends import replay_withdrawals
from giuloi.records.database import rows
from giuloi.records.freezing import replay_restrictions
from giuloi.records.keyring import keyring
from giuloi.records.keyring.serials import Serials
from giuloi.records.locks import locked
from giuloi.records.places import places
from giuloi.records.published import current
from giuloi.records.uses import pending
from giuloi.records.uses.head import log_key, newest_head
from giuloi.records.uses.sequencer import Sequencer, lock_file

PATIENCE = timedelta(seconds=30)  # how long a use may wait for its leaf before the sequencer counts as stuck


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found in order, for the operator to read."""

    policy: str
    leaves: int
    replayed: int


def run() -> Checked:
    """All checks; raises NotServing with what is wrong and what to do."""
    ring = keyring()
    ring.open_epochs()
    refuse_unfinished()
    _keys_not_behind()
    leaves = _ledger_not_behind()
    # A withdrawal or restriction that was acknowledged and did not reach the data is written there now.
    replayed = replay_withdrawals(datetime.now(UTC)) + replay_restrictions()
    return Checked(current().policy.hash, leaves, replayed)


_MORE: dict[str, Callable[[], bool]] = {}


def also(name: str, holds: Callable[[], bool]) -> None:
    """One more check of `ready`, of an app above: called once, when that app is ready."""
    _MORE[name] = holds


def ready() -> dict[str, bool]:
    """What has to hold to answer requests; each False is a reason to send nobody here."""
    return {
        **{name: _holds(check) for name, check in _MORE.items()},
        "database": _holds(lambda: rows("SELECT 1") == [(1,)]),
        "keys": _holds(lambda: keyring().serial() >= 0),
        "policy": _holds(lambda: bool(current().policy.hash)),
        "ledger": _holds(sequencer_keeps_up),
    }


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (GiuloiError, DatabaseError):
        return False


def sequencer_keeps_up() -> bool:
    """Whether no use has been waiting for its leaf for longer than a sequencer needs."""
    since = pending.oldest()
    return since is None or datetime.now(UTC) - since < PATIENCE


def _keys_not_behind() -> None:
    Serials(places().heads).check(keyring().serial())


def _ledger_not_behind() -> int:
    with locked(lock_file(), wait=False) as mine:
        if not mine:  # a sequencer runs, and it checked the same before it began
            head = newest_head(log_key()[0])
            return head.size if head else 0
        with closing(Sequencer()) as sequencer:
            sequencer.recover()
            return sequencer.size
