"""A little shop with a real log in memory: it uses people's data, singly and in batches, and exports bundles.

Everything is drawn from one seed, so that a history that fails can be told again by its number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from giuloi.core.ledger.batch import batch_root, count_of, pack
from giuloi.core.ledger.bundle import build_bundle
from giuloi.core.ledger.checkpoint import Checkpoint, read_head, sign_checkpoint
from giuloi.core.ledger.entry import Event, UseEntry, encode, sequence_code, utc_second
from giuloi.core.ledger.merkle import Tree, consistency_proof, inclusion_proof, leaf_hash
from giuloi.core.ledger.note import VerifierKey, read_note
from giuloi.core.ledger.receipt import introduce, receipt_name
from giuloi.core.ledger.verify import Trusted
from giuloi.core.terms import Channel, ClauseRef, Outcome, PolicyHash

ORIGIN = "giuloi.example/so"
PEOPLE = ("An", "Bình", "Chi", "Dũng")
_OPENING = datetime(2026, 11, 22, 5, tzinfo=UTC)


class MemoryLog:
    """The log that a bundle is built from, as a list."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.packed: dict[int, bytes] = {}
        self._tree = Tree([])

    @property
    def tree(self) -> Tree:
        if self._tree.size != len(self.leaves):
            self._tree = Tree(leaf_hash(leaf) for leaf in self.leaves)
        return self._tree

    def entry(self, index: int) -> bytes:
        return self.leaves[index]

    def members(self, index: int) -> bytes:
        return self.packed[index]

    def inclusion(self, index: int, size: int) -> list[bytes]:
        return inclusion_proof(index, size, self.tree.node)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return consistency_proof(old, new, self.tree.node)


class Shop:
    """A shop with customers. `uses` does something with somebody's data; `export` gives them their bundle."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = Random(seed)
        self.log_seed = self.chance.randbytes(32)
        self.receipt_seed = self.chance.randbytes(32)
        self.log = MemoryLog()
        self.ledger_keys = {name: self.chance.randbytes(32) for name in PEOPLE}
        self.indexes: dict[str, list[int]] = {name: [] for name in PEOPLE}
        self.heads: dict[str, list[bytes]] = {name: [] for name in PEOPLE}
        self.now = _OPENING

    @property
    def key(self) -> VerifierKey:
        return VerifierKey.of(ORIGIN, self.log_seed)

    @property
    def receipt_key(self) -> bytes:
        return introduce(ORIGIN, VerifierKey.of(receipt_name(ORIGIN), self.receipt_seed), self.log_seed)

    @property
    def trusted(self) -> Trusted:
        return Trusted((self.key,))

    def code(self, name: str) -> bytes:
        """The next sequence code of somebody."""
        return sequence_code(self.ledger_keys[name], len(self.indexes[name]) + 1)

    def use(self, name: str, event: Event = Event.REVEAL, **others: Any) -> int:
        """One leaf about one person."""
        index = self._write(event, sc=self.code(name), **others)
        self.indexes[name].append(index)
        return index

    def batch(self, names: tuple[str, ...]) -> int:
        """One leaf about several people."""
        packed = pack(self.code(name) for name in names)
        index = self._write(Event.REVEAL, sc=batch_root(packed), batch=True, count=count_of(packed))
        self.log.packed[index] = packed
        for name in names:
            self.indexes[name].append(index)
        return index

    def sign(self, size: int | None = None) -> bytes:
        """The head of the log, or of its beginning."""
        size = len(self.log.leaves) if size is None else size
        return sign_checkpoint(Checkpoint(ORIGIN, size, self.log.tree.root(size)), self.log_seed)

    def export(self, name: str) -> bytes:
        """Somebody's bundle."""
        self.use(name, Event.EXPORT, actor="customer", purpose="rights", clause=ClauseRef("IV.3"))
        self.heads[name].append(self.sign())
        return self.bundle(name)

    def bundle(self, name: str) -> bytes:
        """The bundle of the last export."""
        return build_bundle(
            self.log,
            log_keys=[self.key],
            ledger_key=self.ledger_keys[name],
            indexes=self.indexes[name],
            heads=self.heads[name],
            receipt_key=self.receipt_key,
            receipt_seed=self.receipt_seed,
        )

    def live(self, steps: int) -> None:
        """Some days of business."""
        for _ in range(steps):
            if self.chance.random() < 0.25:
                self.batch(tuple(self.chance.sample(PEOPLE, self.chance.randint(1, len(PEOPLE)))))
            else:
                event = self.chance.choice([event for event in Event if event is not Event.EXPORT])
                self.use(self.chance.choice(PEOPLE), event, count=self.chance.randint(1, 3))

    def _write(self, event: Event, **values: Any) -> int:
        self.now += timedelta(seconds=self.chance.randint(0, 90))
        entry = {
            "t": utc_second(self.now),
            "actor": f"staff/fulfilment/{self.chance.randbytes(8).hex()}",
            "purpose": "supply",
            "clause": ClauseRef("I.1"),
            "policy": PolicyHash("5a" * 32),
            "decision": Outcome.ALLOWED,
            "recipient": "",
            "channel": Channel.IN_HOUSE,
            "fields": self.chance.randrange(1, 2**15),
            "count": 1,
            "id": self.chance.randbytes(16),
        }
        self.log.leaves.append(encode(UseEntry(event=event, **{**entry, **values})))
        return len(self.log.leaves) - 1


def small_shop(seed: int = 7) -> tuple[Shop, bytes]:
    """A shop where An has exported twice, and An's newest bundle: nine uses, two of them in batches."""
    shop = Shop(seed)
    for name in ("An", "Bình", "An"):
        shop.use(name)
    shop.batch(("An", "Bình", "Chi"))
    shop.export("An")
    for name in ("Chi", "An", "Dũng", "An"):
        shop.use(name, Event.CONSENT_GIVEN)
    shop.batch(("An", "Dũng"))
    shop.use("An", Event.DISCLOSE, recipient="ghn")
    return shop, shop.export("An")


def edited(bundle: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The bundle after a change to its JSON."""
    value = json.loads(bundle)
    change(value)
    return json.dumps(value, ensure_ascii=False).encode()


def head_of(note: bytes) -> Checkpoint:
    """A head, without asking who signed it."""
    return read_head(read_note(note).text)
