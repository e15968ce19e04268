"""Rotation of the keys above the data keys: how long, against bare AES-KW, and how long a reader waits meanwhile.

    uv run python -m bench.rotation [--keys 1000000] [--folder WHERE]

`flat out` is `giuloi keys rotate`; `as the clock` pauses after each batch. A reader in another process opens twenty
keys at a time, with a millisecond between, before and during. Beside it, the same keys as one million bare AES-KW
unwraps and wraps (RFC 3394), without any store.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from time import perf_counter, sleep

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from bench.machine import described
from giuloi.core.terms import RetentionClass
from giuloi.records.keyring import Keyring, Permit
from giuloi.records.keyring.root import create_root_key
from giuloi.records.keyring.rotation import GRACE

CLASSES = (RetentionClass.CONTACT, RetentionClass.LEGAL)
PAUSE = 0.02  # doors/clock/sweep.py
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def main() -> None:
    """Print the figures of one machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=1_000_000)
    parser.add_argument("--folder", default=None, help="where the key store lies meanwhile")
    options = parser.parse_args()
    print(described())
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        _measure(Path(folder), options.keys)


def _measure(folder: Path, keys: int) -> None:
    ring = _filled(folder, keys // len(CLASSES))
    print(f"{keys} keys; key store {ring.store.path.stat().st_size / 2**20:.0f} MiB")
    bare = _bare(min(keys, 100_000)) * keys / min(keys, 100_000)
    print(f"bare AES-KW, unwrap and wrap: {bare:.1f} s")
    people = keys // len(CLASSES)
    _read_meanwhile(folder, people, "alone", lambda: sleep(3))
    for turn, (name, pause) in enumerate((("flat out", 0.0), ("as the clock", PAUSE)), start=1):
        at = NOON + timedelta(days=7 * turn)
        assert ring.rotate(timedelta(days=7), at)
        took = _read_meanwhile(folder, people, name, lambda pause=pause: _rewrapped(ring, pause))  # type: ignore[misc]
        print(f"{name}: {took:.1f} s, {keys / took:.0f} keys a second, {took / bare:.1f} times bare AES-KW")
        begun = perf_counter()
        assert ring.destroy_epochs(at + GRACE) == [turn]
        print(f"destroying the epoch, with its count: {(perf_counter() - begun) * 1e3:.0f} ms")


def _filled(folder: Path, people: int) -> Keyring:
    create_root_key(folder / "root.key")
    ring = Keyring(folder / "keys.db", folder / "root.key", folder / "heads")
    ring.create(NOON)
    for first in range(1, people + 1, 20_000):
        some = range(first, min(first + 20_000, people + 1))
        ring.create_keys([(one, klass) for one in some for klass in CLASSES], NOON)
    return ring


def _bare(keys: int) -> float:
    old, new = bytes(32), bytes([1]) * 32
    wrapped = [aes_key_wrap(old, number.to_bytes(32, "big")) for number in range(keys)]
    begun = perf_counter()
    for one in wrapped:
        aes_key_wrap(new, aes_key_unwrap(old, one))
    return perf_counter() - begun


def _rewrapped(ring: Keyring, pause: float) -> None:
    while ring.rewrap():
        sleep(pause)


def _read_meanwhile(folder: Path, people: int, name: str, work: Callable[[], None]) -> float:
    """Do `work` while another process reads; prints what its reads took, returns what the work did."""
    stop, (heard, said) = multiprocessing.Event(), multiprocessing.Pipe(duplex=False)
    reader = multiprocessing.Process(target=_reads, args=(folder, people, stop, said))
    reader.start()
    sleep(0.5)
    begun = perf_counter()
    work()
    took = perf_counter() - begun
    stop.set()
    waits = sorted(heard.recv())
    reader.join()
    print(
        f"reader, {name}: {len(waits)} reads; median {_ms(waits, 0.5)}, 99th {_ms(waits, 0.99)}, "
        f"longest {_ms(waits, 1)}"
    )
    return took


def _ms(waits: list[float], part: float) -> str:
    return f"{waits[min(len(waits) - 1, int(len(waits) * part))] * 1e3:.1f} ms"


def _reads(folder: Path, people: int, stop: Event, said: Connection) -> None:
    ring, rng, waits = (
        Keyring(folder / "keys.db", folder / "root.key", folder / "heads"),
        random.Random(1),
        [],
    )
    while not stop.is_set():
        places = tuple((rng.randint(1, people), CLASSES[0], 1) for _ in range(20))
        begun = perf_counter()
        ring.open_many([Permit(b"bench", places, 0, ())])
        waits.append(perf_counter() - begun)
        sleep(0.001)
    said.send(waits)


if __name__ == "__main__":
    main()
