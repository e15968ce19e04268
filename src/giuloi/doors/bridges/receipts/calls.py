"""/bridges/receipts/<provider>/<token>: stored first, then answered; what it means is settled when the clock knocks.

====== ============ ==================================================================================
200    done         kept, or nothing in it that we know of: a provider is never told which ids are ours
400    malformed    not JSON
401    signature    Zalo's call without Zalo's signature
404                 no such provider, or another token: the same answer
405    method       neither POST nor, of eSMS, GET
413    too large    more than 1 MiB
503    later        the database cannot take it now: call again
====== ============ ==================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from giuloi.core.terms import NotServing, Unavailable, Undecryptable
from giuloi.doors.bridges.answers import answer
from giuloi.doors.bridges.body import Malformed, read_json
from giuloi.promises.answer import incoming
from giuloi.promises.use.channels import callbacks, receipts
from giuloi.promises.use.channels.receipts import Receipt
from giuloi.promises.use.channels.sms.receipts import of_esms, of_speedsms
from giuloi.promises.use.channels.zalo.receipts import is_signed, of_zalo
from giuloi.promises.use.inbound import zalo
from giuloi.promises.use.inbound.receive import take_once

_BY_JSON: Mapping[str, Callable[[Mapping[str, Any]], list[Receipt]]] = {
    "speedsms": of_speedsms,
    "zalo": of_zalo,
}
_PROVIDERS = frozenset({"esms", *_BY_JSON})


# Safe without a CSRF token: no cookie or session means anything here, and without the token in the address
# nothing is read. A GET changes something because eSMS calls so; the same call again changes nothing.
@csrf_exempt
def call(request: HttpRequest, provider: str, token: str) -> HttpResponse:
    """One call of a provider."""
    if provider not in _PROVIDERS or not callbacks.is_token(provider, token):
        raise Http404
    try:
        status, word = _called(request, provider)
    except (Unavailable, NotServing, Undecryptable):
        status, word = 503, "later"
    return answer(provider, status, word)


def _called(request: HttpRequest, provider: str) -> tuple[int, str]:
    at = datetime.now(UTC)
    if provider == "esms":
        if request.method not in ("GET", "POST"):
            return 405, "method"
        receipts.keep(of_esms(request.GET), at)
        return 200, "done"
    if request.method != "POST":
        return 405, "method"
    try:
        body = request.body
    except RequestDataTooBig:
        return 413, "too large"
    except UnreadablePostError:
        return 400, "malformed"
    if provider == "zalo" and not _is_zalo(request, body):
        return 401, "signature"
    try:
        said = read_json(body)
    except Malformed:
        return 400, "malformed"
    if isinstance(said, Mapping):
        _keep(provider, said, at)
    return 200, "done"


def _keep(provider: str, said: Mapping[str, Any], at: datetime) -> None:
    receipts.keep(_BY_JSON[provider](said), at)
    written = zalo.read(said) if provider == "zalo" else None
    if written is not None:
        take_once(written, incoming.take, at)


def _is_zalo(request: HttpRequest, body: bytes) -> bool:
    """The timestamp that was signed stands in the body too; it is read from there, before anything else is."""
    try:
        said = read_json(body)
    except Malformed:
        return False
    timestamp = str(said.get("timestamp", "")) if isinstance(said, Mapping) else ""
    return is_signed(request.headers.get("X-ZEvent-Signature", ""), body, settings.ZALO_PROVIDER, timestamp)
