"""The report of a version: each clause with its word, code, tests and evidence; signed, and about nobody."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from giuloi.core.evidence import Kind, judge, kind_of
from giuloi.core.ledger.checkpoint import open_checkpoint
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.signed_report import open_report, sign_report
from giuloi.core.ledger.verify import Trusted
from giuloi.core.policy.conformance import weakest
from giuloi.core.terms import BadEvidence, ClauseRef, NotServing
from giuloi.doors.cli.evidence import NotWritten
from giuloi.doors.cli.evidence import app as evidence
from giuloi.doors.cli.verify import app as verify
from giuloi.promises.report.conformance import NoSuchClause, report, signed_report
from giuloi.promises.report.live import InTime
from giuloi.promises.report.pack import pack
from giuloi.records import published
from giuloi.records.keepers import FEATURES
from giuloi.records.uses.head import log_key
from giuloi.records.uses.pending import Use, record_uses
from giuloi.records.uses.sequencer import integrate
from tests.cast import AN, BINH, CHI
from tests.clauses.wording import TODAY, text_with
from tests.records.conftest import Shop

IN_TIME = InTime(9, 10)
SECRET = VerifierKey.of("shop.example/test", bytes(32))


def made(shop: Shop, clause: str = "") -> bytes:
    """The report of now."""
    return signed_report(
        published.current(), IN_TIME, datetime.now(UTC), ClauseRef(clause) if clause else None
    )


def trusted() -> Trusted:
    """The shop's public key, and nothing else."""
    return Trusted((log_key()[0],), None)


def by_clause(data: bytes) -> dict[str, Any]:
    """Clause → what the report says of it."""
    return {one["clause"]: one for one in json.loads(data)["report"]["clauses"]}


def test_every_clause_comes_with_its_word_code_tests_and_evidence(shop: Shop, an: int) -> None:
    """The same word as everywhere; the hash of the very source; tests by name."""
    found = by_clause(made(shop))
    policy = published.current().policy
    assert {clause: one["coverage"] for clause, one in found.items()} == {
        clause: word.value for clause, word in weakest(policy).items()
    }
    assert all(one["tests"] for one in found.values())
    gate = next(one for one in found["I.1"]["promises"] if one["keeper"] == "gate")
    assert [code["module"] for code in gate["code"]] == list(FEATURES["gate"].code)
    for code in gate["code"]:
        spec = find_spec(code["module"])
        assert spec is not None
        assert code["sha256"] == sha256(Path(str(spec.origin)).read_bytes()).hexdigest()


def test_the_evidence_is_what_is_to_be_seen_now(shop: Shop, an: int) -> None:
    """Requests in time, measures on, a self-check, who is under which version; uses up to yesterday by event."""
    yesterday = datetime.now(UTC) - timedelta(days=2)
    record_uses([Use(yesterday, "code/x", "reveal", "supply", "I.1", "0" * 64, "allowed", (an,))] * 3)
    integrate()
    published.publish(text_with(("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách.")), TODAY, shop.now())
    found = by_clause(made(shop))
    said = {one["name"]: one for clause in found.values() for one in clause["evidence"]}
    assert said["requests.in_time"]["en"].startswith("last 12 months: 9 of 10 requests")
    assert said["uses.reveal.allowed"]["en"] == "last 30 days: 3 × reveal, allowed"
    assert said["self_check"]["on"] is True
    assert said["measure.versions"]["on"] is True
    assert "0 members under the newest version, 1 under an older one" in said["members.by_version"]["en"]
    assert {"erasures", "backups.horizon", "retention.last_run"} <= set(said)


def test_the_report_is_verified_offline_and_one_changed_word_shows(shop: Shop, an: int) -> None:
    """Signed by the ledger's key: neither a better word, nor another policy, nor another shop's report passes."""
    data = made(shop)
    assert kind_of(data) is Kind.REPORT
    assert judge(data, trusted()).ok
    whole = json.loads(data)
    better = json.loads(data)
    better["report"]["coverage"] = {"enforced": 32}
    other = json.loads(data)
    other["note"] = other["note"].replace("made 20", "made 21")
    named = {**whole, "origin": "other.example/shop"}
    for altered in (
        better,
        other,
        named,
        {**whole, "more": 1},
        {**whole, "note": ""},
        {**whole, "report": []},
    ):
        assert not judge(json.dumps(altered).encode(), trusted()).ok
    assert not judge(data, None).ok
    assert not judge(data, Trusted((SECRET,), None)).ok


def test_a_report_is_no_checkpoint_and_a_checkpoint_no_report(shop: Shop) -> None:
    """Both are notes of the same key: neither can be passed off as the other."""
    key, seed = log_key()
    note = json.loads(made(shop))["note"].encode()
    with pytest.raises(BadEvidence):
        open_checkpoint(note, key.name, [key])
    signed = sign_report({"clauses": []}, policy="x", made="y", origin="another", seed=seed)
    with pytest.raises(BadEvidence):
        open_report(signed, [key])


def test_one_clause_can_be_asked_for_alone(shop: Shop) -> None:
    """By its number; one that is not there is said."""
    assert set(by_clause(made(shop, "IV.3"))) == {"IV.3"}
    with pytest.raises(NoSuchClause, match=r"IV\.3"):
        made(shop, "IX.1")


def test_an_older_version_has_its_own_report(shop: Shop, an: int) -> None:
    """With its hash and texts; its measures are not looked at any more."""
    old = published.current()
    published.publish(text_with(("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách.")), TODAY, shop.now())
    content = report(old, IN_TIME, datetime.now(UTC))
    assert content["policy"]["hash"] == old.policy.hash
    assert not [
        one
        for clause in content["clauses"]
        for one in clause["evidence"]
        if one["name"].startswith("measure.")
    ]


def test_a_measure_that_is_off_is_reported_as_off(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out that does not look well."""
    from giuloi.promises.report import conformance

    seen = conformance.measured()
    monkeypatch.setattr(conformance, "measured", lambda: tuple(replace(one, on=False) for one in seen))
    found = by_clause(made(shop))
    states = [one["on"] for one in found["IV.2"]["evidence"] if one["name"].startswith("measure.")]
    assert states
    assert not any(states)


def test_the_pack_holds_what_an_inspector_needs_and_nothing_of_anybody(
    shop: Shop, an: int, binh: int, chi: int
) -> None:
    """Report, texts with hashes, counts, checkpoint; no name, number, address or id in any file of it."""
    shop.order(binh)
    integrate()
    data = pack(published.current(), IN_TIME, datetime.now(UTC))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert judge(contents["report.json"], trusted()).ok
    assert contents["log-key"].decode().strip() == str(log_key()[0])
    assert open_checkpoint(contents["checkpoint"], log_key()[0].name, [log_key()[0]]).size > 0
    sums = dict(reversed(line.split("  ")) for line in contents["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(text).hexdigest() for name, text in contents.items() if name != "SHA256SUMS"}
    consents = json.loads(contents["registers/consents.json"])
    assert {"purpose", "channel", "to_recipient", "state", "version", "people"} == set(consents[0])
    stated = json.loads(contents["report.json"])["report"]["policy"]["texts"]
    assert stated["shop.vi.md"] == sha256(contents[f"policies/{shop.policy_id}/shop.vi.md"]).hexdigest()
    everything = b"".join(contents.values())
    for who, subject in ((AN, an), (BINH, binh), (CHI, chi)):
        for personal in (who.name, who.phone, who.email, who.address, str(subject)):
            assert personal.encode() not in everything


def test_the_pack_is_the_same_bytes_for_the_same_shop_and_moment(shop: Shop, an: int) -> None:
    """So that two can be compared."""
    at = datetime.now(UTC)
    assert pack(published.current(), IN_TIME, at) == pack(published.current(), IN_TIME, at)


def test_the_command_writes_the_report_and_verify_takes_it(shop: Shop, an: int, tmp_path: Path) -> None:
    """And the pack; never over a file that is there, and for its owner's eyes."""
    out, key = tmp_path / "report.json", tmp_path / "key"
    key.write_text(str(log_key()[0]), "utf-8")
    run = CliRunner()
    assert run.invoke(evidence, ["--out", str(out)]).exit_code == 0
    assert out.stat().st_mode & 0o077 == 0
    judged = run.invoke(verify, [str(out), "--key", str(key), "--lang", "en"])
    assert judged.exit_code == 0
    assert "IV.3   " in judged.output
    assert "GOOD" in judged.output
    assert isinstance(run.invoke(evidence, ["--out", str(out)]).exception, NotWritten)
    assert isinstance(run.invoke(evidence, ["--out", str(tmp_path / "x.pdf")]).exception, NotWritten)
    assert run.invoke(evidence, ["--out", str(tmp_path / "pack.zip")]).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "pack.zip")
    assert "IV.3   " in run.invoke(evidence, ["--clause", "IV.3"]).output
    assert isinstance(run.invoke(evidence, ["--version", "999"]).exception, NotServing)


def test_everybody_reads_the_evidence_and_takes_the_report_from_the_trust_page(
    shop: Shop, an: int, client: Client
) -> None:
    """The page links the JSON, which holds with the shop's key; an old version's page shows no evidence of today."""
    page = client.get("/trust/policy", secure=True, headers={"Accept-Language": "en"}).content.decode()
    assert "/trust/evidence.json" in page
    assert "self-check run just now" in page
    assert judge(client.get("/trust/evidence.json", secure=True).content, trusted()).ok
    old = published.current().id
    published.publish(text_with(("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách.")), TODAY, shop.now())
    before = client.get(f"/trust/versions/{old}", secure=True, headers={"Accept-Language": "en"})
    assert "self-check run just now" not in before.content.decode()
