"""A shop with somebody who makes campaigns, people who agreed, and a mail server that takes letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Standing
from giuloi.promises.use.outreach import campaigns, sending
from giuloi.promises.use.outreach.drafts import Draft, Kind, fingerprint
from giuloi.records import credentials
from tests.cast import AN, Person
from tests.harness.smtp import Mailbox, listening
from tests.records.conftest import NOON, Shop

EMAIL = ("promotion", Channel.EMAIL)
SOME_TEXT = Words(
    "Chào {{ten}}, mùa này {{shop}} có bánh cốm mới.\nhttps://tiem.example.vn/banh-com",
    "Hello {{name}}, {{shop}} has new rice cakes.\nhttps://tiem.example.vn/banh-com",
)
OFFER = Draft("Bánh cốm tháng 11", "promotion", Channel.EMAIL, Words("Bánh mới", "New cakes"), SOME_TEXT)
SURVEY = replace(
    OFFER,
    purpose="engagement",
    kind=Kind.SURVEY,
    text=Words("{{ten}} thấy bánh thế nào? {{y_kien}}", "How did you like it? {{opinion}}"),
)


@dataclass(slots=True)
class Desk:
    """Somebody of marketing, and the shop's clock: noon in Viet Nam unless it is set."""

    shop: Shop
    staff: int
    mailbox: Mailbox
    clock: datetime = NOON

    def now(self) -> datetime:
        """A millisecond later than before."""
        self.clock += timedelta(milliseconds=1)
        return self.clock

    def started(self, draft: Draft = OFFER) -> int:
        """A campaign that runs."""
        campaign = campaigns.make(draft, self.staff, self.now())
        campaigns.approve(campaign, self.staff, fingerprint(draft))
        campaigns.start(campaign, self.staff, self.now(), 0)
        return campaign

    def work(self, campaign: int, most: float = 60.0) -> int:
        """What one process does of it."""
        return sending.work(campaign, most, self.now, lambda _: None)

    def willing(self, number: int = 0, *kinds: tuple[str, Channel], who: Person = AN) -> int:
        """Somebody who agreed, with an address of their own."""
        person = replace(who, email=f"khach{number}@example.vn", phone=f"0594{number:06d}")
        subject = self.shop.person(person, Standing.MEMBER)
        self.shop.give(subject, *(kinds or (EMAIL,)))
        return subject

    @property
    def to(self) -> list[str]:
        """Whom a letter reached."""
        return [to for to, _ in self.mailbox.letters]


@pytest.fixture
def desk(shop: Shop, settings: Any) -> Iterator[Desk]:
    """With the shop's e-mail going to a server on loopback."""
    mailbox = Mailbox()
    with listening(mailbox) as port:
        settings.MAIL_SERVER = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": "off"}
        settings.GIULOI_MAIL_FROM = "Tiệm Bánh Phố Cổ <tiem@example.vn>"
        yield Desk(shop, credentials.add_staff("Lan", "marketing"), mailbox)
