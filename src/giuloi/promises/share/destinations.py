"""Where a webhook may go: out, and never back in.

A URL is somebody's word. Taken at it, this server would knock at its own database, at a cloud's metadata service or
at the router (OWASP: server-side request forgery). So a name is resolved here, every address it has must be one of
the public Internet, and the connection goes to that very address: a name that answers differently the next time
changes nothing.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from giuloi.core.terms import GiuloiError

LONGEST = 500
_PLAIN = re.compile(r"[!-~]+")  # no blanks, no controls, nothing that two parsers read differently
_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII
)
_OURS = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "test",
    "invalid",
    "onion",
)
# IANA's special-purpose registries: whatever is not simply a place on the Internet, and the ways to write an IPv4
# address inside an IPv6 one. Written out, for what `is_global` knows differs between versions of Python.
_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *(
                "224.0.0.0/4",
                "240.0.0.0/4",
                "168.63.129.16/32",
            ),  # the last: a cloud's metadata, at a public address
            *(
                "::/8",
                "64:ff9b::/96",
                "64:ff9b:1::/48",
                "100::/64",
                "2001::/23",
                "2001:db8::/32",
                "2002::/16",
            ),
            *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
        ),
    )
)


class NotADestination(GiuloiError):
    """A webhook must not go there; the message says why, without repeating the address."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A URL in parts. `path` has its query."""

    tls: bool
    host: str
    port: int
    path: str


def destination(url: str, *, loopback: bool = False) -> Destination:
    """Read a URL; `loopback` lets plain HTTP to this machine pass, for the demo. Raises NotADestination."""
    if len(url) > LONGEST or not _PLAIN.fullmatch(url) or "\\" in url:
        raise NotADestination(f"a webhook's address has at most {LONGEST} plain characters, and no backslash")
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise NotADestination("this is not an address such as https://shop.example.vn/hook") from None
    if parts.username is not None or parts.password is not None or "@" in parts.netloc or "#" in url:
        raise NotADestination("a webhook's address has no user name, password or #")
    here = loopback and host in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise NotADestination("a webhook goes by https")
    if not here:
        _refuse_host(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path)


def _refuse_host(host: str) -> None:
    try:
        at = ip_address(host)
    except ValueError:
        if not _NAME.fullmatch(host) or host.rpartition(".")[2] in _OURS:
            raise NotADestination("a webhook goes to a full public name such as shop.example.vn") from None
    else:
        if not is_public(at):
            raise NotADestination("a webhook does not go to a private or special address")


def address_of(to: Destination, *, loopback: bool = False) -> str:
    """The IP address to connect to, looked up now. Raises NotADestination if any that the name has is not public."""
    try:
        found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotADestination("the name has no address") from None
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(is_public(at) or (loopback and at.is_loopback) for at in addresses):
        raise NotADestination("the name leads to a private or special address")
    return str(addresses[0])


def is_public(at: IPv4Address | IPv6Address) -> bool:
    """Whether an address is a place on the public Internet and nothing else."""
    return at.is_global and not any(at in network for network in _SPECIAL if network.version == at.version)
