"""The ledger's public files: enough to verify every proof from outside, and not one leaf."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from giuloi.core.ledger.checkpoint import open_checkpoint
from giuloi.core.ledger.merkle import Tree, leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.records.installation import public_key
from giuloi.records.places import places
from giuloi.records.uses.pending import record_uses
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from tests.cast import BINH
from tests.doors.trust.conftest import History, told
from tests.records.conftest import Shop


def _get(client: Client, path: str) -> Any:
    return client.get(f"/trust/log/{path}", secure=True)


def _grown(shop: Shop, leaves: int) -> None:
    binh = shop.person(BINH)
    record_uses([told((binh,), 1, "I.1") for _ in range(leaves)])
    integrate()


def test_the_checkpoint_is_the_signed_head_as_it_is_now(history: History, client: Client) -> None:
    """Plain text, never cached without asking."""
    answer = _get(client, "checkpoint")
    key = VerifierKey.parse(public_key())
    head = open_checkpoint(answer.content, key.name, [key])
    assert head.size == TileLog(places().ledger).size
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"


def test_the_tiles_lead_to_the_signed_root(shop: Shop, client: Client) -> None:
    """Who fetches the hashes of all leaves computes the root that was signed: nothing is left out."""
    _grown(shop, 300)
    full, rest = _get(client, "tile/0/000"), _get(client, "tile/0/001.p/44")
    data = full.content + rest.content
    hashes = [data[at : at + 32] for at in range(0, len(data), 32)]
    log = TileLog(places().ledger)
    assert hashes == [leaf_hash(leaf) for leaf in log.entries(0, 300)]
    assert Tree(hashes).root() == log.root(300)
    assert _get(client, "tile/1/000.p/1").content == Tree(hashes[:256]).root()
    for answer in (full, rest):
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Type"] == "application/octet-stream"


def test_a_head_that_was_given_out_can_be_fetched(history: History, client: Client) -> None:
    """For whoever wants to compare it with theirs."""
    size = TileLog(places().ledger).size
    assert _get(client, f"heads/{size}").content == _get(client, "checkpoint").content
    assert _get(client, f"heads/{size + 1}").status_code == 404


NOT_FILES = [
    "tile/0/000",  # not full yet
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/999",
    "tile/0/x000/000",
    "tile/0/0",
    "tile/00/000.p/1",
    "tile/64/000",
    "tile/1/000",
    "tile/0/000.p/1/",
    "tile/0/000.p",
    "tile/0",
    "tile/entries/000",
    "tile/entries/000.p/1",
    "tile/0/../../../private/entries/000",
    "tile/0/..%2f..%2f..%2fprivate/entries/000",
    "tile/../checkpoint",
    "tile//etc/passwd",
    "tile/0/%30%30%30%00",
    "entries/000",
    "private/entries/000",
    "heads/../checkpoint",
    "heads/-1",
    "heads/" + "9" * 400,
    "../../data/keys.db",
    "",
]


@pytest.mark.parametrize("path", NOT_FILES)
def test_nothing_else_is_a_file(history: History, client: Client, path: str) -> None:
    """No other spelling, no leaf, no way out of the folder."""
    assert _get(client, path).status_code == 404


def test_every_leaf_stays_inside(shop: Shop, client: Client) -> None:
    """The hashes are there; the words are not, under whatever name."""
    _grown(shop, 3)
    [entry] = [path for path in (places().ledger / "private" / "entries").rglob("*") if path.is_file()]
    assert b'"purpose":"supply"' in entry.read_bytes()
    assert b"supply" not in _get(client, "tile/0/000.p/3").content
    assert _get(client, "tile/entries/000.p/3").status_code == 404


def test_a_tile_beyond_the_published_checkpoint_is_not_given(shop: Shop, client: Client) -> None:
    """Hashes that no signature covers may still change after a crash; and they would be cached for ever."""
    _grown(shop, 3)
    tiles = places().ledger / "public" / "tile" / "0" / "000.p"
    (tiles / "9").write_bytes(bytes(9 * 32))
    assert _get(client, "tile/0/000.p/3").status_code == 200
    assert _get(client, "tile/0/000.p/9").status_code == 404
