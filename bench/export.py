"""How long the copy of a customer with 1,000 orders takes, and how much memory.

    uv run pytest -s -p tests.conftest bench/export.py

The whole way: gate, ledger, opening, JSON, tables, page, bundle, ZIP. Figures are printed, never asserted.
"""

from __future__ import annotations

import time
import tracemalloc

from tests.promises.answer.conftest import an_order, asks
from tests.records.conftest import Shop, an, shop

from giuloi.promises.answer.copies.making import make_copy
from giuloi.promises.answer.copies.opening import open_copy

__all__ = ["an", "shop"]
ORDERS = 1000


def test_a_copy_of_a_thousand_orders_is_complete(shop: Shop, an: int) -> None:
    """Every order is in it; what it took is printed."""
    for _ in range(ORDERS):
        an_order(shop, an)
    copy = make_copy(an, shop.now(), asks(shop, an, "copy", "", stepped=True).request)
    tracemalloc.start()
    begun = time.perf_counter()
    size = sum(len(piece) for piece in open_copy(copy.request, an, shop.now()))
    took, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"copy of {ORDERS} orders: {took:.2f} s, ZIP {size / 1e6:.2f} MB, peak {peak / 1e6:.1f} MB")
    assert size > ORDERS
