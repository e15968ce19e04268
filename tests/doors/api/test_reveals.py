"""What opens is the gate's to say; every answer, yes or no, has its place in the ledger."""

from __future__ import annotations

from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import read_proof, verify_proof
from giuloi.records.uses.pending import backlog
from giuloi.records.uses.sequencer import integrate
from tests.doors.api.conftest import Machine, partner
from tests.records.conftest import Shop


def test_a_refusal_is_a_problem_that_cites_its_clause(shop: Shop, marketing: Machine, binh: int) -> None:
    """Bình was never asked for promotion: 403 with clause, reason, what it takes, and the clause's words."""
    use = {
        "subject": str(binh),
        "purpose": "promotion",
        "fields": ["email"],
        "channel": "email",
        "case": str(shop.campaign()),
    }
    answer = marketing.post("/reveal", use)
    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert (said["clause"], said["reason"]) == ("I.3", "no_consent")
    assert said["needed"] == [{"kind": "consent", "what": "promotion/email"}]
    assert "promotions" in said["detail"]
    assert said["wording"] != marketing.post("/reveal", use, Accept_Language="vi").json()["wording"]


def test_a_purpose_cannot_be_claimed(marketing: Machine, an: int) -> None:
    """A key of promotion asks under supply: refused, and the refusal is in the ledger."""
    before = backlog()
    answer = marketing.post("/reveal", {"subject": str(an), "purpose": "supply", "fields": ["phone"]})
    assert (answer.status_code, answer.json()["reason"]) == (403, "not_held")
    assert backlog() == before + 1


def test_a_batch_answers_each_item(shop: Shop, marketing: Machine, an: int, binh: int) -> None:
    """An consented, Bình did not, and nobody is a stranger."""
    body = {
        "purpose": "promotion",
        "fields": ["email"],
        "channel": "email",
        "case": str(shop.campaign()),
        "items": [{"subject": str(one)} for one in (an, binh, 7)],
    }
    answer = marketing.post("/reveal/batch", body)
    results = answer.json()["items"]
    assert [one["result"] for one in results] == ["revealed", "refused", "refused"]
    assert results[0]["records"] == [{"record": "0", "fields": {"email": "an@example.vn"}}]
    assert set(answer.json()["wordings"]) == {one["clause"] for one in results[1:]}


def test_a_batch_has_a_thousand_items_at_most(marketing: Machine) -> None:
    """One more is refused before anything is asked."""
    body = {"purpose": "promotion", "fields": ["email"], "items": [{"subject": "7"}] * 1001}
    assert marketing.post("/reveal/batch", body).status_code == 422


def test_who_asked_can_prove_that_it_is_in_the_ledger(shop: Shop, fulfilment: Machine, an: int) -> None:
    """The id of the use leads to its leaf, and the proof verifies under the log's key."""
    _, case = shop.order(an)
    use = fulfilment.post(
        "/reveal", {"subject": str(an), "purpose": "supply", "fields": ["phone"], "case": str(case)}
    ).json()["use"]
    waiting = fulfilment.get(f"/proofs/{use}")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "1")
    integrate()
    told = fulfilment.get(f"/proofs/{use}").json()
    proof = read_proof(told["proof"].encode())
    assert proof.extra is not None
    key = VerifierKey.parse(told["key"])
    assert verify_proof(told["proof"].encode(), leaf_hash(proof.extra), told["origin"], [key])
    assert fulfilment.get(f"/proofs/{told['leaf']}").json() == told
    assert fulfilment.get("/checkpoint").json()["checkpoint"].startswith(told["origin"])


def test_what_the_gate_would_say_opens_and_ledgers_nothing(shop: Shop, marketing: Machine, an: int) -> None:
    """The same answer as the gate's, for purposes that the key holds, and for nobody outside the shop."""
    use = {"subject": str(an), "purpose": "promotion", "fields": ["email"], "channel": "email"}
    before = backlog()
    told = marketing.post("/decisions", {**use, "case": str(shop.campaign())}).json()
    assert (told["allowed"], told["clause"]) == (True, "I.3")
    assert marketing.post("/decisions", use).json()["needed"] == [{"kind": "case", "what": "campaign"}]
    assert marketing.post("/decisions", {**use, "purpose": "care"}).status_code == 403
    assert partner().post("/decisions", {**use, "purpose": "advertising"}).status_code == 403
    assert backlog() == before
