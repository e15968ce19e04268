"""GIULOI_SMTP_URL as what the e-mail channel needs. Encrypted, or to a server on this very machine."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_COUNTRY = re.compile(r"[A-Z]{2}")
_PORT = {"smtp": 587, "smtps": 465}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def mail_server(url: str) -> dict[str, Any]:
    """host, port, user, password, country ("" unsaid), tls: "starttls", "implicit", "off" (only to this machine).

    `smtp://` must be taken up to TLS by STARTTLS, `smtps://` begins with it. Raises ValueError, whose message
    never repeats the URL: it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("is no URL: write smtp://user:password@host:587") from None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    tls = options.pop("tls", "on")
    if parts.scheme not in _PORT or not parts.hostname or parts.path not in ("", "/") or parts.fragment:
        raise ValueError("write smtp://user:password@host:587, or smtps:// for a server that begins with TLS")
    country = options.pop("country", "").upper()
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError("country= is two letters (ISO 3166-1), such as VN")
    if options or tls not in ("on", "off"):
        raise ValueError("knows two options: country=VN, and tls=off for a server on this machine")
    if tls == "off" and (parts.scheme != "smtp" or parts.hostname not in _LOOPBACK):
        raise ValueError(
            "?tls=off is for smtp:// to a server on this machine: codes would be read on the way"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ValueError("has a user or password that is not ASCII, which SMTP cannot carry (RFC 4954)")
    return {
        "host": parts.hostname,
        "port": port or _PORT[parts.scheme],
        "user": user,
        "password": password,
        "country": country,
        "tls": "off" if tls == "off" else "implicit" if parts.scheme == "smtps" else "starttls",
    }
