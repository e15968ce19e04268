"""A letter is taken once and for good, or it comes again; a bounce is a receipt and no letter."""

from __future__ import annotations

import threading
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection

from giuloi.core.terms import Channel, Unavailable
from giuloi.promises.use.channels.receipts import Became, Receipt, waiting
from giuloi.promises.use.inbound.imap import fetch
from giuloi.promises.use.inbound.mailbox import FIRST_PAUSE
from giuloi.promises.use.inbound.once import KEPT, TakenLetter, forget_letters
from giuloi.promises.use.inbound.read import MOST_BYTES
from giuloi.promises.use.inbound.receive import Came, receive
from giuloi.records.access.limits import TooMany
from tests.cast import AN
from tests.fakes.imap import Folder, imap
from tests.promises.use.inbound.conftest import Keeper, letter
from tests.records.conftest import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shop")]
RAW = letter().as_bytes()


def test_a_letter_is_taken_once(keeper: Keeper) -> None:
    """The second time it is known, and the table holds a digest alone."""
    assert [receive(RAW, keeper, NOON) for _ in range(2)] == [Came.TAKEN, Came.REPEAT]
    assert len(keeper.kept) == 1
    (row,) = TakenLetter.objects.all()
    assert AN.email.encode() not in bytes(row.digest)
    assert len(row.digest) == 32


def test_what_could_not_be_kept_comes_again(keeper: Keeper) -> None:
    """Nothing is marked, so that the next try is no repeat."""
    keeper.failing = [Unavailable("the key store is busy")]
    with pytest.raises(Unavailable):
        receive(RAW, keeper, NOON)
    assert receive(RAW, keeper, NOON) is Came.TAKEN


def test_two_at_the_same_moment_are_one(keeper: Keeper) -> None:
    """Two processes of the mail server with one letter."""
    came: list[object] = []

    def one() -> None:
        try:
            came.append(receive(RAW, keeper, NOON))
        except Unavailable as error:
            came.append(error)  # comes again
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came.count(Came.TAKEN) == 1
    assert len(keeper.kept) == 1


def test_digests_are_forgotten_after_a_month(keeper: Keeper) -> None:
    """And not before."""
    receive(RAW, keeper, NOON)
    assert forget_letters(NOON + KEPT / 2) == 0
    assert forget_letters(NOON + KEPT) == 1


def bounced(status: str = "5.1.1", action: str = "failed", ours: str = "<key-1@example.vn>") -> bytes:
    """A report about a letter (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.net
Return-Path: <>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; an@example.vn
Action: {action}
Status: {status}
--b
Content-Type: text/rfc822-headers

Message-ID: {ours}
To: an@example.vn
--b--
""".encode()


@pytest.mark.parametrize(
    ("status", "became"),
    [
        ("5.1.1", Became.BOUNCED_FOR_GOOD),
        ("5.2.2 (full)", Became.BOUNCED_FOR_NOW),
        ("4.4.7", Became.BOUNCED_FOR_NOW),
        ("5.7.1", Became.REFUSED),
        ("nonsense", Became.BOUNCED_FOR_NOW),
    ],
)
def test_a_bounce_is_a_receipt_and_no_letter(keeper: Keeper, status: str, became: Became) -> None:
    """Known by the key in our Message-ID; kept without any address."""
    assert receive(bounced(status), keeper, NOON) is Came.BOUNCE
    assert [one.receipt for one in waiting()] == [Receipt(Channel.EMAIL, "smtp", "key-1", became)]
    assert keeper.kept == []


def test_a_report_that_one_of_ours_is_still_on_its_way_changes_nothing(keeper: Keeper) -> None:
    """It arrives later, or another report comes."""
    assert receive(bounced(action="delayed"), keeper, NOON) is Came.NOTHING
    assert (waiting(), keeper.kept) == ([], [])


WISH = b"""From: khach@example.vn
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

xin xoa du lieu
--x--
"""


@pytest.mark.parametrize("report", [WISH, bounced(ours="<key-1@elsewhere.vn>")])
def test_a_letter_that_only_calls_itself_a_report_is_taken_as_a_letter(keeper: Keeper, report: bytes) -> None:
    """It names no letter of ours, and somebody may have written it to ask for something."""
    assert receive(report, keeper, NOON) is Came.TAKEN
    assert (waiting(), len(keeper.kept)) == ([], 1)


_HEAD = b"From: an@example.vn\r\n"
_TYPE = b"Content-Type: multipart/report; report-type=delivery-status; boundary="


@pytest.mark.parametrize(
    "bomb",
    [
        _HEAD + b"".join(_TYPE + b"%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)),
        _HEAD + b"".join(_TYPE + b"%d\r\r--%d\r" % (n, n) for n in range(3000)),
        _HEAD + _TYPE + b"x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n" + b"\n" * 900_000,
    ],
)
def test_a_report_made_to_be_hard_to_read_is_a_letter(keeper: Keeper, bomb: bytes) -> None:
    """Parts in parts, or blocks without end: it raises nothing and comes once."""
    assert receive(bomb, keeper, NOON) is Came.TAKEN


def test_a_delivery_is_told_too(keeper: Keeper) -> None:
    """`Action: delivered`."""
    receive(bounced("2.0.0", "delivered"), keeper, NOON)
    assert [one.receipt.became for one in waiting()] == [Became.DELIVERED]


def second() -> EmailMessage:
    """Another letter."""
    return letter("hai", Message_ID="<2@example.net>")


def test_letters_are_fetched_and_marked_read_once_they_are_taken(keeper: Keeper) -> None:
    """And fetched no more."""
    folder = Folder({7: RAW, 9: second().as_bytes()})
    with imap(folder) as port:
        assert fetch(folder.box(port), keeper, NOON) == 2
        assert fetch(folder.box(port), keeper, NOON) == 0
    assert folder.seen == {7, 9}
    assert [one.text.open() for one in keeper.kept] == ["Cho tôi hỏi đơn hàng.", "hai"]


def test_a_letter_that_cannot_be_taken_stays_and_keeps_no_other_out(keeper: Keeper) -> None:
    """It comes again a minute later."""
    folder = Folder({7: RAW, 9: second().as_bytes()})
    keeper.failing = [RuntimeError("an@example.vn")]
    with imap(folder) as port:
        assert fetch(folder.box(port), keeper, NOON) == 1
        assert folder.seen == {9}
        assert fetch(folder.box(port), keeper, NOON) == 0
        assert fetch(folder.box(port), keeper, NOON + FIRST_PAUSE) == 1
    assert len(keeper.kept) == 2


def test_who_is_cut_off_between_taking_and_marking_takes_nothing_twice(keeper: Keeper) -> None:
    """The letter comes again, and is known."""
    folder = Folder({7: RAW}, drop_at="UID STORE")
    with imap(folder) as port:
        with pytest.raises(Unavailable):
            fetch(folder.box(port), keeper, NOON)
        assert folder.seen == set()
        fetch(folder.box(port), keeper, NOON)
    assert folder.seen == {7}
    assert len(keeper.kept) == 1


def test_letters_that_nobody_can_take_hold_up_no_mailbox(keeper: Keeper) -> None:
    """Forty of them before one that can be: it is taken with the third knock, and they wait longer and longer."""
    letters = {uid: letter(str(uid), Message_ID=f"<{uid}@example.net>", From=f"a{uid}@example.vn").as_bytes()
               for uid in range(1, 42)}  # fmt: skip
    folder = Folder(letters)
    keeper.failing = [RuntimeError() for _ in range(40)]
    with imap(folder) as port:
        assert [fetch(folder.box(port), keeper, NOON) for _ in range(3)] == [0, 0, 1]
        assert folder.seen == {41}
        keeper.failing = [RuntimeError() for _ in range(20)]
        assert fetch(folder.box(port), keeper, NOON + FIRST_PAUSE) == 0
        assert fetch(folder.box(port), keeper, NOON + FIRST_PAUSE) == 20  # the other twenty are due as well
        assert fetch(folder.box(port), keeper, NOON + 3 * FIRST_PAUSE) == 20
    assert len(keeper.kept) == 41


def test_a_letter_that_somebody_opened_elsewhere_first_is_taken(keeper: Keeper) -> None:
    """Its number is above all that were reached; what was read before we ever came is left alone."""
    folder = Folder({3: letter("trước", Message_ID="<3@example.net>").as_bytes(), 7: RAW}, seen={3})
    with imap(folder) as port:
        assert fetch(folder.box(port), keeper, NOON) == 1
        folder.letters[9] = second().as_bytes()
        folder.seen.add(9)
        assert fetch(folder.box(port), keeper, NOON) == 1
        assert fetch(folder.box(port), keeper, NOON) == 0
    assert [one.text.open() for one in keeper.kept] == ["Cho tôi hỏi đơn hàng.", "hai"]


def test_a_folder_that_was_made_anew_is_read_from_its_beginning(keeper: Keeper) -> None:
    """Another UIDVALIDITY: the numbers mean other letters, and those that came before are known."""
    folder = Folder({7: RAW})
    with imap(folder) as port:
        fetch(folder.box(port), keeper, NOON)
        folder.validity, folder.letters, folder.seen = 2, {1: RAW, 2: second().as_bytes()}, set()
        assert fetch(folder.box(port), keeper, NOON) == 2
    assert len(keeper.kept) == 2


@pytest.mark.parametrize(
    ("headers", "heard"),
    [({}, 10), ({"Auto_Submitted": "auto-replied"}, 2)],
    ids=["nobody vouches", "a machine"],
)
def test_who_writes_without_end_is_heard_again_later(
    keeper: Keeper, headers: dict[str, str], heard: int
) -> None:
    """Within an hour so many of one sender; the next is no loss, it comes again."""
    letters = [
        letter(str(n), Message_ID=f"<{n}@example.net>", **headers).as_bytes() for n in range(heard + 1)
    ]
    for raw in letters[:heard]:
        assert receive(raw, keeper, NOON) is Came.TAKEN
    with pytest.raises(TooMany):
        receive(letters[heard], keeper, NOON)
    assert receive(letters[0], keeper, NOON) is Came.REPEAT
    assert receive(letters[heard], keeper, NOON + timedelta(hours=1)) is Came.TAKEN


def test_a_letter_too_large_is_fetched_in_part(keeper: Keeper) -> None:
    """Its beginning is taken, and it is said that files are missing."""
    folder = Folder({7: RAW + b"a" * MOST_BYTES})
    with imap(folder) as port:
        fetch(folder.box(port), keeper, NOON)
    assert keeper.kept[0].left_out is not None
    assert any("<0." in command for command in folder.said)


def test_a_mailbox_that_cannot_be_read_says_so_and_nothing_of_the_password(keeper: Keeper) -> None:
    """Wrong password, or nobody there."""
    folder = Folder(password="other")
    with imap(folder) as port, pytest.raises(Unavailable) as caught:
        fetch(folder.box(port), keeper, NOON)
    assert "bi-mat" not in str(caught.value)
    with pytest.raises(Unavailable):
        fetch(folder.box(port), keeper, NOON)
