"""The tree is the tree of RFC 6962: against its plain definition, and against others' implementations."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.core.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    peaks_of,
)
from tests.reference import merkle as plain

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "proof.json").read_text("utf-8"))
LEAVES = [f"leaf {number}".encode() for number in range(600)]
TREE = Tree(leaf_hash(leaf) for leaf in LEAVES)

_sizes = st.integers(1, len(LEAVES))


@given(st.lists(st.binary(max_size=5), max_size=70))
def test_the_frontier_and_the_tree_have_the_root_of_the_definition(leaves: list[bytes]) -> None:
    """At every size on the way."""
    frontier = Frontier()
    tree = Tree(leaf_hash(leaf) for leaf in leaves)
    for size in range(len(leaves) + 1):
        assert frontier.root() == tree.root(size) == plain.mth(leaves[:size])
        assert frontier.peaks == peaks_of(size, tree.node)
        if size < len(leaves):
            frontier.append(leaf_hash(leaves[size]))


def test_a_frontier_does_not_open_with_peaks_that_are_not_its_sizes() -> None:
    """As many as there are bits in the size."""
    with pytest.raises(ValueError, match="2 peaks"):
        Frontier(3, [EMPTY_ROOT])


@given(size=_sizes, data=st.data())
def test_every_inclusion_proof_is_that_of_the_definition_and_holds(size: int, data: st.DataObject) -> None:
    """Any leaf of any tree."""
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, TREE.node)
    assert proof == plain.path(index, LEAVES[:size])
    assert included(leaf_hash(LEAVES[index]), index, size, proof, TREE.root(size))


@given(size=_sizes, data=st.data())
def test_an_inclusion_proof_holds_for_nothing_else(size: int, data: st.DataObject) -> None:
    """Another leaf, place, size, root, order or length."""
    index = data.draw(st.integers(0, size - 1))
    leaf, root = leaf_hash(LEAVES[index]), TREE.root(size)
    proof = inclusion_proof(index, size, TREE.node)
    other = data.draw(st.integers(0, len(LEAVES) - 1).filter(lambda one: one != index))
    assert not included(leaf_hash(LEAVES[other]), index, size, proof, root)
    assert not included(leaf, other, size, proof, root)
    assert not included(leaf, index, size, [*proof, root], root)
    assert not included(leaf, index, size, proof, EMPTY_ROOT)
    assert not included(leaf, -1, size, proof, root)
    if proof:
        assert not included(leaf, index, size, proof[:-1], root)
        assert not included(leaf, index, size, [*proof[:-1], proof[-1][:-1]], root)


@given(new=_sizes, data=st.data())
def test_every_consistency_proof_is_that_of_the_definition_and_holds(new: int, data: st.DataObject) -> None:
    """Any past of any tree."""
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(old, new, TREE.node)
    assert proof == plain.proof(old, LEAVES[:new])
    assert consistent(old, TREE.root(old), new, TREE.root(new), proof)


@given(new=st.integers(2, len(LEAVES)), data=st.data())
def test_a_consistency_proof_holds_for_no_other_past(new: int, data: st.DataObject) -> None:
    """Another root, before or after; a hash more or less."""
    old = data.draw(st.integers(1, new - 1))
    was, now = TREE.root(old), TREE.root(new)
    proof = consistency_proof(old, new, TREE.node)
    assert not consistent(old, EMPTY_ROOT, new, now, proof)
    assert not consistent(old, was, new, EMPTY_ROOT, proof)
    assert not consistent(new, now, old, was, proof)
    assert not consistent(old, was, new, now, [*proof, now])
    assert not consistent(old, was, new, now, proof[:-1])


def test_the_empty_tree_is_the_beginning_of_every_tree() -> None:
    """With an empty proof, and only if it is the empty tree."""
    assert consistent(0, EMPTY_ROOT, 5, TREE.root(5), [])
    assert not consistent(0, TREE.root(1), 5, TREE.root(5), [])
    assert not consistent(0, EMPTY_ROOT, 5, TREE.root(5), [EMPTY_ROOT])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_there_is_no_proof_of_a_leaf_outside_the_tree(index: int, size: int) -> None:
    """An index is below the size."""
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(index, size, TREE.node)


def test_the_roots_are_those_of_others() -> None:
    """The eight leaves of Certificate Transparency, and six hundred more."""
    for tree in VECTORS["trees"]:
        leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in tree["leaves_hex"]]
        assert [Tree(leaves[:size]).root() for size in range(len(leaves) + 1)] == _raw(tree["roots"])
    assert {size: TREE.root(int(size)) for size in VECTORS["roots"]} == {
        size: b64decode(root) for size, root in VECTORS["roots"].items()
    }


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda case: case["name"])
def test_inclusion_is_judged_as_others_judge_it(case: dict[str, Any]) -> None:
    """Good proofs and damaged ones."""
    leaf, root = _raw([case["leaf"], case["root"]])
    assert included(leaf, case["index"], case["size"], _raw(case["proof"]), root) is case["holds"]


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda case: case["name"])
def test_consistency_is_judged_as_others_judge_it(case: dict[str, Any]) -> None:
    """Good proofs and damaged ones."""
    was, now = _raw([case["old_root"], case["new_root"]])
    assert consistent(case["old"], was, case["new"], now, _raw(case["proof"])) is case["holds"]


def _raw(texts: list[str]) -> list[bytes]:
    return [b64decode(text) for text in texts]
