"""The ledger's files: the right tree, one writer, and a crash anywhere loses nothing that was signed."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from giuloi.core.ledger.checkpoint import Checkpoint, sign_checkpoint
from giuloi.core.ledger.merkle import EMPTY_ROOT, Tree, consistent, included, leaf_hash
from giuloi.core.terms import BadEvidence, NotServing
from giuloi.records import durable
from giuloi.records.uses.tile_paths import tile
from giuloi.records.uses.tiles import TileLog

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "proof.json").read_text("utf-8"))
SIZES = (0, 1, 2, 255, 256, 257, 511, 512, 700)
SEED = bytes(32)


def leaves(count: int, of: str = "leaf") -> list[bytes]:
    return [f"{of} {number}".encode() for number in range(count)]


def tree(entries: list[bytes]) -> Tree:
    return Tree(leaf_hash(entry) for entry in entries)


def head(log: TileLog, size: int | None = None) -> bytes:
    size = log.size if size is None else size
    return sign_checkpoint(Checkpoint("giuloi.example/so", size, log.root(size)), SEED)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[TileLog]:
    log = TileLog(tmp_path / "ledger")
    yield log
    log.close()


def test_the_tree_is_that_of_its_leaves_however_they_came(log: TileLog) -> None:
    """In one, in many, across the borders of tiles."""
    everything = leaves(1400)
    done = 0
    for step in (1, 1, 253, 1, 1, 255, 256, 300, 332):
        assert log.append(everything[done : done + step]) == done
        done += step
        assert log.root() == tree(everything[:done]).root()
    assert list(log.entries(0, done)) == everything
    assert list(log.entries(200, 300)) == everything[200:300]
    assert log.entry(1399) == everything[1399]


def test_proofs_hold_for_every_size_that_was_signed(log: TileLog, tmp_path: Path) -> None:
    """Also read by somebody else."""
    everything = leaves(700)
    log.append(everything)
    log.publish(head(log))
    reader = TileLog(tmp_path / "ledger")
    assert reader.size == 700
    whole = tree(everything)
    for new in SIZES[1:]:
        for index in {0, new // 2, new - 1}:
            proof = reader.inclusion(index, new)
            assert included(leaf_hash(everything[index]), index, new, proof, whole.root(new))
        for old in SIZES:
            if old <= new:
                assert consistent(old, whole.root(old), new, whole.root(new), reader.consistency(old, new))


def test_the_tiles_lie_where_the_specification_says(log: TileLog, tmp_path: Path) -> None:
    """A tree of 700: two full tiles, one of 188 hashes, and one of 2 a level up."""
    log.append(leaves(300))
    log.append(leaves(400))
    public = tmp_path / "ledger" / "public" / "tile"
    found = {
        str(path.relative_to(public)): path.stat().st_size // 32
        for path in public.rglob("*")
        if path.is_file()
    }
    assert {name: found[name] for name in ("0/000", "0/001", "0/002.p/188", "1/000.p/2")} == {
        "0/000": 256,
        "0/001": 256,
        "0/002.p/188": 188,
        "1/000.p/2": 2,
    }
    assert not (public / "0" / "001.p").exists()  # partial tiles go when the full one is there


@pytest.mark.parametrize("case", VECTORS["tile_paths"], ids=lambda case: case["path"])
def test_tile_paths_are_those_of_others(case: dict[str, Any]) -> None:
    """Three digits a part, all but the last behind an x."""
    assert tile(case["level"], case["number"], case["width"]) == case["path"]


def test_the_members_of_a_batch_are_kept_with_its_leaf(log: TileLog) -> None:
    """By index; another leaf has none."""
    log.append(leaves(255), {254: b"a" * 32})
    log.append(leaves(2), {0: b"b" * 64, 1: b"c" * 96})
    assert [log.members(index) for index in (254, 255, 256)] == [b"a" * 32, b"b" * 64, b"c" * 96]
    with pytest.raises(KeyError):
        log.members(3)


def test_leaves_are_for_nobody_else_to_read(log: TileLog, tmp_path: Path) -> None:
    """0600 in 0700; the hashes are for everybody."""
    log.append(leaves(300), {0: b"a" * 32})
    log.publish(head(log))
    for path in (tmp_path / "ledger" / "private").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    public = tmp_path / "ledger" / "public"
    assert all(path.stat().st_mode & 0o444 for path in public.rglob("*"))
    assert not any(b"leaf 1" in path.read_bytes() for path in public.rglob("*") if path.is_file())


def test_only_one_process_appends(log: TileLog, tmp_path: Path) -> None:
    """Two writers would sign two logs."""
    log.append(leaves(1))
    with pytest.raises(NotServing, match="another process"):
        TileLog(tmp_path / "ledger").append(leaves(1))


def test_a_log_with_leaves_is_recovered_before_it_grows(log: TileLog, tmp_path: Path) -> None:
    """Nobody appends after leaves that were perhaps never signed."""
    log.append(leaves(3))
    log.close()
    again = TileLog(tmp_path / "ledger")
    with pytest.raises(NotServing, match="recover"):
        again.append(leaves(1))
    again.recover(3, tree(leaves(3)).root())
    assert again.append(leaves(1)) == 3
    again.close()


def test_an_older_log_than_the_signed_head_does_not_serve(log: TileLog) -> None:
    """A restored ledger is noticed, and nothing of it is touched."""
    log.append(leaves(300))
    with pytest.raises(NotServing, match="restore"):
        log.recover(301, EMPTY_ROOT)
    log.recover(300, tree(leaves(300)).root())


def test_other_leaves_than_the_signed_ones_do_not_serve(log: TileLog) -> None:
    """As many, but not the same."""
    log.append(leaves(300, "other"))
    with pytest.raises(NotServing, match="not those that were signed"):
        log.recover(300, tree(leaves(300)).root())


def test_damaged_tiles_are_made_again_from_the_leaves(log: TileLog, tmp_path: Path) -> None:
    """Only the leaves cannot be replaced."""
    log.append(leaves(700))
    (tmp_path / "ledger" / "public" / "tile" / "0" / "001").write_bytes(b"\0" * 8192)
    log.recover(700, tree(leaves(700)).root())
    assert log.inclusion(300, 700) == TileLog(tmp_path / "ledger").inclusion(300, 700)
    log.publish(head(log))
    log.verify(full=True)


def test_a_head_of_another_tree_or_an_older_one_is_not_published(log: TileLog) -> None:
    """What the world sees only grows."""
    log.append(leaves(10))
    log.publish(head(log))
    with pytest.raises(BadEvidence, match="must not follow"):
        log.publish(head(log, 5))
    other = Checkpoint("giuloi.example/so", 10, EMPTY_ROOT)
    with pytest.raises(BadEvidence, match="not of this tree"):
        log.publish(sign_checkpoint(other, SEED))


@pytest.mark.parametrize("name", ["000", "001", "002"])
def test_a_leaf_that_cannot_be_read_does_not_serve(log: TileLog, tmp_path: Path, name: str) -> None:
    """A length that was damaged, with every tile lost: in the first bundle, in the middle, at the end."""
    log.append(leaves(700))
    path = tmp_path / "ledger" / "private" / "entries" / name
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    shutil.rmtree(tmp_path / "ledger" / "public" / "tile")
    with pytest.raises(NotServing, match="signed: restore"):
        log.recover(700, tree(leaves(700)).root())


@pytest.mark.parametrize("entry", [b"", b"x" * 513], ids=["empty", "too long"])
def test_what_cannot_be_a_leaf_is_not_appended(log: TileLog, entry: bytes) -> None:
    """And the log goes on."""
    with pytest.raises(BadEvidence):
        log.append([entry])
    assert log.append(leaves(1)) == 0


@pytest.mark.parametrize("name", ["private/entries/000", "public/tile/0/000", "public/tile/1/000.p/2"])
def test_full_verification_finds_any_altered_file(log: TileLog, tmp_path: Path, name: str) -> None:
    """A leaf, a hash of leaves, a hash of hashes."""
    log.append(leaves(700))
    log.publish(head(log))
    log.verify(full=True)
    path = tmp_path / "ledger" / name
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    with pytest.raises(BadEvidence):
        TileLog(tmp_path / "ledger").verify(full=True)


# --- crashes


class Killed(Exception):
    """The process ends here."""


class Disk:
    """The ledger's steps on disk, cut off before step `last`: that one is torn, and what was not flushed may go."""

    STEPS = ("append", "replace", "cut", "remove", "flush")

    def __init__(self, last: int, chance: Random) -> None:
        self.left, self.chance = last, chance
        self.unflushed: set[Path] = set()

    def hook(self, patch: pytest.MonkeyPatch) -> None:
        for name in self.STEPS:
            patch.setattr(durable, name, self._counted(name, getattr(durable, name)))

    def _counted(self, name: str, real: Callable[..., None]) -> Callable[..., None]:
        def step(first: Any, *others: Any, **named: Any) -> None:
            self.left -= 1
            if self.left < 0:
                self._tear(name, real, first, *others, **named)
                raise Killed
            self._note(name, first, named)
            real(first, *others, **named)

        return step

    def _tear(self, name: str, real: Callable[..., None], first: Any, *others: Any, **named: Any) -> None:
        if name == "append":
            data = others[0]
            real(first, data[: self.chance.randrange(len(data) + 1)])
            self.unflushed.add(first)
        elif name == "replace":
            data = others[0]
            first.with_name(first.name + ".new").write_bytes(data[: self.chance.randrange(len(data) + 1)])

    def _note(self, name: str, first: Any, named: dict[str, Any]) -> None:
        if name == "flush":
            first = list(first)
            self.unflushed -= set(first)
        elif name == "append" or (name == "replace" and not named["durable"]):
            self.unflushed.add(first)

    def cut_power(self, sizes: dict[Path, int]) -> None:
        """Files that were not flushed keep a beginning that is at least what was on disk before."""
        for path in self.unflushed:
            if path.exists():
                least = sizes.get(path, 0)
                length = self.chance.randint(min(least, path.stat().st_size), path.stat().st_size)
                with path.open("r+b") as file:
                    file.truncate(length)


@pytest.mark.parametrize("power", [False, True], ids=["process killed", "power cut"])
@pytest.mark.parametrize(("before", "added"), [(0, 3), (250, 20), (255, 1), (500, 600)])
def test_a_crash_at_any_step_leaves_what_was_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, added: int, power: bool
) -> None:
    """Signed leaves stay, unsigned ones are dropped, and the log goes on as if nothing had been."""
    signed = leaves(before)
    root = tree(signed).root()
    batch = {added - 1: b"m" * 32}
    for last in range(1000):
        folder = tmp_path / str(last)
        log = TileLog(folder)
        log.recover(0, EMPTY_ROOT)
        log.append(signed)
        sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
        disk = Disk(last, Random(last))
        with monkeypatch.context() as patch:
            disk.hook(patch)
            try:
                log.append(leaves(added, "lost"), batch)
                finished = True
            except Killed:
                finished = False
        log.close()
        if power and not finished:
            disk.cut_power(sizes)
        again = TileLog(folder)
        again.recover(before, root)
        assert again.root() == root
        assert list(again.entries(0, before)) == signed
        again.append(leaves(added, "kept"), batch)
        everything = signed + leaves(added, "kept")
        assert again.root() == tree(everything).root()
        assert again.members(before + added - 1) == batch[added - 1]
        again.publish(head(again))
        again.verify(full=True)
        again.close()
        if finished:
            return
    raise AssertionError("the append never finished")


def test_a_crash_while_recovering_is_recovered_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every step of taking unsigned leaves away."""
    signed = leaves(300)
    for last in range(1000):
        folder = tmp_path / str(last)
        log = TileLog(folder)
        log.append(signed)
        log.append(leaves(500, "lost"), {499: b"m" * 32})
        log.close()
        disk = Disk(last, Random(last))
        torn = TileLog(folder)
        with monkeypatch.context() as patch:
            disk.hook(patch)
            try:
                torn.recover(300, tree(signed).root())
                finished = True
            except Killed:
                finished = False
        torn.close()
        again = TileLog(folder)
        again.recover(300, tree(signed).root())
        again.append(leaves(400, "kept"))
        again.publish(head(again))
        again.verify(full=True)
        assert again.root() == tree(signed + leaves(400, "kept")).root()
        again.close()
        if finished:
            return
    raise AssertionError("the recovery never finished")
