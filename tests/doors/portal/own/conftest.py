"""A shop with An, a member with two orders, and Bình, a guest with one; each with a browser that is signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.form import Choice
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.members import register_member
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.promises.collect.questions import question
from giuloi.promises.use.channels import inbox
from giuloi.records import published
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.sessions import Visitor
from giuloi.records.database import durable
from tests.cast import AN, BINH, Person
from tests.fakes.forms import form_of
from tests.records.conftest import Shop, shop

__all__ = ["shop"]


def now() -> datetime:
    """Pages look at the clock themselves."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Customer:
    """Somebody at their browser."""

    subject: int
    browser: Client
    orders: tuple[int, ...] = ()

    def get(self, path: str, language: str = "en") -> Any:
        """A page."""
        return self.browser.get(path, secure=True, headers={"accept-language": language})

    def post(self, path: str, data: dict[str, str] | None = None, language: str = "en") -> Any:
        """A form that was sent."""
        return self.browser.post(path, data or {}, secure=True, headers={"accept-language": language})

    def text(self, path: str, language: str = "en") -> str:
        """The page as text, one blank between words; it must be there."""
        answer = self.get(path, language)
        assert answer.status_code == 200, (path, answer.status_code)
        return " ".join(answer.content.decode().split())


def at_browser(kind: Visitor, subject: int, order: int | None = None, ago: Any = None) -> Client:
    """A browser with a session; `ago` is how long since they proved who they are."""
    browser = Client()
    begun = now() if ago is None else now() - ago
    browser.cookies[CUSTOMER_COOKIE] = sessions.begin(kind, subject, begun, record=order)
    return browser


def placing(person: Person, *lines: Line) -> Placing:
    """An order as one of the cast places it."""
    total = str(sum(int(line.total) for line in lines))
    contact = Contact(person.name, person.phone, address=person.address)
    return Placing(Purchases(lines, total, payment="cod"), contact, "Đặt hàng", note="Gọi trước khi giao")


COM, NEP = Line("Bánh cốm Hàng Than", "2", "120000"), Line("Bánh nếp lá dứa", "10", "1130000")


@pytest.fixture
def member(shop: Shop) -> Callable[[Person], Customer]:
    """Registers one of the cast, with supply and promotion by e-mail agreed to."""

    def register(person: Person) -> Customer:
        policy = published.current().policy
        wanted = (("supply", Channel.IN_HOUSE), ("care", Channel.IN_HOUSE), ("promotion", Channel.EMAIL))
        choices = [
            Choice(purpose, channel, True, question(policy, purpose, channel).wording("vi"))
            for purpose, channel in wanted
        ]
        form = form_of(person, policy, choices=choices, method=Method.WEB, birth_year=1990)
        subject = register_member(form, now()).subject
        return Customer(subject, at_browser(Visitor.CUSTOMER, subject))

    return register


@pytest.fixture
def an(member: Callable[[Person], Customer]) -> Customer:
    """An, with two orders."""
    customer = member(AN)
    placed = [place_order(customer.subject, placing(AN, *lines), now()) for lines in ((COM, NEP), (NEP,))]
    customer.orders = tuple(placed)
    return customer


@pytest.fixture
def binh(shop: Shop) -> Customer:
    """Bình, a guest who came with one of their two orders' numbers."""
    with durable():
        subject = welcome_guest(Contact(BINH.name, BINH.phone, BINH.email, BINH.address), now())
    placed = [place_order(subject, placing(BINH, line), now()) for line in (COM, NEP)]
    return Customer(subject, at_browser(Visitor.GUEST, subject, placed[0]), tuple(placed))


@pytest.fixture
def mail(settings: Any) -> Iterator[Any]:
    """The inbox of the demo: where codes and notices go."""
    settings.GIULOI_DEMO = True
    inbox.clear()
    yield inbox
    inbox.clear()
