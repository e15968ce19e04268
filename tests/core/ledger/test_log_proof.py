"""Proof files are those of c2sp.org/tlog-proof; members of a batch have proofs of their own."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.ledger.batch import InnerProofs, batch_root, count_of, in_batch, members, pack
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import LogProof, read_proof, verify_proof
from giuloi.core.terms import BadEvidence
from tests.reference import merkle as plain

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "proof.json").read_text("utf-8"))
KEYS = [VerifierKey.parse(VECTORS["vkey"])]

_codes = st.sets(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


@pytest.mark.parametrize("case", VECTORS["files"], ids=lambda case: case["name"])
def test_a_proof_file_of_others_verifies_and_is_written_the_same(case: dict[str, Any]) -> None:
    """Byte for byte."""
    data = case["file"].encode()
    proof = read_proof(data)
    assert proof.encode() == data
    assert proof.extra == (None if case["extra"] is None else b64decode(case["extra"]))
    head = verify_proof(data, b64decode(case["leaf"]), VECTORS["origin"], KEYS)
    assert (head.size, head.root) == (case["size"], b64decode(case["root"]))


@pytest.mark.parametrize("case", VECTORS["bad_files"], ids=lambda case: case["name"])
def test_what_is_no_proof_file_is_refused(case: dict[str, Any]) -> None:
    """By the specification, where others are laxer too."""
    with pytest.raises(BadEvidence):
        read_proof(case["file"].encode())


def test_a_proof_of_another_leaf_or_place_is_refused() -> None:
    """Though the file is well-formed and signed."""
    data = VECTORS["files"][2]["file"].encode()
    proof = read_proof(data)
    with pytest.raises(BadEvidence, match="does not stand at 5"):
        verify_proof(data, b"\0" * 32, VECTORS["origin"], KEYS)
    moved = LogProof(4, proof.hashes, proof.checkpoint).encode()
    with pytest.raises(BadEvidence, match="does not stand at 4"):
        verify_proof(moved, b64decode(VECTORS["files"][2]["leaf"]), VECTORS["origin"], KEYS)


@given(_codes)
def test_every_member_of_a_batch_has_a_proof_and_nobody_else(codes: set[bytes]) -> None:
    """The root is that of the definition over the codes in order."""
    packed = pack(codes)
    root = batch_root(packed)
    assert root == plain.mth(sorted(codes))
    proofs = InnerProofs(packed)
    for code in codes:
        position, proof = proofs.of(code)
        assert in_batch(code, position, count_of(packed), proof, root)
        assert not in_batch(bytes(32), position, count_of(packed), proof, root) or code == bytes(32)
        assert not in_batch(code, position, count_of(packed) + 1, [*proof, root], root)


@given(_codes, st.randoms())
def test_the_order_of_a_batch_tells_nothing(codes: set[bytes], chance: Any) -> None:
    """However the members came, they stand in one order."""
    shuffled = list(codes)
    chance.shuffle(shuffled)
    assert list(members(pack(shuffled))) == sorted(codes)


@pytest.mark.parametrize("codes", [[], [bytes(31)], [bytes(32), bytes(32)]], ids=["none", "short", "twice"])
def test_what_is_no_batch_is_refused(codes: list[bytes]) -> None:
    """At least one member, each with a whole code, each once."""
    with pytest.raises(BadEvidence):
        pack(codes)


def test_a_code_that_is_no_member_has_no_proof() -> None:
    """Asking for one is an error, not an empty proof."""
    with pytest.raises(BadEvidence):
        InnerProofs(pack([bytes(32)])).of(bytes([1]) * 32)
