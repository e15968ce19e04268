"""POST /bridges/woocommerce/<shop>: where a WooCommerce shop delivers (statuses: bridges/answers.py).

The order of the checks is the order of their cost to a stranger: what has no good signature is never parsed,
and of what is too large nothing is read.
"""

from __future__ import annotations

import re
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
_PING = re.compile(rb"webhook_id=[0-9]{1,19}")
_PLAIN = re.compile(r"[a-z0-9_.]{1,80}")


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
    try:
        secrets = secrets_of(bridge, *resources_of(request.headers.get("X-WC-Webhook-Topic", "")))
        if not secrets:
            return 404, "not found"
        return _read(request, bridge, secrets)
    except (Unavailable, NotServing, Undecryptable):
        # Undecryptable: this person is being erased at this very moment. Later there will be nobody.
        return 503, "later"


def _read(request: HttpRequest, bridge: Bridge, secrets: tuple[bytes, ...]) -> tuple[int, str]:
    try:
        body = request.body
    except RequestDataTooBig:
        return 413, "too large"
    except UnreadablePostError:
        return 400, "malformed"
    if len(body) > MOST_BYTES:
        return 413, "too large"
    if request.content_type == "application/x-www-form-urlencoded" and _PING.fullmatch(body):
        return 200, "ping"
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        return 415, "content type"
    if SIGNATURE.check(request.headers, body, secrets) is not Verdict.VALID:
        return 401, "signature"
    return _take(request, body, bridge, secrets)


def _take(request: HttpRequest, body: bytes, bridge: Bridge, secrets: tuple[bytes, ...]) -> tuple[int, str]:
    topic = request.headers.get("X-WC-Webhook-Topic", "")
    webhook = request.headers.get("X-WC-Webhook-ID", "")
    digest, at = fingerprint(body, secrets[0]), datetime.now(UTC)
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
    """Headers are not signed: into the log goes only what looks like a topic or a number."""
    return header if _PLAIN.fullmatch(header) else ""
