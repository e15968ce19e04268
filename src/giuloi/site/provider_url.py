"""GIULOI_SMS_URL, GIULOI_ZALO_URL, GIULOI_MESSENGER_URL: one provider each, spoken to over HTTPS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_COUNTRY = re.compile(r"[A-Z]{2}")
_EVERYWHERE = frozenset({"country", "tls"})
# scheme → (what the URL looks like, its own options, which of them it cannot do without)
_SCHEMES: Mapping[str, tuple[str, frozenset[str], frozenset[str]]] = {
    "esms": (
        "esms://APIKEY:SECRET@rest.esms.vn?brandname=TIEM&country=VN",
        frozenset({"brandname", "sandbox"}),
        frozenset(),
    ),
    "speedsms": (
        "speedsms://TOKEN:x@api.speedsms.vn?brandname=TIEM&country=VN",
        frozenset({"brandname"}),
        frozenset(),
    ),
    "zalo": (
        "zalo://APP_ID:APP_SECRET@business.openapi.zalo.me?refresh=TOKEN&template=ID&parameter=NAME&country=VN",
        frozenset({"refresh", "template", "parameter", "oa"}),
        frozenset({"refresh"}),
    ),
    "messenger": (
        "messenger://PAGE_ID:PAGE_TOKEN@graph.facebook.com?country=US",
        frozenset({"version", "app"}),
        frozenset(),
    ),
}


def provider(url: str, *schemes: str) -> dict[str, Any]:
    """name, host, port, tls, user, password, and every option by its name ("" where it is not said).

    Raises ValueError, whose message never repeats the URL: it holds a password.
    """
    shapes = ", ".join(_SCHEMES[scheme][0] for scheme in schemes)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"is no URL: write {shapes}") from None
    if parts.scheme not in schemes or not parts.hostname or not parts.username:
        raise ValueError(f"write {shapes}")
    if parts.path not in ("", "/") or parts.fragment:
        raise ValueError(f"has a path or a #: write {shapes}")
    _, own, needed = _SCHEMES[parts.scheme]
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not options.keys() <= own | _EVERYWHERE or any(not options.get(one) for one in needed):
        known = ", ".join(sorted(own | _EVERYWHERE))
        must = "".join(f"; {one} is needed" for one in sorted(needed))
        raise ValueError(f"knows these options: {known}{must}")
    tls = _tls(options.pop("tls", "on"), parts.hostname)
    country = options.pop("country", "").upper()
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError("country= is two letters (ISO 3166-1), such as VN")
    return {
        **dict.fromkeys(own, ""),
        **options,
        "name": parts.scheme,
        "host": parts.hostname,
        "port": port or (443 if tls else 80),
        "tls": tls,
        "country": country,
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
    }


def _tls(said: str, host: str) -> bool:
    if said not in ("on", "off"):
        raise ValueError("tls= is on or off")
    if said == "off" and host not in _LOOPBACK:
        raise ValueError("?tls=off is for a provider on this machine: codes would be read on the way")
    return said == "on"
