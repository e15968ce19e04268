"""A provider's or mailbox's URL becomes an encrypted way there, or a sentence that repeats no password."""

from __future__ import annotations

from pathlib import Path

import pytest

from giuloi.site.environment import BadSetting, read
from giuloi.site.imap_url import mail_box
from giuloi.site.provider_url import provider
from giuloi.site.smtp_url import mail_server


def test_a_provider_is_read_with_its_options() -> None:
    """Percent-decoded; what is not said is empty; TLS unless it is this machine."""
    found = provider("esms://key:geheim%2F@rest.esms.vn?brandname=TIEM%20AN&country=vn", "esms", "speedsms")
    assert found == {
        "name": "esms", "host": "rest.esms.vn", "port": 443, "tls": True, "country": "VN", "user": "key",
        "password": "geheim/", "brandname": "TIEM AN", "sandbox": "",
    }  # fmt: skip
    near = provider("zalo://1:2@127.0.0.1:8080?refresh=r&tls=off", "zalo")
    assert (near["tls"], near["port"], near["country"]) == (False, 8080, "")


@pytest.mark.parametrize(
    "url",
    [
        "https://key:geheim@rest.esms.vn",
        "speedsms:geheim",
        "esms://rest.esms.vn",
        "esms://key:geheim@rest.esms.vn/path",
        "esms://key:geheim@rest.esms.vn#geheim",
        "esms://key:geheim@rest.esms.vn?brand=x",
        "esms://key:geheim@rest.esms.vn?tls=off",
        "esms://key:geheim@rest.esms.vn?tls=perhaps",
        "esms://key:geheim@rest.esms.vn?country=Vietnam",
        "esms://key:geheim@rest.esms.vn:port",
        "zalo://1:geheim@business.openapi.zalo.me",
        "messenger://1:geheim@graph.facebook.com",
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    """Zalo needs its refresh token; Messenger is no SMS."""
    with pytest.raises(ValueError, match=r"[a-z]") as caught:
        provider(url, "esms", "speedsms", "zalo")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "tls", "folder"),
    [
        ("imaps://u:p%40@mail.example", 993, "implicit", "INBOX"),
        ("imap://u:p%40@mail.example/Khach", 143, "starttls", "Khach"),
        ("imap://u:p%40@localhost:1143/INBOX?tls=off", 1143, "off", "INBOX"),
    ],
)
def test_a_mailbox_is_read_encrypted_unless_it_is_here(url: str, port: int, tls: str, folder: str) -> None:
    """INBOX is the folder that every mailbox has."""
    found = mail_box(url)
    assert (found["port"], found["tls"], found["folder"], found["password"]) == (port, tls, folder, "p@")


@pytest.mark.parametrize(
    "url",
    [
        "pop3://u:geheim@mail.example",
        "imap://u:geheim@mail.example?tls=off",
        "imaps://u:geheim@localhost?tls=off",
        "imaps://mail.example",
        'imaps://u:geheim@mail.example/a"b',
        "imaps://u:geheim@mail.example/h%C3%B2m",
        "imaps://u:geheim@mail.example:port",
        "imaps://u:geheim@mail.example?x=1",
    ],
)
def test_a_mailbox_that_cannot_be_read_is_refused_without_repeating_it(url: str) -> None:
    """Above all no password in clear to another machine, and no folder that ends its line."""
    with pytest.raises(ValueError, match=r"[a-z]") as caught:
        mail_box(url)
    assert "geheim" not in str(caught.value)


def test_the_mail_server_says_where_it_stands() -> None:
    """Two letters, or nothing."""
    assert mail_server("smtp://mail.example?country=vn")["country"] == "VN"
    assert mail_server("smtp://mail.example")["country"] == ""
    with pytest.raises(ValueError, match="country="):
        mail_server("smtp://mail.example?country=here")


@pytest.mark.parametrize(
    "name",
    ["GIULOI_SMS_URL", "GIULOI_ZALO_URL", "GIULOI_MESSENGER_URL", "GIULOI_IMAP_URL", "GIULOI_SMTP_URL"],
)
def test_a_bad_setting_is_named(name: str) -> None:
    """And is empty when nobody set it."""
    with pytest.raises(BadSetting, match=name):
        read({name: "geheim"}, root=False, home=Path("/var/x"))
    empty = read({}, root=False, home=Path("/var/x"))
    assert (empty.sms, empty.zalo, empty.messenger, empty.imap, empty.mail_authserv) == ({}, {}, {}, {}, "")
