"""A colleague comes in by a password and a second factor; neither can be guessed, replayed or read from rows."""

from __future__ import annotations

from base64 import b32decode
from datetime import timedelta

import pytest

from giuloi.records import credentials
from giuloi.records.access import passwords, sessions, staff_accounts, totp
from giuloi.records.access.account_rows import RecoveryCodeRow, StaffAccount
from giuloi.records.access.passwords import BadPassword
from giuloi.records.access.sessions import Visitor
from giuloi.records.access.staff_accounts import BadInvite, LoginTaken, WrongFactor, WrongPassword
from tests.records.conftest import Shop
from tests.together import together

PASSWORD = "bánh cốm làng Vòng"
STEP = timedelta(seconds=totp.STEP)


@pytest.fixture
def ha(shop: Shop) -> int:
    """Hà, who accepted her invitation."""
    staff = credentials.add_staff("Hà", "care")
    return staff_accounts.accept_invite(staff_accounts.invite(staff, "Ha", shop.now()), PASSWORD, shop.now())


def app(staff: int) -> bytes:
    """The secret in Hà's authenticator app."""
    return b32decode(staff_accounts.new_totp(staff)[0])


def code(secret: bytes, at: object) -> str:
    """What her app shows."""
    return totp.code_at(secret, int(at.timestamp()) // totp.STEP)  # type: ignore[attr-defined]


def test_who_was_invited_signs_in_by_the_password_they_chose(shop: Shop, ha: int) -> None:
    """The login is not a matter of capitals; the password is."""
    assert staff_accounts.check_password(" HA ", PASSWORD, shop.now()) == ha
    for login, password in (("ha", PASSWORD.upper()), ("ha", ""), ("khoa", PASSWORD), ("", "")):
        with pytest.raises(WrongPassword):
            staff_accounts.check_password(login, password, shop.now())


def test_a_password_is_the_same_from_every_keyboard(shop: Shop, ha: int) -> None:
    """Vietnamese letters come whole or in parts."""
    import unicodedata

    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    assert staff_accounts.check_password("ha", apart, shop.now()) == ha


@pytest.mark.parametrize("bad", ["", "mười một ch", "111111111111", "Matkhau123456", "x" * 1025])
def test_a_password_that_anybody_guesses_is_refused(shop: Shop, bad: str) -> None:
    """Too short, of the commonest, or longer than any is; and the invitation stays good."""
    token = staff_accounts.invite(credentials.add_staff("Hà", "care"), "ha", shop.now())
    with pytest.raises(BadPassword):
        staff_accounts.accept_invite(token, bad, shop.now())
    assert staff_accounts.accept_invite(token, PASSWORD, shop.now())


def test_an_invitation_is_good_once_and_for_two_days(shop: Shop, ha: int) -> None:
    """And a newer one replaces it."""
    old, at = staff_accounts.invite(ha, "ha", shop.now()), shop.now()
    new = staff_accounts.invite(ha, "ha", at)
    for token, when in ((old, at), (new, at + staff_accounts.INVITED_FOR), ("", at), ("x", at)):
        with pytest.raises(BadInvite):
            staff_accounts.accept_invite(token, PASSWORD, when)
    staff_accounts.accept_invite(new, PASSWORD, shop.now())
    with pytest.raises(BadInvite):
        staff_accounts.invited(new, shop.now())


def test_a_new_password_ends_the_sessions_of_the_old_one(shop: Shop, ha: int) -> None:
    """Whoever had stolen one is out."""
    token = sessions.begin(Visitor.STAFF, ha, shop.now())
    staff_accounts.accept_invite(staff_accounts.invite(ha, "ha", shop.now()), PASSWORD + "!", shop.now())
    assert sessions.find(token, shop.now()) is None
    with pytest.raises(WrongPassword):
        staff_accounts.check_password("ha", PASSWORD, shop.now())


def test_two_colleagues_never_share_a_login(shop: Shop, ha: int) -> None:
    """Nor does anybody who does not work here get one."""
    khoa = credentials.add_staff("Khoa", "fulfilment")
    with pytest.raises(LoginTaken):
        staff_accounts.invite(khoa, "HA", shop.now())
    with pytest.raises(credentials.UnknownActor):
        staff_accounts.invite(12345, "lan", shop.now())


def test_who_left_comes_in_no_more(shop: Shop, ha: int) -> None:
    """Whatever password they know; they are out at once, and nothing they came in by is kept."""
    token, codes = sessions.begin(Visitor.STAFF, ha, shop.now()), staff_accounts.new_recovery_codes(ha)
    assert codes
    assert staff_accounts.leave(ha, shop.now())
    assert not staff_accounts.leave(ha, shop.now())
    assert sessions.find(token, shop.now()) is None
    with pytest.raises(WrongPassword):
        staff_accounts.check_password("ha", PASSWORD, shop.now())
    assert not StaffAccount.objects.exists()
    assert not RecoveryCodeRow.objects.exists()


def test_who_was_only_struck_off_the_list_comes_in_no_more_either(shop: Shop, ha: int) -> None:
    """An account that is left over opens nothing."""
    credentials.let_go(ha, shop.now())
    with pytest.raises(WrongPassword):
        staff_accounts.check_password("ha", PASSWORD, shop.now())


def test_a_login_nobody_has_costs_the_same_work(shop: Shop, ha: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One Argon2 run each, known or unknown, invited but not yet in, or gone."""
    staff_accounts.invite(credentials.add_staff("Khoa", "fulfilment"), "khoa", shop.now())
    runs: list[str] = []
    real = passwords._HASHER.verify
    monkeypatch.setattr(
        passwords, "_HASHER", type("Counted", (), {"verify": lambda _, *a: runs.append("") or real(*a),
                                                   "hash": passwords._HASHER.hash})()
    )  # fmt: skip
    for login in ("ha", "khoa", "nobody"):
        with pytest.raises(WrongPassword):
            staff_accounts.check_password(login, "a wrong password", shop.now())
    assert len(runs) == 3


def test_a_thief_of_the_database_cannot_begin_to_try_passwords(shop: Shop, ha: int) -> None:
    """The right password does not fit the hash: it went through a key of the key store first."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    row = StaffAccount.objects.get(staff=ha)
    assert row.password_hash.startswith("$argon2id$")
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(row.password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(at: int, expected: str) -> None:
    """RFC 6238, appendix B: the SHA-1 vectors, last six digits."""
    assert totp.code_at(b"12345678901234567890", at // totp.STEP) == expected


def test_an_app_counts_once_it_has_shown_a_code(shop: Shop, ha: int) -> None:
    """Not before; and a new app replaces the old one only then."""
    at = shop.now()
    first = app(ha)
    assert not staff_accounts.has_second_factor(ha)
    with pytest.raises(WrongFactor):
        staff_accounts.check_totp(ha, code(first, at), at)
    staff_accounts.confirm_totp(ha, code(first, at), at)
    assert staff_accounts.has_second_factor(ha)
    app(ha)
    staff_accounts.check_totp(ha, code(first, at + STEP), at + STEP)


def test_a_code_of_the_app_is_good_once(shop: Shop, ha: int) -> None:
    """Its step is used up, and every one before it; also the code that confirmed the app."""
    at, secret = shop.now(), app(ha)
    staff_accounts.confirm_totp(ha, code(secret, at), at)
    for when in (at, at - STEP):
        with pytest.raises(WrongFactor):
            staff_accounts.check_totp(ha, code(secret, when), at)
    later = at + 2 * STEP
    staff_accounts.check_totp(ha, code(secret, later), later)
    with pytest.raises(WrongFactor):
        staff_accounts.check_totp(ha, code(secret, later), later + STEP)


def test_a_code_of_the_app_may_be_half_a_minute_off_and_no_more(shop: Shop, ha: int) -> None:
    """A telephone's clock is not the server's."""
    at, secret = shop.now(), app(ha)
    for by in (-2, 2):
        with pytest.raises(WrongFactor):
            staff_accounts.confirm_totp(ha, code(secret, at + by * STEP), at)
    staff_accounts.confirm_totp(ha, code(secret, at - STEP), at)
    staff_accounts.check_totp(ha, code(secret, at + STEP), at)


@pytest.mark.parametrize("typed", ["", "abc", "٣٣٣٣٣٣", "1" * 1000, "\udcff"])
def test_what_is_no_code_is_wrong(shop: Shop, ha: int, typed: str) -> None:
    """Whatever is typed."""
    at, secret = shop.now(), app(ha)
    staff_accounts.confirm_totp(ha, code(secret, at), at)
    with pytest.raises(WrongFactor):
        staff_accounts.check_totp(ha, typed, at)
    with pytest.raises(WrongFactor):
        staff_accounts.use_recovery_code(ha, typed, at)


def test_of_parallel_callers_with_one_code_of_the_app_one_comes_in(shop: Shop, ha: int) -> None:
    """Whoever looks over a shoulder is too late, or Hà is told."""
    at, secret = shop.now(), app(ha)
    staff_accounts.confirm_totp(ha, code(secret, at - STEP), at)

    def once() -> bool:
        try:
            staff_accounts.check_totp(ha, code(secret, at), at)
        except WrongFactor:
            return False
        return True

    assert together([once] * 4).count(True) == 1


def test_a_recovery_code_is_good_once(shop: Shop, ha: int) -> None:
    """In any spelling, for its owner only; new ones end the old ones."""
    khoa = credentials.add_staff("Khoa", "fulfilment")
    codes = staff_accounts.new_recovery_codes(ha)
    assert len(set(codes)) == 10
    with pytest.raises(WrongFactor):
        staff_accounts.use_recovery_code(khoa, codes[0], shop.now())
    staff_accounts.use_recovery_code(ha, codes[0].upper().replace("-", " "), shop.now())
    with pytest.raises(WrongFactor):
        staff_accounts.use_recovery_code(ha, codes[0], shop.now())
    assert staff_accounts.recovery_codes_left(ha) == 9
    staff_accounts.new_recovery_codes(ha)
    with pytest.raises(WrongFactor):
        staff_accounts.use_recovery_code(ha, codes[1], shop.now())


def test_neither_the_apps_secret_nor_a_recovery_code_stands_in_a_row(shop: Shop, ha: int) -> None:
    """The one is sealed for its owner, the others are keyed hashes."""
    at, secret = shop.now(), app(ha)
    staff_accounts.confirm_totp(ha, code(secret, at), at)
    first = staff_accounts.new_recovery_codes(ha)[0]
    row = StaffAccount.objects.get(staff=ha)
    stored = [bytes(row.totp), *(bytes(one.code_hash) for one in RecoveryCodeRow.objects.all())]
    plain = first.replace("-", "").encode()
    assert not [one for one in stored if secret in one or plain in one or b32decode(plain.upper()) in one]


def test_a_secret_moved_to_another_account_does_not_open(shop: Shop, ha: int) -> None:
    """Whoever can write to the database cannot lend somebody their own app."""
    from giuloi.core.terms import Undecryptable

    khoa = credentials.add_staff("Khoa", "fulfilment")
    staff_accounts.accept_invite(staff_accounts.invite(khoa, "khoa", shop.now()), PASSWORD, shop.now())
    at, secret = shop.now(), app(khoa)
    staff_accounts.confirm_totp(khoa, code(secret, at), at)
    sealed = StaffAccount.objects.get(staff=khoa).totp
    StaffAccount.objects.filter(staff=ha).update(totp=sealed)
    with pytest.raises(Undecryptable):
        staff_accounts.check_totp(ha, code(secret, at + STEP), at + STEP)


def test_a_lost_factor_is_taken_away_whole(shop: Shop, ha: int) -> None:
    """Password, app, passkeys and recovery codes: who knew the password cannot set up a factor of their own."""
    at, secret = shop.now(), app(ha)
    staff_accounts.confirm_totp(ha, code(secret, at), at)
    codes = staff_accounts.new_recovery_codes(ha)
    staff_accounts.reset_second_factor(ha)
    assert not staff_accounts.has_second_factor(ha)
    assert StaffAccount.objects.get(staff=ha).password_hash == ""
    for attempt in (staff_accounts.check_totp, staff_accounts.use_recovery_code):
        with pytest.raises(WrongFactor):
            attempt(
                ha, code(secret, at + STEP) if attempt is staff_accounts.check_totp else codes[0], at + STEP
            )


def test_an_administrator_is_made_and_unmade(shop: Shop, ha: int) -> None:
    """Only of somebody who has an account."""
    assert not staff_accounts.is_administrator(ha)
    assert staff_accounts.set_administrator(ha, True)
    assert staff_accounts.is_administrator(ha)
    assert staff_accounts.set_administrator(ha, False)
    assert not staff_accounts.is_administrator(ha)
    assert not staff_accounts.set_administrator(12345, True)
