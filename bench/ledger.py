"""How fast the ledger is, as ratios to the hashing it cannot do without: `python -m bench.ledger [leaves]`.

The floor of appending is one leaf hash and one node hash a leaf; of verifying, one node hash for each hash of the
proof. Absolute figures say little on a shared machine; the ratios are what to compare.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from giuloi.core.ledger.entry import Event, UseEntry, decode, encode, sequence_code
from giuloi.core.ledger.merkle import included, leaf_hash, node_hash
from giuloi.core.terms import Channel, ClauseRef, Outcome, PolicyHash
from giuloi.records.uses.tiles import TileLog

TICK = 1_000  # leaves in one append
REPEATS = 2_000


def leaf(number: int) -> UseEntry:
    """An ordinary use."""
    return UseEntry(
        t="2026-11-22T05:00:00Z",
        actor="staff/fulfilment/3f9c2a7b5d1e8046",
        event=Event.REVEAL,
        purpose="supply",
        clause=ClauseRef("I.1"),
        policy=PolicyHash("5a" * 32),
        decision=Outcome.ALLOWED,
        recipient="",
        channel=Channel.IN_HOUSE,
        fields=7,
        count=1,
        sc=sequence_code(bytes(32), number),
        id=number.to_bytes(16, "big"),
    )


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def each(work: Callable[[], object]) -> float:
    """The median of many, in microseconds."""
    return median(seconds(work) for _ in range(REPEATS)) * 1e6


def show(what: str, value: float, unit: str, ratio: float | None = None, floor: str = "") -> None:
    """One line."""
    against = f"   {ratio:.1f} × {floor}" if ratio is not None else ""
    print(f"{what:<52}{value:>12,.2f} {unit}{against}")


def bench_append(log: TileLog, leaves: int) -> None:
    """Encoded, appended durably, carried into the tree, tiles written."""
    entries = [leaf(number) for number in range(TICK)]
    encoded = [encode(entry) for entry in entries]
    one, two = os.urandom(32), os.urandom(32)
    floor = each(lambda: leaf_hash(encoded[0])) + each(lambda: node_hash(one, two))
    spent = 0.0
    for _ in range(leaves // TICK):
        start = perf_counter()
        log.append([encode(entry) for entry in entries])
        spent += perf_counter() - start
    per_leaf = spent / leaves * 1e6
    show(f"append, {TICK} at once, durable: leaves a second", 1e6 / per_leaf, "/s")
    show("one leaf, encoding and durability included", per_leaf, "µs", per_leaf / floor, "hashing floor")
    show("  encode one leaf", each(lambda: encode(entries[0])), "µs")
    show("  decode one leaf", each(lambda: decode(encoded[0])), "µs")
    alone = seconds(lambda: [log.append(encoded[:1]) for _ in range(200)]) / 200 * 1e6
    show("append one leaf alone, durable", alone, "µs")


def bench_proofs(log: TileLog) -> None:
    """Made from tiles on disk, then verified."""
    size, root, chance = log.size, log.root(), Random(1)
    cold = TileLog(Path(log._public).parent)  # its cache is empty
    times, proofs = [], []
    for _ in range(REPEATS):
        index = chance.randrange(size)
        start = perf_counter()
        proof = cold.inclusion(index, size)
        times.append(perf_counter() - start)
        proofs.append((leaf_hash(log.entry(index)), index, proof))
    times.sort()
    show(f"inclusion proof in a tree of {size:,}, median", times[REPEATS // 2] * 1e3, "ms")
    show("  99 of 100 below", times[REPEATS * 99 // 100] * 1e3, "ms")
    show(
        "  the first, nothing in memory",
        seconds(lambda: TileLog(cold._public.parent).inclusion(0, size)) * 1e3,
        "ms",
    )
    show("consistency proof", each(lambda: log.consistency(size // 3, size)) / 1e3, "ms")
    found, index, proof = proofs[0]
    one, two = os.urandom(32), os.urandom(32)

    def floor() -> None:
        for _ in proof:
            node_hash(one, two)

    hashing = each(floor)
    verifying = each(lambda: included(found, index, size, proof, root))
    show(f"verify one, {len(proof)} hashes", verifying, "µs", verifying / hashing, "hashing floor")
    assert all(included(found, index, size, proof, root) for found, index, proof in proofs)


def bench_recovery(log: TileLog) -> None:
    """Open at the last signed head; then every hash again."""
    size, root = log.size, log.root()
    show("recover at the last head", seconds(lambda: log.recover(size, root)) * 1e3, "ms")
    show("every tile made again from the leaves", seconds(lambda: log._tiles.rebuild(size)), "s")


def main() -> None:
    """Everything, with the machine it ran on."""
    leaves = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {leaves:,} leaves"
    )
    with tempfile.TemporaryDirectory() as folder:
        log = TileLog(Path(folder))
        bench_append(log, leaves)
        bench_proofs(log)
        bench_recovery(log)
        log.close()


if __name__ == "__main__":
    main()
