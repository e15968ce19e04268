"""Honest histories raise no alarm, and no random tampering passes. `--runs N` makes both large."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

import pytest

from giuloi.core.ledger.verify import Trusted, verify_bundle
from tests.core.ledger.history import ORIGIN, PEOPLE, Shop, edited
from tests.core.ledger.tampering import flip, put


@pytest.fixture
def runs(request: pytest.FixtureRequest) -> int:
    """How many histories are told."""
    return int(request.config.getoption("--runs", default=0) or 100)


def test_honest_histories_never_raise_an_alarm(runs: int) -> None:
    """Four customers, batches, several exports each, every new bundle against the head of the last one."""
    for seed in range(runs):
        shop = Shop(seed)
        kept: dict[str, Trusted] = {name: shop.trusted for name in PEOPLE}
        for _ in range(shop.chance.randint(1, 3)):
            shop.live(shop.chance.randint(0, 25))
            for name in shop.chance.sample(PEOPLE, shop.chance.randint(1, 4)):
                verdict = verify_bundle(shop.export(name), kept[name])
                assert verdict.findings == (), (seed, name)
                kept[name] = Trusted((shop.key,), verdict.head)


def test_no_random_tampering_passes(runs: int) -> None:
    """Something is removed, repeated, altered or moved in each of many histories."""
    for seed in range(runs):
        shop = Shop(seed)
        shop.live(15)
        data = edited(shop.export("An"), partial(tamper, shop.chance))
        assert not verify_bundle(data, shop.trusted).ok, seed


def tamper(chance: Random, bundle: dict[str, Any]) -> None:
    """One change, drawn by chance."""
    entries, heads = bundle["entries"], bundle["heads"]
    at = chance.randrange(len(entries))
    match chance.randrange(6):
        case 0:
            entries.pop(at)
        case 1:
            entries.insert(chance.randrange(len(entries) + 1), entries[at])
        case 2:
            put(entries[at], "leaf", lambda leaf: leaf.replace("allowed", "denied"))
        case 3:
            step = chance.choice((-1, 1, 256))
            put(entries[at], "index", lambda index: index + step)
        case 4:
            put(entries[at], "hash", flip)
        case _:
            put(heads[-1], "checkpoint", lambda note: note.replace(ORIGIN, ORIGIN + "x"))
