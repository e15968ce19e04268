"""An SMTP URL becomes an encrypted way to a server, or a sentence that repeats no password."""

from __future__ import annotations

import pytest

from giuloi.site.smtp_url import mail_server


@pytest.mark.parametrize(
    ("url", "port", "tls"),
    [
        ("smtp://u:p%40ss@mail.example", 587, "starttls"),
        ("smtp://u:p%40ss@mail.example:2525/", 2525, "starttls"),
        ("smtps://u:p%40ss@mail.example", 465, "implicit"),
        ("smtp://u:p%40ss@localhost:25?tls=off", 25, "off"),
        ("smtp://u:p%40ss@[::1]?tls=off", 587, "off"),
    ],
)
def test_a_server_is_spoken_to_encrypted_unless_it_is_this_machine(url: str, port: int, tls: str) -> None:
    """Who asks for nothing gets TLS."""
    found = mail_server(url)
    assert (found["port"], found["tls"]) == (port, tls)
    assert (found["user"], found["password"]) == ("u", "p@ss")


@pytest.mark.parametrize(
    "url",
    [
        "http://u:geheim@mail.example",
        "smtp://u:geheim@",
        "smtp://u:geheim@mail.example/path",
        "smtp://u:geheim@mail.example?tls=off",
        "smtps://u:geheim@localhost?tls=off",
        "smtp://u:geheim@mail.example?verify=no",
        "smtp://u:geheim@mail.example:port",
        "smtp://u:geheim@mail.example#x",
        "smtp://u:geheim%C3%A9@mail.example",
        "smtp://u:geheim@[mail.example",
    ],
)
def test_what_cannot_be_used_is_refused_without_repeating_it(url: str) -> None:
    """Above all no password in clear to another machine."""
    with pytest.raises(ValueError, match=r"[a-z]") as caught:
        mail_server(url)
    assert "geheim" not in str(caught.value)
