"""What SMS providers report about a message they took.

eSMS calls back by GET (developers.esms.vn, "Callback Url", looked up 2026-11-22) and gives no reason for a failure.
SpeedSMS posts JSON; its statuses (0 arrived, below 64 for now, from 64 for good) are not confirmed with the vendor.
The number that both send along is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giuloi.core.terms import Channel
from giuloi.promises.use.channels.receipts import Became, Receipt

_ESMS_DONE, _ESMS_REJECTED = "5", "4"


def of_esms(said: Mapping[str, str]) -> list[Receipt]:
    """From the query of a callback: about our RequestId, or their SMSID; none while it is under way."""
    reference = said.get("RequestId") or said.get("SMSID") or ""
    status = said.get("SendStatus", "")
    if not reference or status not in (_ESMS_DONE, _ESMS_REJECTED):
        return []
    arrived = status == _ESMS_DONE and said.get("SendSuccess", "0") not in ("", "0")
    became = Became.DELIVERED if arrived else Became.BOUNCED_FOR_NOW
    return [Receipt(Channel.SMS, "esms", reference, became)]


def of_speedsms(said: Mapping[str, Any]) -> list[Receipt]:
    """From the body of a call: about their tranId. None for what is no report (`type: incoming` is an SMS to us)."""
    status, reference = said.get("status"), said.get("tranId")
    if said.get("type") != "report" or not str(status).isdigit() or not isinstance(reference, str | int):
        return []
    number = int(str(status)[:9])
    failed = Became.BOUNCED_FOR_NOW if number < 64 else Became.BOUNCED_FOR_GOOD
    return [Receipt(Channel.SMS, "speedsms", str(reference), failed if number else Became.DELIVERED)]
