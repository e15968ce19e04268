"""The client library: talk to a shop's Giữ Lời, and check what it says without believing it.

>>> from giuloi_client import Client, calls            # needs httpx: pip install 'giuloi[client]'
>>> with Client("https://privacy.shop.example.vn", key) as shop:
...     found = shop.send(calls.find(phone="0594 000 002"))

>>> from giuloi_client import Trusted, VerifierKey, verify_bundle
>>> verify_bundle(data, Trusted((VerifierKey.parse(key),))).ok
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, Verdict, verify_bundle
from giuloi_client import answers, calls, problems, webhooks
from giuloi_client.proofs import verify_proof

if TYPE_CHECKING:
    from giuloi_client.client import AsyncClient, Client

__all__ = [
    "AsyncClient",
    "Client",
    "Trusted",
    "Verdict",
    "VerifierKey",
    "answers",
    "calls",
    "problems",
    "verify_bundle",
    "verify_proof",
    "webhooks",
]


def __getattr__(name: str) -> Any:
    """The two clients are loaded when they are asked for: verifying evidence takes no HTTP library."""
    if name in ("AsyncClient", "Client"):
        from giuloi_client import client

        return getattr(client, name)
    raise AttributeError(name)
