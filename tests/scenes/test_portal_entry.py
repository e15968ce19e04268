"""The ways in, in a real browser: at a desk, on a phone, without scripts; by code and by passkey; in both languages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from playwright.sync_api import Page

from giuloi.core.consent.record import Method
from giuloi.core.terms import Channel, ConsentState
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Purchases
from giuloi.promises.collect.guests import welcome_guest
from giuloi.promises.collect.order_numbers import spoken_number
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.records import consents
from giuloi.records.access.preference_links import preference_link
from giuloi.records.access.sessions import SessionRow
from giuloi.records.subjects import Subject
from tests.cast import AN, BINH
from tests.doors.portal.conftest import Inbox, sent
from tests.doors.portal.filling import AN_EMAIL, AN_PHONE
from tests.harness.browser import Witness, axe, passkey_device, too_wide
from tests.records.conftest import Shop, shop

__all__ = ["sent", "shop"]  # fixtures: found here by the tests of this file
SEND = "main form button:not([type=button]):not([name])"
WINDOWS = ("desktop", "phone", "scripts_off")


@dataclass
class Visit:
    """Somebody with a browser and a mailbox; each page they come to is looked at."""

    page: Page
    sent: Inbox
    scripts: bool

    def look(self) -> None:
        """Nothing for axe to find, nothing beyond the edge; both take scripts to see."""
        if self.scripts:
            assert axe(self.page) == []
            assert too_wide(self.page) == []

    def see(self, where: str) -> None:
        """Go there and look."""
        self.page.goto(where)
        self.look()

    def press(self) -> None:
        """The page's own button, then look at what comes."""
        self.page.click(f"{SEND} >> nth=0")
        self.look()

    def fill_in(self) -> None:
        """The registration form as An fills it in."""
        self.see("/register")
        self.press()  # empty: everything wrong at once
        street, _, place = AN.address.partition(", ")
        texts = {"name": AN.name, "phone": AN.phone, "email": AN.email, "street": street, "place": place}
        for field, text in texts.items():
            self.page.fill(f"#{field}", text)
        for box in (
            "input[name=age][value=grown]",
            "input[name='choice.promotion.email'][value=yes]",
            "input[name='declared.truthful']",
            "input[name=accepted]",
        ):
            self.page.check(box)
        self.press()

    def register(self) -> None:
        """The form, a mistyped code, the right one."""
        self.fill_in()
        self.page.fill("#phone_code", self.sent.code(AN_PHONE))
        self.page.fill("#email_code", "000000")
        self.press()
        self.page.fill("#email_code", self.sent.code(AN_EMAIL))
        self.page.click(f"{SEND} >> nth=0")
        self.page.wait_for_url("**/me")

    def sign_in(self) -> None:
        """By a code to the telephone."""
        self.see("/sign-in")
        self.page.fill("#identity", AN.phone)
        self.press()
        self.page.fill("#code", self.sent.code(AN_PHONE))
        self.page.click("form[action='/sign-in/code'] button")
        self.page.wait_for_url("**/me")

    def sign_out(self) -> None:
        """By the menu."""
        self.page.click("form.menu button")
        self.page.wait_for_url("**/")


@pytest.fixture(params=WINDOWS)
def visit(request: pytest.FixtureRequest, shop: Shop, sent: Inbox) -> Visit:
    """At a desk, on a phone, and where no script runs."""
    return Visit(request.getfixturevalue(request.param), sent, request.param != "scripts_off")


@pytest.fixture
def member(desktop: Page, shop: Shop, sent: Inbox) -> Visit:
    """An, registered and signed in at a desk."""
    made = Visit(desktop, sent, True)
    made.register()
    return made


def test_somebody_registers_signs_out_and_in_again(visit: Visit) -> None:
    """One member, one session, listed."""
    visit.see("/")
    visit.register()
    assert Subject.objects.count() == 1
    visit.see("/me/sessions")
    visit.sign_out()
    visit.sign_in()
    visit.see("/me/sessions")
    assert visit.page.locator(".tag.ok").count() == 1


def test_a_guest_comes_in_and_becomes_a_member(visit: Visit, shop: Shop) -> None:
    """With the order number, then with both codes; the form has what we hold in it."""
    contact = Contact(BINH.name, BINH.phone, BINH.email, BINH.address)
    with transaction.atomic():
        binh = welcome_guest(contact, shop.now())
    order = place_order(binh, Placing(Purchases((), "90000"), contact, "Đặt hàng"), shop.now())
    visit.see("/guest")
    visit.page.fill("#order", spoken_number(order))
    visit.press()
    visit.page.fill("#code", visit.sent.code(BINH.phone))
    visit.page.click("form[action='/guest/code'] button")
    visit.page.wait_for_url("**/me")
    visit.see("/me/sessions")
    visit.see("/accept")
    assert visit.page.input_value("#name") == BINH.name
    for box in ("input[name=age][value=grown]", "input[name='declared.truthful']", "input[name=accepted]"):
        visit.page.check(box)
    visit.press()
    visit.page.fill("#phone_code", visit.sent.code("+84594000002"))
    visit.page.fill("#email_code", visit.sent.code(BINH.email))
    visit.page.click(f"{SEND} >> nth=0")
    visit.page.wait_for_url("**/me")
    assert [one.kind for one in SessionRow.objects.all()] == ["customer"]


def test_one_click_on_the_preference_page_withdraws(visit: Visit, shop: Shop) -> None:
    """No session, no script needed."""
    an = shop.person(AN)
    consents.give(an, [consents.Asked("promotion", Channel.EMAIL, "Đồng ý", "vi", Method.WEB)], shop.now())
    visit.see(preference_link(an, shop.now()))
    visit.page.click("button[value='choice.promotion.email']")
    visit.look()
    assert consents.states_of(an)["promotion", "email", ""] is ConsentState.WITHDRAWN


def test_the_back_button_after_signing_out_shows_nothing(member: Visit) -> None:
    """What was on the screen is not kept anywhere."""
    member.page.goto("/me/sessions")
    member.sign_out()
    member.page.go_back()
    member.page.wait_for_url("**/sign-in")


def test_a_second_click_under_way_does_nothing_twice(desktop: Page, shop: Shop, sent: Inbox) -> None:
    """Two clicks on "send the codes": one code to each address."""
    visit = Visit(desktop, sent, True)
    visit.fill_in()
    before = sent.count()
    with desktop.expect_navigation():
        desktop.dblclick("button[value=again]")
    desktop.wait_for_timeout(300)  # for the second one to come, if it did
    assert sent.count() == before + 2


def test_a_passkey_is_added_signs_in_and_is_removed(member: Visit, witness: Witness) -> None:
    """Made just after signing in, named, used without typing anything, and worth nothing once it is taken away."""
    page = member.page
    passkey_device(page)
    member.see("/me/passkeys")
    page.fill("#name", "Máy ở nhà")
    page.click("[data-passkey] button")
    page.wait_for_selector("text=Đã thêm khóa truy cập")
    member.look()
    assert page.locator("strong", has_text="Máy ở nhà").count() == 1
    member.sign_out()
    page.goto("/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_url("**/me")
    page.goto("/me/passkeys")
    page.click("details.confirm summary")
    member.look()
    page.click("details.confirm button")
    page.wait_for_selector("text=Đã gỡ khóa truy cập")
    member.sign_out()
    page.goto("/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_selector("[data-passkey-problem]:not([hidden])")
    assert page.url.endswith("/sign-in")


def test_places_are_offered_as_they_are_typed(desktop: Page, shop: Shop, sent: Inbox) -> None:
    """Without marks; nothing but the place itself is sent for it."""
    said: list[str] = []
    desktop.on(
        "request", lambda one: said.append(one.post_data or "") if one.url.endswith("/places") else None
    )
    desktop.goto("/register")
    desktop.fill("#name", AN.name)
    desktop.type("#place", "hoan ki")
    desktop.wait_for_selector("#places option", state="attached")
    assert "Hoàn Kiếm" in str(desktop.locator("#places option").first.get_attribute("value"))
    assert said
    assert not [body for body in said if "name=" in body]


def test_every_page_is_there_in_english_too(desktop: Page, shop: Shop, sent: Inbox) -> None:
    """Chosen at the foot of the page, and kept."""
    visit = Visit(desktop, sent, True)
    desktop.goto("/")
    desktop.click("form.language button")
    for where, heading in (
        ("/register", "Register"),
        ("/sign-in", "Sign in"),
        ("/guest", "See my order, without an account"),
    ):
        visit.see(where)
        assert desktop.inner_text("h1") == heading
