"""A care desk: Hà of customer care, An's and Bình's cases, and a mail server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from giuloi.core.terms import Channel
from giuloi.promises.use import cases, contact, sending
from giuloi.promises.use.contact.outgoing import Outgoing, State, outgoing
from giuloi.records import credentials
from tests.harness.smtp import Mailbox, listening
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this folder

ASKED = "Bánh cốm để được mấy ngày?"
ANSWER = "Dạ, bánh cốm để được hai ngày ở nơi thoáng mát."


@dataclass(slots=True)
class Care:
    """Hà at her desk."""

    shop: Shop
    ha: int

    def case(self, subject: int, text: str = ASKED, **more: Any) -> int:
        """Somebody asked something."""
        case = cases.begin(subject, self.shop.now(), **more)
        cases.came(case, text, self.shop.now(), channel=Channel.EMAIL)
        return case

    def answer(self, case: int, text: str = ANSWER, channel: Channel = Channel.EMAIL) -> contact.Reply:
        """Hà writes back."""
        return contact.contact(case, channel, text, self.ha, self.shop.now())

    def knock(self) -> int:
        """The clock knocks; how many were taken."""
        return sending.send_due(self.shop.now())

    def state(self, reply: contact.Reply) -> State:
        """How far a reply is."""
        row = outgoing(reply.outgoing)
        assert isinstance(row, Outgoing)
        return State(row.state)

    def holding(self, case: int) -> credentials.Holding:
        """What Hà holds under a case."""
        return credentials.hold_as_staff(self.ha, "care", case)


@pytest.fixture
def care(shop: Shop) -> Care:
    """The desk."""
    return Care(shop, credentials.add_staff("Hà", "care"))


@pytest.fixture
def mailbox() -> Mailbox:
    """An empty one."""
    return Mailbox()


@pytest.fixture
def post(mailbox: Mailbox, settings: Any) -> Iterator[int]:
    """The shop's e-mail goes to that mailbox's server; its port."""
    with listening(mailbox) as port:
        settings.MAIL_SERVER = {
            "host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off",
        }  # fmt: skip
        settings.GIULOI_MAIL_FROM = "Tiệm Bánh An <tiem@example.vn>"
        yield port
