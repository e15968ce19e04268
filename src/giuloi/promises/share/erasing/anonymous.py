"""An order of WooCommerce without anybody in it: what is written over, and what must not be left when it is read back.

The values are WooCommerce's own (its privacy tools write the same), so our own intake knows such an order as *erased
at source* and never takes it in again. IP address and browser of the order are read-only in its REST interface: where
a shop keeps them, only deleting the order removes them, and reading back says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DELETED, MAIL, PHONE = "[deleted]", "deleted@site.invalid", "0000000000"
_BLANK = ("", None, DELETED, MAIL, PHONE, "0.0.0.0", "::")  # noqa: S104 - WordPress's own nobody
_ADDRESSES = ("billing", "shipping")
_MAY_BE_EMPTY = frozenset({"state", "country"})  # WooCommerce checks these two against its lists


def over(order: Mapping[str, Any]) -> Mapping[str, Any]:
    """What to PUT over an order as it was read: every text about somebody, every custom field."""
    said: dict[str, Any] = {"customer_id": 0, "customer_note": "", "transaction_id": ""}
    for which in _ADDRESSES:
        fields = order.get(which)
        if isinstance(fields, dict):
            said[which] = {name: _nobody(name) for name, text in fields.items() if text not in _BLANK}
    metas = [one for one in _metas(order) if "id" in one]
    said["meta_data"] = [{"id": one["id"], "key": one.get("key", ""), "value": None} for one in metas]
    return said


def left(order: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """One word for what is still there, "" for nothing. `before`: as it was read before it was written over."""
    for which in _ADDRESSES:
        fields = order.get(which) or {}
        if not isinstance(fields, dict) or any(text not in _BLANK for text in fields.values()):
            return "kept_contact"
    if order.get("customer_id") or order.get("customer_note") or order.get("transaction_id"):
        return "kept_contact"
    removed = {one.get("id") for one in _metas(before)}
    if any(one.get("id") in removed and one.get("value") not in (None, "", [], {}) for one in _metas(order)):
        return "kept_fields"
    if any(order.get(name) not in _BLANK for name in ("customer_ip_address", "customer_user_agent")):
        return "kept_device"
    return ""


def _nobody(name: str) -> str:
    if name in _MAY_BE_EMPTY:
        return ""
    return {"email": MAIL, "phone": PHONE}.get(name, DELETED)


def _metas(order: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = order.get("meta_data")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
