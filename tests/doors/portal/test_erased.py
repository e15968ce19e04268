"""/erased/…: the way back while there is one, then the certificate; by a token that stands nowhere, and no account."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from giuloi.core.crypto.primitives import random_id
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.proof import read_proof, verify_proof
from giuloi.core.terms import SubjectState
from giuloi.promises.keep.erasure.beginning import COOLING, Erasure, begin
from giuloi.promises.keep.erasure.plan import outlook
from giuloi.promises.keep.erasure.sweeping import erase_due
from giuloi.records.database import rows
from giuloi.records.subjects import standing_of
from giuloi.records.uses.head import log_key
from giuloi.records.uses.sequencer import integrate
from tests.records.conftest import Shop


@pytest.fixture
def asked(shop: Shop, binh: int) -> Erasure:
    """Bình asked a moment ago."""
    at = datetime.now(UTC)
    return begin(random_id(), binh, at, "customer", outlook(binh, at))


def _seen(web: Client, asked: Erasure, more: str = "") -> str:
    answer = web.get(f"/erased/{asked.token}{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_way_back_stands_on_the_page_until_it_begins(web: Client, asked: Erasure, binh: int) -> None:
    """One button, no account, and they are as free as before."""
    page = _seen(web, asked)
    assert f"/erased/{asked.token}/cancel" in page
    assert web.post(f"/erased/{asked.token}/cancel").status_code == 303
    assert not standing_of(binh)[1] & SubjectState.FROZEN  # type: ignore[index]
    assert "/cancel" not in _seen(web, asked)


def test_the_certificate_is_read_when_the_person_is_gone_and_its_proofs_verify(
    web: Client, asked: Erasure, binh: int
) -> None:
    """Each proof is a file that anybody checks with the log's own key."""
    erase_due(datetime.now(UTC) + COOLING + timedelta(seconds=1))
    assert integrate()
    assert standing_of(binh) is None
    page = _seen(web, asked)
    assert str(binh) not in page
    files = re.findall(rf'href="/erased/{asked.token}(/[a-z-]+\.tlog-proof)"', page)
    assert len(files) == 2
    key, _ = log_key()
    for name in files:
        file = _seen(web, asked, name).encode()
        leaf = read_proof(file).extra
        assert leaf is not None
        assert b"erase." in leaf
        assert verify_proof(file, leaf_hash(leaf), key.name, [key]).size > 0
    told = web.get(f"/erased/{asked.token}/certificate.json").json()
    assert told["everything"]
    assert told["proofs"][0]["proof"].startswith("c2sp.org/tlog-proof@v1")


def test_a_token_stands_nowhere_and_a_guess_finds_nothing(web: Client, asked: Erasure) -> None:
    """Only its hash is stored; another token of the same form is not found."""
    [(stored,)] = rows("SELECT token_hash FROM keep_erasure")
    assert asked.token.encode() not in bytes(stored)
    for guess in ("0" * 64, asked.token[:-1], asked.token.upper() + "x", str(asked.id)):
        for more in ("", "/certificate.json", "/erase-intent.tlog-proof"):
            assert web.get(f"/erased/{guess}{more}").status_code == 404
