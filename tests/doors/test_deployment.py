"""What would go wrong in public is said before it does."""

from __future__ import annotations

import socket

import pytest
import typer

from giuloi.doors.cli import tongue
from giuloi.doors.cli.deployment import faults, plain_requests_are_sent_away
from giuloi.doors.cli.port import held, refuse_taken
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


@pytest.fixture(autouse=True)
def english() -> None:
    """The operator reads English here."""
    tongue.choose(["--lang", "en"], {})


def test_a_port_that_somebody_shares_freely_is_still_taken() -> None:
    """Another program that would share its port does not get to share it with us."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(typer.BadParameter, match=f"port {port} is in use by another program"):
            refuse_taken("127.0.0.1", port)
    refuse_taken("127.0.0.1", port)


def test_what_speaks_against_the_public_is_said_in_sentences(shop: Shop, settings: object) -> None:
    """Any name, plain requests without a proxy's word; and nothing once both are mended."""
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.SECURE_PROXY_SSL_HEADER = None  # type: ignore[attr-defined]
    said = list(faults())
    assert ["GIULOI_HOSTS='*'" in said[0], "GIULOI_PROXY_HEADER" in said[1], len(said)] == [True, True, 2]
    settings.ALLOWED_HOSTS = ["privacy.example.vn"]  # type: ignore[attr-defined]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    assert list(faults()) == []
    assert plain_requests_are_sent_away() == ""


def test_without_a_policy_there_is_nothing_to_promise(settings: object, db: None) -> None:
    """Before init and before the first policy it is not fit for anybody."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    assert len(list(faults())) == 1


def test_two_demos_that_begin_at_once_never_share_a_port() -> None:
    """Each would answer for the other: the second takes the next port, or says so where it was told which."""
    with held(18_300) as one, held(one) as other:
        assert other != one
        with pytest.raises(typer.BadParameter, match=str(one)), held(one, 1):
            pass
    with held(one, 1) as again:
        assert again == one
