"""A real delivery to ourselves: through the server's own addresses, signed with the shop's own secret.

The body is about a product, which concerns nobody and is not read further, so a test leaves no trace in the data.
"""

from __future__ import annotations

import base64
import hmac
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, resolve

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError
from giuloi.promises.collect.connections import secrets_of
from giuloi.promises.collect.delivered import Bridge, Resource

_BODY = json.dumps({"id": 1, "name": "giuloi connection test"}).encode()
_TOPIC = "product.updated"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried, and whether it went as it must."""

    what: Words
    good: bool


def checked(bridge: Bridge) -> tuple[Check, ...]:
    """Deliver under each secret, and once under none of them; a test that fails says which."""
    checks = [
        Check(
            Words(f"có bí mật cho {words.vi}, và một lần gửi thử ký bằng nó được nhận", f"there is a secret for"
                  f" {words.en}, and a test delivery signed with it is taken"),
            bool(secret) and _delivered(bridge, secret) == 200,
        )
        for words, secret in _secrets(bridge)
    ]  # fmt: skip
    refused = Words(
        "một lần gửi thử ký sai bị từ chối (401)", "a test delivery with a wrong signature is refused (401)"
    )
    return (*checks, Check(refused, _delivered(bridge, b"not the secret") == 401))


def _secrets(bridge: Bridge) -> list[tuple[Words, bytes]]:
    named = {Resource.ORDER: Words("đơn hàng", "orders"), Resource.CUSTOMER: Words("khách hàng", "customers")}
    found = []
    for resource, words in named.items():
        try:
            known = secrets_of(bridge, resource)
        except GiuloiError:
            known = ()
        found.append((words, known[0] if known else b""))
    return found


def _delivered(bridge: Bridge, secret: bytes) -> int:
    """The status that the bridge's own address answers to a signed body."""
    path = f"/bridges/{bridge.platform}/{bridge.name}"
    try:
        view = resolve(path)
    except Resolver404:
        return 404
    signed = base64.b64encode(hmac.digest(secret, _BODY, "sha256")).decode("ascii")
    headers = {
        "X-WC-Webhook-Topic": _TOPIC,
        "X-WC-Webhook-ID": "1",
        "X-WC-Webhook-Signature": signed,
    }
    request = WSGIRequest(_environ(path, headers))
    return int(view.func(request, *view.args, **view.kwargs).status_code)


def _environ(path: str, headers: Mapping[str, str]) -> dict[str, object]:
    """What a server would hand over for this POST (PEP 3333); it comes from this machine."""
    said = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return {
        **said,
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(_BODY)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "0",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(_BODY),
        "wsgi.url_scheme": "https",
    }
