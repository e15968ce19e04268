"""One-time codes prove an address once, and a row of them tells a thief nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from giuloi.core.crypto.primitives import random_id
from giuloi.records.access import codes
from giuloi.records.access.codes import About, CodeRow, Issued, WrongCode, issue, prove
from tests.records.conftest import Shop
from tests.together import together

PHONE, OTHER = "+84594000001", "+84594000002"


def sent(at: datetime, subject: int | None = None) -> tuple[Issued, str]:
    """A code for An's phone, and what she reads."""
    issued = issue(About.SIGN_IN, "phone", PHONE, at, subject=subject)
    return issued, issued.code.open()


def wrong(code: str, by: int = 1) -> str:
    """Another code of six digits."""
    return f"{(int(code) + by) % 10**6:06d}"


def refused(issued: Issued, code: str, at: datetime, phone: str = PHONE) -> WrongCode:
    """How a code is refused."""
    with pytest.raises(WrongCode) as caught:
        prove(issued.id, code, "phone", phone, at)
    return caught.value


def test_the_code_proves_what_it_was_asked_for(shop: Shop) -> None:
    """Whose it is and what for come back, also when it is typed with a blank in the middle."""
    subject, record = random_id(), random_id()
    issued = issue(About.GUEST, "phone", PHONE, shop.now(), subject=subject, record=record)
    code = issued.code.open()
    assert len(code) == 6
    proof = prove(issued.id, f" {code[:3]} {code[3:]} ", "phone", PHONE, shop.now())
    assert (proof.about, proof.subject, proof.record) == (About.GUEST, subject, record)


def test_a_code_is_good_once(shop: Shop) -> None:
    """The second time it says that it was used."""
    issued, code = sent(shop.now())
    prove(issued.id, code, "phone", PHONE, shop.now())
    assert refused(issued, code, shop.now()).reason == "used"


def test_a_code_is_good_for_ten_minutes(shop: Shop) -> None:
    """One second before it is, at the minute it is not."""
    at = shop.now()
    issued, code = sent(at)
    assert refused(issued, code, at + codes.LASTS).reason == "expired"
    prove(issued.id, code, "phone", PHONE, at + codes.LASTS - timedelta(seconds=1))


def test_a_guesser_has_five_tries(shop: Shop) -> None:
    """They are told how many are left; after the fifth even the right code is refused."""
    issued, code = sent(shop.now())
    said = [refused(issued, wrong(code, by), shop.now()) for by in range(1, 7)]
    assert [one.tries_left for one in said] == [4, 3, 2, 1, 0, 0]
    assert [one.reason for one in said[-2:]] == ["wrong", "too_many"]
    assert refused(issued, code, shop.now()).reason == "too_many"


def test_a_code_proves_no_other_address(shop: Shop) -> None:
    """Neither another number nor the same text as an e-mail, and the answer is that of a wrong code."""
    issued, code = sent(shop.now())
    assert refused(issued, code, shop.now(), OTHER).reason == "wrong"
    with pytest.raises(WrongCode):
        prove(issued.id, code, "email", PHONE, shop.now())


@pytest.mark.parametrize("id", ["", "x", "0", "-1", "٣", "9" * 19, "9" * 400, "1 OR 1=1"])
def test_an_id_that_was_never_given_is_a_code_that_is_over(shop: Shop, id: str) -> None:
    """Whatever stands in its place."""
    with pytest.raises(WrongCode) as caught:
        prove(id, "000000", "phone", PHONE, shop.now())
    assert caught.value.reason == "expired"


def test_of_parallel_callers_with_the_right_code_one_succeeds(shop: Shop) -> None:
    """A double click, or a thief who reads along: never two proofs."""
    issued, code = sent(shop.now())
    at = shop.now()

    def once() -> str:
        try:
            prove(issued.id, code, "phone", PHONE, at)
        except WrongCode as error:
            return error.reason
        return "proved"

    said = together([once] * 4)
    assert said.count("proved") == 1


def test_parallel_guesses_have_five_tries_together(shop: Shop) -> None:
    """Twelve at once are counted as twelve."""
    issued, code = sent(shop.now())
    at = shop.now()

    def guess(by: int) -> str:
        return refused(issued, wrong(code, by), at).reason

    said = together([lambda by=by: guess(by) for by in range(1, 13)])
    assert (said.count("wrong"), said.count("too_many")) == (5, 7)


def test_a_thief_of_the_database_can_try_all_codes_and_numbers_in_vain(shop: Shop) -> None:
    """No plain hash of any six digits, or of the number, with or without the row's id, stands in the row."""
    import hashlib

    issued, code = sent(shop.now())
    row = CodeRow.objects.get(id=int(issued.id))
    stored = {bytes(row.target), bytes(row.code_hash)}
    for text in (code, PHONE):
        for form in (text, f"{issued.id}{text}", f"{issued.id}:{text}", f"{text}{issued.id}"):
            for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
                assert hashlib.new(name, form.encode()).digest() not in stored


def test_two_codes_for_one_number_cannot_be_seen_to_be(shop: Shop) -> None:
    """Neither hash of the one row stands in the other."""
    rows = [CodeRow.objects.get(id=int(sent(shop.now())[0].id)) for _ in range(2)]
    assert len({bytes(hash) for row in rows for hash in (row.target, row.code_hash)}) == 4


def test_without_the_key_the_right_code_is_wrong(shop: Shop) -> None:
    """The hashes hang on the key store: with another key nothing fits."""
    from giuloi.records.keyring import keyring

    issued, code = sent(shop.now())
    keyring()._own["access"] = b"k" * 32
    assert refused(issued, code, shop.now()).reason == "wrong"


def test_old_codes_are_forgotten(shop: Shop) -> None:
    """An hour after their end nothing of them is left."""
    at = shop.now()
    sent(at)
    assert codes.forget_over(at + timedelta(minutes=30)) == 0
    assert codes.forget_over(at + timedelta(minutes=71)) == 1
    assert not CodeRow.objects.exists()
