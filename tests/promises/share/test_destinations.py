"""A webhook goes out, and never back in, however its address is written."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from giuloi.promises.share.destinations import NotADestination, address_of, destination, is_public

SHUT = [
    # this machine
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/",
    "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/", "https://0/", "https://0.0.0.0/",
    "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/", "https://[::1]/",
    "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/", "https://127.0.0.1.:443/", "https://127.255.255.254/",
    # private, link-local, shared, special
    "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/", "https://172.31.255.1/",
    "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/",
    "https://[::ffff:169.254.169.254]/", "https://[fd00:ec2::254]/", "https://100.64.0.1/", "https://100.100.100.200/",
    "https://168.63.129.16/", "https://192.0.0.192/", "https://192.0.2.1/", "https://198.18.0.1/",
    "https://198.51.100.7/", "https://203.0.113.7/", "https://224.0.0.1/", "https://255.255.255.255/",
    "https://240.0.0.1/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fc00::1]/", "https://[ff02::1]/",
    "https://[2001:db8::1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::1]/", "https://[2002:7f00:1::]/",
    "https://[2001:0:4136:e378::]/", "https://[fec0::1]/", "https://[100::1]/", "https://192.88.99.1/",
    # names of inside, and no names at all
    "https://intranet/", "https://db/", "https://metadata.google.internal/", "https://printer.local/",
    "https://router.lan/", "https://1.0.0.127.in-addr.arpa/", "https://shop.test/", "https://x.onion/",
    # other ways in
    "http://shop.example.vn/", "ftp://shop.example.vn/", "file:///etc/passwd", "gopher://shop.example.vn/",
    "javascript:alert(1)", "//shop.example.vn/", "shop.example.vn", "", "https://", "https:///x", "https://?x",
    "https://an@shop.example.vn/", "https://an:pw@shop.example.vn/", "https://shop.example.vn@127.0.0.1/",
    "https://127.0.0.1#@shop.example.vn/", "https://shop.example.vn#x", "https://shop.example.vn\\@127.0.0.1/",
    "https://shop.example.vn:99999/", "https://shop.example.vn:x/", "https://shop.example.vn/\r\nHost: db",
    "https://shop example.vn/", "https://shop.example.vn/\t", "https://[::1/", "https://[shop.example.vn]/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://127。0。0。1/", "https://１２７.0.0.1/", "https://-shop.example.vn/",
    "https://shop..example.vn/", "https://shop.example.vn/" + "x" * 500,
]  # fmt: skip
OPEN = [
    "https://shop.example.vn",
    "https://shop.example.vn/hook?of=giuloi",
    "https://shop.example.vn:8443/hook",
    "https://SHOP.example.vn/",
    "https://1.1.1.1/hook",
    "https://[2606:4700::1111]/hook",
]


@pytest.mark.parametrize("url", SHUT)
def test_an_address_that_leads_inside_is_no_destination(url: str) -> None:
    """Refused when it is read; what it says is not repeated."""
    with pytest.raises(NotADestination) as refused:
        destination(url)
    assert not url or url not in str(refused.value)


@pytest.mark.parametrize("url", OPEN)
def test_a_public_address_is_a_destination(url: str) -> None:
    """By name or by number."""
    assert destination(url).tls


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "https://localhost/x", "http://[::1]/x"])
def test_the_demo_may_tell_its_own_machine(url: str) -> None:
    """And nothing else that is private."""
    destination(url, loopback=True)
    inside = url.replace("127.0.0.1", "10.0.0.1").replace("localhost", "db").replace("::1", "fd00::1")
    with pytest.raises(NotADestination):
        destination(inside, loopback=True)


@pytest.mark.parametrize(
    "leads_to",
    [
        ["127.0.0.1"],
        ["1.1.1.1", "10.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["169.254.169.254"],
        [],
    ],
)
def test_a_public_name_with_a_private_address_is_refused(
    leads_to: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One private address among public ones is enough."""
    monkeypatch.setattr(socket, "getaddrinfo", _answering(leads_to))
    with pytest.raises(NotADestination):
        address_of(destination("https://shop.example.vn/"))


def test_the_address_that_was_checked_is_the_one_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an address, so there is nothing left to look up."""
    monkeypatch.setattr(socket, "getaddrinfo", _answering(["1.1.1.1", "2606:4700::1111"]))
    assert address_of(destination("https://shop.example.vn/")) == "1.1.1.1"


def test_public_is_public() -> None:
    """The two address families alike."""
    from ipaddress import ip_address

    assert is_public(ip_address("1.1.1.1"))
    assert is_public(ip_address("2606:4700::1111"))


def _answering(addresses: list[str]) -> Any:
    return lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
