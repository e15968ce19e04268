"""POST /bridges/woocommerce/<shop>: where a WooCommerce shop delivers (statuses: bridges/answers.py).

The order of the checks is the order of their cost to us: without the shape of a signature nothing is read,
of what is too large nothing is read, and what has no good signature is never parsed.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from giuloi.core.terms import NotServing, Unavailable, Undecryptable
from giuloi.doors.bridges.answers import answer
from giuloi.doors.bridges.body import MOST_BYTES, Malformed, NotUnderstood
from giuloi.doors.bridges.signature import Verdict, fingerprint
from giuloi.doors.bridges.woocommerce.payload import parse, resources_of
from giuloi.doors.bridges.woocommerce.signature import SIGNATURE
from giuloi.promises.collect.connections import secrets_of
from giuloi.promises.collect.delivered import Bridge
from giuloi.promises.collect.deliveries import note_refused, receive
from giuloi.promises.collect.webhooks import OtherTopic

PLATFORM = "woocommerce"
_FORM, _LONGEST_PING = "application/x-www-form-urlencoded", len("webhook_id=") + 19
# Checked in place of the secrets that an unknown shop has not: it is answered, and takes as long, as a known one.
_NOBODYS = (secrets.token_bytes(64),)
# What WooCommerce writes there, and no phone number: no digits in a topic, at most eight in an id.
_PLAIN = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}|[1-9][0-9]{0,7}")


# Safe without a CSRF token: no cookie or session means anything here. A browser tricked into posting lacks
# the shop's secret, and the one body that needs none (the ping) changes nothing.
@csrf_exempt
def deliver(request: HttpRequest, shop: str) -> HttpResponse:
    """One delivery, or the ping that WooCommerce sends before the first."""
    status, word = _delivered(request, Bridge(PLATFORM, shop))
    return answer(PLATFORM, status, word)


def _delivered(request: HttpRequest, bridge: Bridge) -> tuple[int, str]:
    if request.method != "POST":
        return 405, "method"
    if request.content_type == _FORM:
        return _ping(request)
    if not SIGNATURE.is_carried(request.headers):
        return 401, "signature"
    try:
        known = secrets_of(bridge, *resources_of(request.headers.get("X-WC-Webhook-Topic", "")))
        return _read(request, bridge, known or _NOBODYS)
    except (Unavailable, NotServing, Undecryptable):
        # Undecryptable: this person is being erased at this very moment. Later there will be nobody.
        return 503, "later"


def _ping(request: HttpRequest) -> tuple[int, str]:
    """Said without reading it, and for any shop: nothing that it could say would change anything."""
    if int(request.headers.get("Content-Length") or 0) > _LONGEST_PING:
        return 415, "content type"
    return 200, "ping"


def _read(request: HttpRequest, bridge: Bridge, known: tuple[bytes, ...]) -> tuple[int, str]:
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        return 415, "content type"
    try:
        body = request.body
    except RequestDataTooBig:
        return 413, "too large"
    except UnreadablePostError:
        return 400, "malformed"
    if len(body) > MOST_BYTES:
        return 413, "too large"
    if SIGNATURE.check(request.headers, body, known) is not Verdict.VALID:
        return 401, "signature"
    return _take(request, body, bridge, known[0])


def _take(request: HttpRequest, body: bytes, bridge: Bridge, secret: bytes) -> tuple[int, str]:
    topic = request.headers.get("X-WC-Webhook-Topic", "")
    webhook = request.headers.get("X-WC-Webhook-ID", "")
    digest, at = fingerprint(body, secret), datetime.now(UTC)
    try:
        received = receive(parse(topic, webhook, digest, body), bridge, at)
    except Malformed:
        status, word = 400, "malformed"
    except NotUnderstood:
        status, word = 422, "not_understood"
    except OtherTopic:
        status, word = 409, "other_topic"
    else:
        return 200, received.outcome.value
    note_refused(bridge, _plain(webhook), _plain(topic), digest, status, word, at)
    return status, word


def _plain(header: str) -> str:
    """Headers are not signed: into the log goes only what looks like a topic or a webhook's id."""
    return header if _PLAIN.fullmatch(header) else ""
