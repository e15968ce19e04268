"""A delivery counts only when the shop's secret signed exactly its bytes."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giuloi.doors.bridges.signature import Encoding, Signature, Verdict, fingerprint
from giuloi.doors.bridges.woocommerce.signature import SIGNATURE, trouble_with
from tests.fakes.shop import SECRET, recorded

KEY = SECRET.encode()
TOPICS = ("customer.created", "customer.deleted", "order.created", "order.updated")


@pytest.mark.parametrize("topic", TOPICS)
def test_every_recorded_delivery_is_signed_as_we_believe(topic: str) -> None:
    """Real WooCommerce signatures hold, and hold for no other secret and no other body."""
    sent = recorded(topic)
    assert SIGNATURE.check(sent.headers, sent.body, [KEY]) is Verdict.VALID
    assert SIGNATURE.check(sent.headers, sent.body, [b"another"]) is Verdict.WRONG
    assert SIGNATURE.check(sent.headers, sent.body + b" ", [KEY]) is Verdict.WRONG


def test_two_secrets_hold_while_a_shop_changes_from_one_to_the_other() -> None:
    """Either the old or the new secret may have signed; with no secret at all nothing holds."""
    sent = recorded("customer.deleted")
    assert SIGNATURE.check(sent.headers, sent.body, [b"new", KEY]) is Verdict.VALID
    assert SIGNATURE.check(sent.headers, sent.body, []) is Verdict.WRONG


BAD_HEADERS = {
    "no header": (None, Verdict.MISSING),
    "an empty header": ("", Verdict.MISSING),
    "not base64": ("%%%", Verdict.MALFORMED),
    "base64 without its padding": ("aSeiMjJm6iV", Verdict.MALFORMED),
    "letters that are not ASCII": ("Ơ" * 44, Verdict.MALFORMED),
    "too short": (base64.b64encode(b"x" * 31).decode(), Verdict.MALFORMED),
    "too long": (base64.b64encode(b"x" * 33).decode(), Verdict.MALFORMED),
    "hex in place of base64": ("ab" * 32, Verdict.MALFORMED),
    "line break inside": (base64.b64encode(b"x" * 32).decode() + "\n", Verdict.MALFORMED),
    "another 32 bytes": (base64.b64encode(b"x" * 32).decode(), Verdict.WRONG),
}


@pytest.mark.parametrize(("written", "verdict"), BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_a_signature_that_is_missing_malformed_or_wrong_is_named_as_such(
    written: str | None, verdict: Verdict
) -> None:
    """Three ways to fail, told apart for our own log and never raised."""
    headers = {} if written is None else {SIGNATURE.header: written}
    assert SIGNATURE.check(headers, b"{}", [KEY]) is verdict


STRATEGIES = {
    "as WooCommerce": SIGNATURE,
    "in hex": Signature("X-Hub-Signature", Encoding.HEX),
    "with SHA-1 in hex": Signature("x-signature", Encoding.HEX, "sha1"),
}


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=STRATEGIES)
@given(body=st.binary(max_size=200), key=st.binary(min_size=1, max_size=40), other=st.binary(max_size=200))
def test_what_is_signed_holds_and_nothing_else_does(
    strategy: Signature, body: bytes, key: bytes, other: bytes
) -> None:
    """Theorem: check(sign(body), other) is VALID exactly when other == body."""
    headers = {strategy.header: strategy.sign(body, key)}
    assert strategy.check(headers, body, [key]) is Verdict.VALID
    assert (strategy.check(headers, other, [key]) is Verdict.VALID) == (other == body)


def test_a_fingerprint_is_neither_the_signature_nor_a_plain_hash() -> None:
    """What the database keeps of a body lets nobody try out names against it, nor forge a signature."""
    sent = recorded("order.created")
    kept = fingerprint(sent.body, KEY)
    assert kept == fingerprint(sent.body, KEY)
    assert kept != fingerprint(sent.body, b"another")
    assert base64.b64encode(kept).decode() != sent.headers[SIGNATURE.header]
    assert kept != hashlib.sha256(sent.body).digest()


@pytest.mark.parametrize("secret", ["", "a&b", "a<b", "a>b", 'a"b', "a'b"])
def test_a_secret_that_woocommerce_would_rewrite_is_refused(secret: str) -> None:
    """Better said when it is typed in than found out through failing signatures."""
    assert trouble_with(secret)
    assert trouble_with(SECRET) is None
