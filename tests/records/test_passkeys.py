"""A passkey lets its owner in, from the shop's own page, once for each challenge."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from giuloi.core.crypto.primitives import random_id
from giuloi.records.access import passkey_challenges, passkeys
from giuloi.records.access.passkey_challenges import ChallengeRow
from giuloi.records.access.passkeys import NotAPasskey, PasskeyRow
from giuloi.records.access.sessions import Visitor
from tests.fakes.authenticator import PRESENT, Authenticator
from tests.records.conftest import Shop
from tests.together import together

HOST, ORIGIN = "shop.example:8443", "https://shop.example:8443"
CUSTOMER, STAFF = Visitor.CUSTOMER, Visitor.STAFF


def device(shop: Shop, who: int, kind: Visitor = CUSTOMER, origin: str = ORIGIN) -> Authenticator:
    """A telephone that has a passkey of theirs."""
    made = Authenticator(origin)
    options, challenge = passkeys.offer_registration(kind, who, "Tiệm An", shop.now(), host=HOST)
    passkeys.register(kind, who, made.make(options), challenge, shop.now(), "Chrome · Android")
    return made


def signed_in(shop: Shop, telephone: Authenticator, kind: Visitor = CUSTOMER) -> int:
    """Whose session it would become."""
    options, challenge = passkeys.offer_sign_in(kind, shop.now(), host=HOST)
    return passkeys.sign_in(kind, telephone.sign(options), challenge, shop.now())


def test_a_passkey_tells_who_is_there_without_a_name(shop: Shop, an: int, binh: int) -> None:
    """Each of the two comes in as themselves, and nothing was typed."""
    hers, his = device(shop, an), device(shop, binh)
    assert (signed_in(shop, hers), signed_in(shop, his), signed_in(shop, hers)) == (an, binh, an)


def test_what_the_device_is_told_names_nobody(shop: Shop, an: int) -> None:
    """The handle is random, the same for all of An's passkeys, and neither her id nor her name."""
    offers = [passkeys.offer_registration(CUSTOMER, an, "Tiệm", shop.now(), host=HOST)[0]]
    device(shop, an)
    offers += [passkeys.offer_registration(CUSTOMER, an, "Tiệm", shop.now(), host=HOST)[0] for _ in range(2)]
    before, *after = [json.loads(offer)["user"] for offer in offers]
    assert after[0] == after[1]
    assert before["id"] != after[0]["id"]  # nothing was registered on the first
    assert str(an) not in "".join(offers)
    assert after[0]["name"] == after[0]["displayName"] == "Tiệm"
    assert json.loads(offers[1])["excludeCredentials"]  # the same device is not asked twice


def test_an_answer_is_good_once(shop: Shop, an: int) -> None:
    """Sent again it proves nothing; neither does a second answer to the same challenge."""
    telephone = device(shop, an)
    options, challenge = passkeys.offer_sign_in(CUSTOMER, shop.now(), host=HOST)
    answer = telephone.sign(options)
    assert passkeys.sign_in(CUSTOMER, answer, challenge, shop.now()) == an
    for again in (answer, telephone.sign(options)):
        with pytest.raises(NotAPasskey):
            passkeys.sign_in(CUSTOMER, again, challenge, shop.now())


def test_of_parallel_answers_one_is_taken(shop: Shop, an: int) -> None:
    """A stolen answer sent at the same moment: one session, not two."""
    telephone = device(shop, an)
    options, challenge = passkeys.offer_sign_in(CUSTOMER, shop.now(), host=HOST)
    answer, at = telephone.sign(options), shop.now()

    def once() -> bool:
        try:
            passkeys.sign_in(CUSTOMER, answer, challenge, at)
        except NotAPasskey:
            return False
        return True

    assert together([once] * 4).count(True) == 1


def test_a_challenge_is_good_for_five_minutes(shop: Shop, an: int) -> None:
    """And is swept away after."""
    telephone, at = device(shop, an), shop.now()
    options, challenge = passkeys.offer_sign_in(CUSTOMER, at, host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.sign_in(CUSTOMER, telephone.sign(options), challenge, at + passkey_challenges.LASTS)
    passkeys.offer_sign_in(CUSTOMER, at, host=HOST)
    assert passkey_challenges.forget_over(at + passkey_challenges.LASTS) == 1
    assert not ChallengeRow.objects.exists()


def _wrong_page(telephone: Authenticator) -> None:
    telephone.origin = "https://shop.example.evil.test"


def _nobody_verified(telephone: Authenticator) -> None:
    telephone.flags = PRESENT


def _another_key(telephone: Authenticator) -> None:
    telephone.key = Authenticator(ORIGIN).key


def _another_handle(telephone: Authenticator) -> None:
    telephone.handle = b"x" * 32


def _another_id(telephone: Authenticator) -> None:
    telephone.id = b"y" * 16


def _a_copy_left_behind(telephone: Authenticator) -> None:
    telephone.count = 3  # the counter stands at nine: this one is a clone of the device


@pytest.mark.parametrize(
    "wrong", [_wrong_page, _nobody_verified, _another_key, _another_handle, _another_id, _a_copy_left_behind]
)
def test_an_answer_that_is_not_the_owners_here_and_now_is_refused(
    shop: Shop, an: int, wrong: Callable[[Authenticator], None]
) -> None:
    """From another page, without finger or PIN, by another key, for another person, from a copy."""
    telephone = device(shop, an)
    telephone.count = 8
    assert signed_in(shop, telephone) == an
    wrong(telephone)
    with pytest.raises(NotAPasskey):
        signed_in(shop, telephone)


@pytest.mark.parametrize("answer", ["", "x", "null", "[]", "{}", '{"id": 1}', '{"id":"\\ud800"}', "9" * 9999])
def test_what_is_no_answer_is_refused(shop: Shop, an: int, answer: str) -> None:
    """Whatever is posted, to sign in or to register."""
    _, challenge = passkeys.offer_sign_in(CUSTOMER, shop.now(), host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.sign_in(CUSTOMER, answer, challenge, shop.now())
    _, challenge = passkeys.offer_registration(CUSTOMER, an, "Tiệm", shop.now(), host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.register(CUSTOMER, an, answer, challenge, shop.now())


def test_a_customers_passkey_opens_no_console(shop: Shop, an: int) -> None:
    """Neither does a challenge of the one door at the other, nor one for registering to sign in."""
    telephone = device(shop, an)
    with pytest.raises(NotAPasskey):
        signed_in(shop, telephone, STAFF)
    options, challenge = passkeys.offer_sign_in(CUSTOMER, shop.now(), host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.sign_in(STAFF, telephone.sign(options), challenge, shop.now())


def test_nobody_registers_a_passkey_for_another(shop: Shop, an: int, binh: int) -> None:
    """The challenge was drawn for An; and her credential id is not taken over by Bình."""
    options, challenge = passkeys.offer_registration(CUSTOMER, an, "Tiệm", shop.now(), host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.register(CUSTOMER, binh, Authenticator(ORIGIN).make(options), challenge, shop.now())
    hers = device(shop, an)
    copy = Authenticator(ORIGIN, id=hers.id)
    options, challenge = passkeys.offer_registration(CUSTOMER, binh, "Tiệm", shop.now(), host=HOST)
    with pytest.raises(NotAPasskey):
        passkeys.register(CUSTOMER, binh, copy.make(options), challenge, shop.now())
    assert signed_in(shop, hers) == an


def test_a_second_factor_is_asked_of_one_person(shop: Shop) -> None:
    """Khoa's passkey is no second factor of Hà's."""
    ha, khoa = random_id(), random_id()
    device(shop, ha, STAFF)
    his = device(shop, khoa, STAFF)
    options, challenge = passkeys.offer_sign_in(STAFF, shop.now(), host=HOST, who=ha)
    assert len(json.loads(options)["allowCredentials"]) == 1
    with pytest.raises(NotAPasskey):
        passkeys.sign_in(STAFF, his.sign(options), challenge, shop.now())


def test_a_person_sees_and_removes_their_own(shop: Shop, an: int, binh: int) -> None:
    """And nobody else's; a removed one comes in no more."""
    telephone = device(shop, an)
    (one,) = passkeys.passkeys_of(CUSTOMER, an)
    assert (one.device, one.used_at) == ("Chrome · Android", None)
    assert not passkeys.remove(CUSTOMER, binh, one.id)
    signed_in(shop, telephone)
    assert passkeys.passkeys_of(CUSTOMER, an)[0].used_at == shop.clock
    assert passkeys.remove(CUSTOMER, an, one.id)
    with pytest.raises(NotAPasskey):
        signed_in(shop, telephone)


def test_nobody_fills_the_table_with_passkeys(shop: Shop, an: int) -> None:
    """Twenty are enough for anybody."""
    PasskeyRow.objects.bulk_create(
        PasskeyRow(
            id=one + 1, kind="customer", who=an, handle=b"h", credential=bytes([one]), public_key=b"",
            sign_count=0, created_at=shop.now(),
        )
        for one in range(passkeys.MOST)
    )  # fmt: skip
    with pytest.raises(NotAPasskey):
        device(shop, an)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("shop.example", "shop.example"),
        ("localhost:8000", "localhost"),
        ("[::1]:80", "[::1]"),
        ("[::1]", "[::1]"),
    ],
)
def test_a_passkey_belongs_to_the_name_without_the_port(host: str, name: str) -> None:
    """WebAuthn's RP ID is a domain."""
    assert passkey_challenges.name_of(host) == name


def test_the_last_factor_of_a_colleague_is_not_removed(shop: Shop) -> None:
    """With a second one it is."""
    from giuloi.records import credentials
    from giuloi.records.access import staff_accounts

    ha = credentials.add_staff("Hà", "care")
    staff_accounts.invite(ha, "ha", shop.now())
    device(shop, ha, STAFF)
    first = passkeys.passkeys_of(STAFF, ha)[0].id
    assert staff_accounts.has_second_factor(ha)
    with pytest.raises(staff_accounts.LastFactor):
        staff_accounts.remove_passkey(ha, first)
    device(shop, ha, STAFF)
    assert staff_accounts.remove_passkey(ha, first)
    staff_accounts.reset_second_factor(ha)
    assert not passkeys.passkeys_of(STAFF, ha)
