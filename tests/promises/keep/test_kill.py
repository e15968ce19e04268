"""Killed at every step of an erasure and at any moment: keys before rows always, and the clock finishes it."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import RetentionClass
from giuloi.promises.keep.erasure import starting, steps, telling
from giuloi.promises.keep.erasure.beginning import COOLING
from giuloi.promises.keep.erasure.certificate import certificate
from giuloi.promises.keep.erasure.rows import State
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records import installation, selfcheck, traces, vault
from giuloi.records.keyring import Keyring, erasing, keyring, serials
from giuloi.records.places import places
from giuloi.records.subjects import standing_of
from giuloi.records.uses import head, reserved, sequencer
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from tests.cast import BINH
from tests.harness.forks import fork
from tests.promises.keep.conftest import Stall, an_order, asked_to_erase, keys_of, sealed_rows
from tests.records.conftest import Shop
from tests.records.toil import die

Place = tuple[type | ModuleType, str]
BEFORE: dict[str, Place] = {
    "cooling-off over, nothing done": (starting, "draw"),
    "partners' names drawn, intent not written": (starting, "record_uses"),
    "intent written, not on disk": (starting, "write_tasks"),
    "intent on disk, not in the tree": (steps, "integrate"),
    "intent's leaf there, head not signed": (head, "note_head"),
    "head signed, codes not kept": (reserved, "keep_codes"),
    "codes kept, not on disk": (sequencer, "remove"),
    "intent in the tree, keys there": (Keyring, "erase_people"),
    "keys of a part there": (Keyring, "erase_parts"),
    "keys gone, serial not noted": (serials, "put"),
    "rows about to go": (traces, "erase_people"),
    "rows gone, leaf not written": (steps, "_write_leaf"),
    "rows gone, partners not told": (steps, "tell_due"),
    "a partner about to be told": (telling, "_tell"),
    "partners told, names there": (Keyring, "end_passing"),
}
AFTER: dict[str, Place] = {
    "names drawn and sealed": (starting, "draw"),
    "codes reserved, not on disk": (starting, "reserve"),
    "tombstones written, not on disk": (erasing, "erase_people"),
    "keys gone, rows there": (Keyring, "erase_people"),
    "keys of a part gone, rows there": (Keyring, "erase_parts"),
    "rows gone, not on disk": (traces, "erase_people"),
    "leaf written, not on disk": (steps, "_write_leaf"),
    "a partner told, not noted": (Stall, "erase"),
}
PARTLY = ("keys of a part there", "keys of a part gone, rows there")
BY_CHANCE = 6


def _deadly(label: str) -> None:
    """Arrange to die at the first passing of this place."""
    where, name = (BEFORE if label in BEFORE else AFTER)[label]
    real: Callable[..., Any] = getattr(where, name)

    def dies(*given: Any, **named: Any) -> Any:
        if label in AFTER:
            real(*given, **named)
        die()

    setattr(where, name, dies)


def _killed(shop: Shop, label: str, chance: random.Random) -> None:
    """The clock's process, killed there or after a moment."""

    def work(_: int) -> None:
        if label:
            _deadly(label)
        erase_due(shop.clock)
        integrate()

    child = fork(work)
    if not label:
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(child.pid, signal.SIGKILL)
    child.all_it_said()
    code = child.ended()
    assert code == -signal.SIGKILL or (not label and code == 0), label


def _labels(runs: int) -> list[str]:
    every = [*BEFORE, *AFTER]
    both = every + [""] * len(every)
    return [both[n % len(both)] for n in range(runs)] if runs else every + [""] * BY_CHANCE


def test_a_kill_at_any_step_leaves_nothing_readable_and_the_erasure_is_finished(
    shop: Shop, runs: int, only_partner: Stall, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows never go before their keys; after the next look of the clock all is gone, told, and in the ledger."""
    chance, kills, pinned = random.Random(5), Counter[str](), _pinned()
    for number, label in enumerate(_labels(runs)):
        subject = shop.person(BINH)
        partly = label in PARTLY or (not label and number % 2 == 0)
        order = an_order(shop, subject, "closed") if partly else 0
        bundle = export_bundle(subject, shop.now())
        made = asked_to_erase(shop, subject)
        shop.clock += COOLING + timedelta(seconds=1)
        _killed(shop, label, chance)
        kills[label or "by chance"] += 1
        assert sealed_rows([subject]) > (1 if partly else 0) or RetentionClass.CONTACT not in keys_of(subject)
        selfcheck.run()
        for _ in range(2):  # a step that failed is tried again; a dead one needs no second look
            shop.clock += timedelta(minutes=6)
            erase_due(shop.clock)
        assert integrate()
        _gone(subject, order)
        seen = certificate(made.token, shop.clock)
        assert seen is not None
        assert (seen.state, [proof.file is not None for proof in seen.proofs]) == (
            State.TOLD,
            [True, True, False],
        )
        assert {one.state for one in seen.partners} == {"told"}
        assert verify_bundle(bundle, pinned).ok
    TileLog(places().ledger).verify(full=True)
    with capsys.disabled():
        print(f" [{kills.total()} kills at {len(kills)} places]", end="")


def _pinned() -> Trusted:
    return Trusted(log_keys=(VerifierKey.parse(installation.public_key()),))


def _gone(subject: int, order: int) -> None:
    """Of the person, nothing; or, where law keeps a contract, that record and nothing else."""
    if order:
        assert keys_of(subject) == {RetentionClass.ORDER, RetentionClass.LEGAL}
        assert {record for _, record, _ in vault.places_of([subject])} == {order}
        return
    assert sealed_rows([subject]) == 0
    assert keys_of(subject) == set()
    assert standing_of(subject) is None
    assert keyring().erased([subject]) == {subject}
