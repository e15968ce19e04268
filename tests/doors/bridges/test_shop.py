"""The invented shop says what the real one says: only then do tests against it mean anything."""

from __future__ import annotations

import json

import pytest

from tests.cast import AN
from tests.fakes.shop import Sent, Shop, recorded

PAIRS = {
    "customer.created": Shop().customer_created(AN),
    "customer.deleted": Shop().customer_deleted(AN),
    "order.created": Shop().order_placed(AN),
    "order.updated": Shop().order_erased(12),
}


@pytest.mark.parametrize(("topic", "sent"), PAIRS.items(), ids=PAIRS)
def test_each_delivery_has_the_keys_and_headers_of_the_recorded_one(topic: str, sent: Sent) -> None:
    """Same keys at the top and in the addresses, same headers, JSON in ASCII."""
    real, ours = json.loads(recorded(topic).body), json.loads(sent.body)
    assert ours.keys() == real.keys()
    for block in ("billing", "shipping"):
        assert ours.get(block, {}).keys() - {"email"} == real.get(block, {}).keys() - {"email"}
    assert sent.headers.keys() == recorded(topic).headers.keys()
    assert sent.body.isascii()
    assert b"hoa.nguyen" not in sent.body
