"""Where rows about people stand in the tables of this app (records/traces.py)."""

from __future__ import annotations

from giuloi.records.traces import Trace

_ORDERS = "order_id IN (SELECT id FROM collect_order WHERE subject_id IN ({ids}))"

_EITHER = "subject_id IN ({ids}) OR other_id IN ({ids})"
TRACES = (
    # Of an order whose voucher law keeps, the row with its dates stays too: it says until when.
    Trace("collect_order", records="id IN ({ids})", lawful=True),
    Trace("collect_ordermove", _ORDERS, records="order_id IN ({ids})", lawful=True),
    Trace("collect_invoice", _ORDERS, records="order_id IN ({ids})", lawful=True),
    Trace("collect_doubt"),
    Trace("collect_verified"),
    Trace("collect_account"),
    Trace("collect_possiblematch", _EITHER),
    Trace("collect_checkout", records="order_id IN ({ids})"),
)
