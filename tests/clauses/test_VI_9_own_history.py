"""VI.9: customers see who used their information, when, what for and by which clause, and can check it alone."""

from __future__ import annotations

import json

import pytest

from giuloi.core.ledger.entry import UseEntry, decode
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, verify_bundle
from giuloi.core.terms import Channel
from giuloi.records import installation
from giuloi.records.measures import measured
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.own import check, count_of, own_uses
from tests.clauses.wording import ENFORCED, codes, kept, requirement, the_policy, without
from tests.records.conftest import Shop


def history(bundle: bytes) -> list[UseEntry]:
    """The leaves of a bundle."""
    return [decode(entry["leaf"].encode()) for entry in json.loads(bundle)["entries"]]


def day(shop: Shop, subject: int) -> bytes:
    """Looked at for an order, asked for by marketing in vain; then the bundle."""
    _, case = shop.order(subject)
    shop.open(shop.staff("fulfilment", "supply", case), ["name"], subject)
    shop.open(shop.staff("marketing", "promotion", shop.campaign()), ["phone"], subject, channel=Channel.SMS)
    return export_bundle(subject, shop.now())


def test_it_says_who_when_what_for_and_by_which_clause(shop: Shop, binh: int) -> None:
    """Of what was opened and of what was refused; the name of a colleague is not in it."""
    looked, refused, exported = history(day(shop, binh))
    assert (looked.purpose, looked.clause, looked.decision) == ("supply", "I.1", "allowed")
    assert (refused.purpose, refused.clause, refused.decision) == ("promotion", "I.3", "denied")
    assert (exported.purpose, exported.clause) == ("rights", "IV.3")
    assert looked.actor.startswith("staff/fulfilment/")
    assert looked.t <= refused.t <= exported.t
    assert {leaf.clause for leaf in (looked, refused, exported)} <= set(the_policy().clauses)


def test_it_verifies_without_us(shop: Shop, binh: int) -> None:
    """With the log's public key and the file alone."""
    key = VerifierKey.parse(installation.public_key())
    assert verify_bundle(day(shop, binh), Trusted(log_keys=(key,))).ok


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_entry_left_out_is_noticed(shop: Shop, binh: int, number: int) -> None:
    """Whichever it is."""
    bundle = json.loads(day(shop, binh))
    del bundle["entries"][number]
    assert not verify_bundle(_written(bundle)).ok


@pytest.mark.parametrize(("old", "new"), [("supply", "rights"), ("I.3", "I.1"), ("denied", "allowed")])
def test_an_entry_rewritten_is_noticed(shop: Shop, binh: int, old: str, new: str) -> None:
    """Another purpose, another clause, another answer."""
    bundle = json.loads(day(shop, binh))
    for entry in bundle["entries"]:
        entry["leaf"] = entry["leaf"].replace(f'"{old}"', f'"{new}"')
    assert not verify_bundle(_written(bundle)).ok


def test_nobody_elses_history_is_in_it(shop: Shop, an: int, binh: int) -> None:
    """An's day is not in Bình's bundle."""
    day(shop, an)
    assert [leaf.purpose for leaf in history(day(shop, binh))] == ["supply", "promotion", "rights"]


def test_customers_read_it_by_themselves_and_that_is_looked_at(shop: Shop, binh: int) -> None:
    """Newest first, the same entries as in the proof; the measure looks whether they verify."""
    day(shop, binh)
    shown = own_uses(binh, count_of(binh) + 1, 10)
    assert [(one.event, one.clause) for one in shown] == [
        ("export", "IV.3"),
        ("refuse", "I.3"),
        ("reveal", "I.1"),
    ]
    assert check(binh, shop.now()).ok
    assert next(one.on for one in measured() if one.name == "own_history")


def test_it_is_kept_and_shown_so() -> None:
    """Without the measure the compiler warns that nothing keeps the clause."""
    assert kept("VI.9") == {"require.own_history": ENFORCED}
    assert requirement("own_history").values == {"proof": "inclusion"}
    assert "no-rule" in codes(without("require.own_history"), "warning")


def _written(bundle: object) -> bytes:
    return json.dumps(bundle, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
