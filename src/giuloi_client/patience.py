"""When to send a request again, and how long to wait: never what could be done twice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from giuloi_client.calls import Call

TRIES = 5
_FIRST, _LONGEST = 0.2, 20.0  # seconds


def may_repeat(call: Call[Any]) -> bool:
    """Everything: a GET changes nothing, what writes has an `Idempotency-Key`, a reveal is decided anew.

    A reveal that is sent again after a lost answer is a second use, and the ledger says two: that is true.
    """
    return call.method == "GET" or bool(call.repeat) or call.path in _OPENS_ANEW


_OPENS_ANEW = ("/reveal", "/reveal/batch", "/decisions", "/consents/of", "/subjects/find")


def passing(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer says: come again."""
    return status in (429, 503) or (status == 409 and "retry-after" in {name.lower() for name in headers})


def pause(tried: int, headers: Mapping[str, str]) -> float:
    """Seconds to wait after so many tries: what the server asks for, else twice as long each time, and a chance."""
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    if asked.isdecimal():
        return min(float(asked), 60.0)
    return float(min(_FIRST * 2 ** (tried - 1), _LONGEST) * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
