"""Who tries too often waits, and no row tells who it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from giuloi.records.access import codes, limits
from giuloi.records.access.limits import LIMITS, Limit, LimitRow, TooMany, spend
from tests.together import together

AT = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
IP, OTHER_IP = "203.0.113.7", "203.0.113.8"
PHONE, OTHER = "+84594000001", "+84594000002"

pytestmark = pytest.mark.usefixtures("shop")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three for an address and two for an identity in a minute, five for an identity in an hour."""
    monkeypatch.setattr(limits, "LIMITS", {"try": Limit(((3, 60),), ((2, 60), (5, 3600)))})


def tries(number: int, *keys: str, at: datetime = AT) -> int:
    """How many of so many tries pass."""
    passed = 0
    for _ in range(number):
        try:
            spend("try", *keys, at=at)
        except TooMany:
            continue
        passed += 1
    return passed


def test_an_identity_has_so_many_tries_from_wherever_it_is_tried(few: None) -> None:
    """The third is refused, from another address too; another identity is not."""
    assert tries(2, IP, PHONE) == 2
    assert tries(1, OTHER_IP, PHONE) == 0
    assert tries(1, OTHER_IP, OTHER) == 1


def test_an_address_has_so_many_tries_whoever_is_tried(few: None) -> None:
    """The fourth is refused whatever number is named."""
    assert [tries(1, IP, f"+8459400001{one}") for one in range(4)] == [1, 1, 1, 0]


def test_an_address_over_its_limit_locks_nobody_out(few: None) -> None:
    """Ten more tries of a stranger cost An none of hers."""
    assert tries(3, IP, OTHER, at=AT) == 2
    assert tries(10, IP, PHONE) == 0
    assert tries(2, OTHER_IP, PHONE) == 2


def test_it_may_be_tried_again_when_it_is_said(few: None) -> None:
    """Not a second before, and the longer window counts on."""
    tries(2, IP, PHONE)
    with pytest.raises(TooMany) as caught:
        spend("try", OTHER_IP, PHONE, at=AT)
    again = AT + timedelta(seconds=caught.value.seconds)
    assert tries(1, OTHER_IP, PHONE, at=again - timedelta(seconds=1)) == 0
    assert tries(2, OTHER_IP, PHONE, at=again) == 2
    third = again + timedelta(seconds=60)
    assert tries(2, OTHER_IP, PHONE, at=third) == 1


def test_one_subscriber_of_ipv6_is_one_address(few: None) -> None:
    """Any of their 2^64, and an IPv4 address in IPv6 clothes is what it is."""
    assert [tries(1, f"2001:db8:1:2::{one:x}") for one in range(4)] == [1, 1, 1, 0]
    assert tries(1, "2001:db8:1:3::1") == 1
    assert [tries(1, one) for one in (IP, f"::ffff:{IP}", IP, f"::ffff:{IP}")] == [1, 1, 1, 0]


def test_limits_hold_over_threads(few: None) -> None:
    """Eight at once have the same two."""
    said = together([lambda: tries(1, IP, PHONE)] * 8)
    assert sum(said) == 2


def test_an_action_without_a_limit_is_a_mistake_of_ours() -> None:
    """It does not pass in silence."""
    with pytest.raises(KeyError):
        spend("everything", IP, at=AT)


def test_a_thief_of_the_database_finds_no_address_and_no_number() -> None:
    """Neither in clear nor as a plain hash, and not whether two windows are of one person."""
    import hashlib

    spend("sign_in", IP, PHONE, at=AT)
    spend("sign_in", IP, PHONE, at=AT + timedelta(days=1))
    stored = [bytes(row.id) for row in LimitRow.objects.all()]
    assert len(set(stored)) == 8
    for text in (IP, PHONE, f"sign_in{PHONE}", f"sign_in:{PHONE}", f"sign_in{IP}"):
        for name in ("md5", "sha1", "sha256", "sha512"):
            assert hashlib.new(name, text.encode()).digest()[:16] not in stored


def test_what_is_over_is_forgotten(few: None) -> None:
    """When the windows have ended no row is left."""
    tries(1, IP, PHONE)
    assert limits.forget_over(AT + timedelta(seconds=61)) == 2
    assert limits.forget_over(AT + timedelta(hours=2)) == 1
    assert not LimitRow.objects.exists()


@pytest.mark.parametrize(
    ("action", "guesses"),
    [*((about.value, codes.TRIES) for about in codes.About), ("second_factor", 1)],
)
def test_a_guesser_needs_years(action: str, guesses: int) -> None:
    """However many addresses they have: at most a hundred guesses a day for each identity, of a million."""
    (a_day,) = [times for times, seconds in LIMITS[action].identity if seconds == limits.DAY]
    assert a_day * guesses <= 100


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (1, "một phút", "a minute"),
        (60, "1 phút", "1 minute"),
        (61, "2 phút", "2 minutes"),
        (7200, "2 giờ", "2 hours"),
    ],
)
def test_it_is_said_how_long_to_wait(seconds: int, vi: str, en: str) -> None:
    """In both languages, rounded up."""
    words = TooMany(seconds).words
    assert f"đợi {vi} rồi" in words.vi
    assert f"wait {en} and" in words.en
