"""An installation with the shipped policy published, and its cast, on whatever database the run is on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest

from giuloi.core.consent.record import Method
from giuloi.core.crypto.primitives import random_id
from giuloi.core.terms import CaseKind, Channel, Standing
from giuloi.records import cases, consents, credentials, installation, published, subjects, vault
from giuloi.records.facts import Ask
from giuloi.records.keyring import keyring
from giuloi.records.reveal import Answer, reveal_many
from giuloi.records.uses import pending
from tests.cast import AN, BINH, CHI, Person
from tests.harness.agreements import bind_all

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
WORDING = "Tôi đồng ý để tiệm dùng thông tin này cho mục đích nêu trên."


@dataclass(slots=True)
class Shop:
    """A shop with nothing in it yet but its policy; each method is one thing that happens there."""

    policy_id: int
    clock: datetime = NOON

    def now(self) -> datetime:
        """A second later than before."""
        self.clock += timedelta(seconds=1)
        return self.clock

    def person(self, who: Person, standing: Standing = Standing.GUEST) -> int:
        """Somebody whose contact data is in the vault."""
        subject = subjects.new_subject(standing, self.policy_id, self.now())
        values = {"name": who.name, "phone": who.phone, "email": who.email, "address": who.address}
        vault.seal(subject, values, self.now())
        return subject

    def order(self, subject: int, what: str = "2 bánh cốm") -> tuple[int, int]:
        """(order, case): an order with what was bought sealed, and the case that lets the shop fulfil it."""
        order = random_id()
        vault.seal(subject, {"purchases": what, "order_note": "Gọi trước khi giao"}, self.now(), order)
        case = cases.open_case(
            CaseKind.ORDER, self.now(), subject=subject, record=order, policy_id=self.policy_id
        )
        return order, case

    def campaign(self) -> int:
        """An open campaign."""
        return cases.open_case(CaseKind.CAMPAIGN, self.now(), role="marketing")

    def staff(self, role: str, purpose: str, case: int | None = None) -> credentials.Holding:
        """What somebody of that role holds."""
        return credentials.hold_as_staff(credentials.add_staff("Hà", role), purpose, case)

    def asked(self, purpose: str, channel: Channel, recipient: str = "") -> consents.Asked:
        """A consent as it is asked for."""
        return consents.Asked(purpose, channel, WORDING, "vi", Method.WRITTEN, recipient)

    def give(self, subject: int, *kinds: tuple[str, Channel]) -> None:
        """Consents given."""
        consents.give(subject, [self.asked(*kind) for kind in kinds], self.now())

    def withdraw(self, subject: int, *kinds: tuple[str, Channel]) -> None:
        """Consents withdrawn."""
        consents.withdraw(subject, [self.asked(*kind) for kind in kinds], self.now())

    def open(
        self,
        holding: credentials.Holding,
        fields: Sequence[str],
        *people: int,
        channel: Channel = Channel.IN_HOUSE,
    ) -> list[Answer]:
        """Open fields of people."""
        return reveal_many(holding, fields, [Ask(one) for one in people], self.now(), channel)


@pytest.fixture
def shop(house: Any, transactional_db: Any) -> Iterator[Shop]:
    """A new installation with the shipped policy published; at the end, no key was opened without a permit."""
    published.forget()
    installation.create(NOON, origin="shop.example/test")
    folder = files("giuloi.policies")
    sources = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    made = published.publish(sources, date(2026, 11, 22), NOON)
    bind_all(NOON)
    before = pending.permitted.total
    yield Shop(made.id)
    assert keyring().opened <= pending.permitted.total - before
    keyring().store.close()


@pytest.fixture
def an(shop: Shop) -> int:
    """An: a member who consented to supply, and to promotion by e-mail."""
    subject = shop.person(AN, Standing.MEMBER)
    shop.give(subject, ("supply", Channel.IN_HOUSE), ("promotion", Channel.EMAIL))
    return subject


@pytest.fixture
def binh(shop: Shop) -> int:
    """Bình: a guest who was never asked."""
    return shop.person(BINH)


@pytest.fixture
def chi(shop: Shop) -> int:
    """Chi: a member who consented to supply and withdrew."""
    subject = shop.person(CHI, Standing.MEMBER)
    shop.give(subject, ("supply", Channel.IN_HOUSE))
    shop.withdraw(subject, ("supply", Channel.IN_HOUSE))
    return subject
