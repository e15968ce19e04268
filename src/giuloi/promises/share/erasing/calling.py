"""One question to a shop's REST interface: to an address that was checked, no redirect followed, a bounded answer.

What comes back may hold personal data, so nothing of it stands in an error, a log or a table.
"""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from giuloi.promises.share.destinations import NotADestination, address_of, destination
from giuloi.promises.share.erasing.access import Access
from giuloi.promises.share.posting import Pinned
from giuloi.records.partners import NotErased

MOST = 1024 * 1024  # bytes of an answer: an order with some hundred lines has a tenth of it


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON of the body; None where it is none (a page of a proxy, a maintenance notice)."""

    status: int
    said: Any = field(repr=False)

    @property
    def gone(self) -> bool:
        """WooCommerce's own word that there is no such thing. Any other 404 says only that the address is wrong."""
        code = str(self.said.get("code", "")) if isinstance(self.said, dict) else ""
        return (
            self.status in (404, 410) and code.startswith("woocommerce_rest_") and code.endswith("invalid_id")
        )


def call(access: Access, method: str, path: str, said: Mapping[str, Any] | None = None) -> Answer:
    """Ask; raises NotErased for no answer at all, or for an address that must not be gone to."""
    body = None if said is None else json.dumps(said).encode()
    loopback = bool(settings.GIULOI_DEMO)
    try:
        to = destination(access.url + path, loopback=loopback)
        address = address_of(to, loopback=loopback)
    except NotADestination:
        raise NotErased("no_such_address", again=True) from None  # a name server can be down for an hour
    connection = Pinned(to, address)
    try:
        with connection.in_time():
            connection.request(method, to.path, body, _headers(access))
            answer = connection.getresponse()
            read = answer.read(MOST + 1)
    except (OSError, http.client.HTTPException, ValueError):
        raise NotErased("no_answer", again=True) from None
    finally:
        connection.close()
    return Answer(answer.status, _json(read))


def refused(answer: Answer) -> NotErased:
    """What a status that is not the wanted one means, and whether it is worth asking again."""
    if answer.status in (401, 403):
        return NotErased("not_let_in", again=True)  # until somebody gives us a key that may
    if answer.status in (408, 425, 429):
        return NotErased("later", again=True)
    if answer.status >= 500:
        return NotErased("shop_error", again=True)
    if 300 <= answer.status < 400 or answer.status in (404, 405, 410):
        return NotErased("wrong_address", again=True)  # no_route, a moved site: a setting to put right
    if 200 <= answer.status < 300:
        return NotErased("not_understood", again=True)  # a notice of maintenance, a page of a cache
    return NotErased("refused", again=False)


def _headers(access: Access) -> Mapping[str, str]:
    pair = base64.b64encode(f"{access.key}:{access.secret}".encode()).decode()
    return {
        "Authorization": f"Basic {pair}",
        "Accept": "application/json",
        "Cache-Control": "no-cache",
        "Content-Type": "application/json",
        "User-Agent": "giuloi",
    }


def _json(read: bytes) -> Any:
    if len(read) > MOST:
        return None
    try:
        return json.loads(read)
    except (ValueError, RecursionError):
        return None
