"""One question to a provider over HTTPS, and what its silence or its status means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from giuloi.promises.use.channels.https import Answer, Https, NoAnswer, NotSent, over
from giuloi.promises.use.channels.message import NotDelivered
from giuloi.promises.use.channels.said import later, never, perhaps, settings_refused

JSON = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}


def connection(provider: Mapping[str, Any], host: str = "") -> Https:
    """The way to a configured provider, or to another of its hosts; on this machine all are one."""
    elsewhere = host if provider["tls"] else ""
    port = 443 if elsewhere else provider["port"]
    return Https(elsewhere or provider["host"], port, tls=provider["tls"])


def ask(
    https: Https,
    who: str,
    path: str,
    headers: Mapping[str, str],
    said: Mapping[str, Any] | bytes,
    *,
    keyed: bool = False,
) -> Answer:
    """Whatever the provider answers. `keyed`: it knows our key, so that a second time does no harm.

    Raises Transient where it cannot have taken the message, or knows it by its key; else Unknown.
    """
    body = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    try:
        return https.post(path, headers, body)
    except NotSent:
        raise later(who, "no connection") from None
    except NoAnswer:
        raise (later if keyed else perhaps)(who, "no answer") from None


def by_status(who: str, answer: Answer, setting: str, *, keyed: bool = False) -> NotDelivered:
    """The failure that a status tells where the body says nothing we know."""
    why = f"HTTP {answer.status}"
    meaning = over(answer.status)
    if meaning == "later" or (keyed and meaning in ("perhaps", "taken")):
        return later(who, why)
    if meaning == "never":
        return never(who, why)
    # 200 with a body that means nothing: it may well have been taken.
    return settings_refused(who, why, setting) if meaning == "settings" else perhaps(who, why)
