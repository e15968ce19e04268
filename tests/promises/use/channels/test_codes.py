"""A message goes to whom it is for, encrypted or not at all, and nothing of it is left lying about."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use import channels
from giuloi.promises.use.channels import Message, NotDelivered, code_message, inbox, queue
from tests.cast import AN
from tests.harness.smtp import Mailbox, listening
from tests.records.conftest import NOON

pytestmark = pytest.mark.once
SUBJECT, TEXT = (
    Words("Mã của quý khách", "Your code"),
    Words("123456 là mã của quý khách", "123456 is your code"),
)


def message(language: str = "vi", subject: Words = SUBJECT) -> Message:
    """A message with a code."""
    return Message(subject, TEXT, language)


@pytest.fixture(autouse=True)
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting between tries, and counts from nothing."""
    monkeypatch.setattr(queue, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(queue, "counts", type(queue.counts)())


@pytest.fixture
def mailbox() -> Mailbox:
    """An empty one."""
    return Mailbox()


@pytest.fixture
def post(mailbox: Mailbox, settings: Any) -> Iterator[int]:
    """The shop's e-mail goes to that mailbox's server; its port."""
    with listening(mailbox) as port:
        use(settings, port)
        yield port


def use(settings: Any, port: int, tls: str = "off", user: str = "", password: str = "") -> None:
    """Set the server as the environment would."""
    settings.MAIL_SERVER = {
        "host": "127.0.0.1", "port": port, "user": user, "password": password, "tls": tls,
    }  # fmt: skip
    settings.GIULOI_MAIL_FROM = "Tiệm Bánh An <tiem@example.vn>"


def sent(
    kind: channels.Kind = "email", to: str = AN.email, what: Message | None = None
) -> dict[tuple[str, str], int]:
    """Hand a message over and wait; what was counted."""
    channels.deliver(kind, to, what or message(), NOON)
    assert queue.wait_until_empty()
    return dict(queue.counts)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_email_comes_in_its_readers_language(post: int, mailbox: Mailbox, language: str) -> None:
    """To them, from the shop, with the code in it."""
    assert sent(what=message(language)) == {("email", "sent"): 1}
    ((to, letter),) = mailbox.letters
    assert to == AN.email == letter["To"]
    assert letter["Subject"] == SUBJECT.spoken(language)
    assert letter["From"].addresses[0].display_name == "Tiệm Bánh An"
    assert letter.get_content().strip() == TEXT.spoken(language)
    assert letter["Auto-Submitted"] == "auto-generated"


def test_an_address_may_come_sealed(post: int, mailbox: Mailbox) -> None:
    """A Secret is opened where it leaves and nowhere before."""
    channels.deliver("email", Secret(AN.email), message(), NOON)
    assert queue.wait_until_empty()
    assert mailbox.letters[0][0] == AN.email


@pytest.mark.parametrize(
    "address",
    [
        "an@example.vn\r\nBcc: chi@example.vn",
        "an@example.vn\nSubject: x",
        "an@example.vn, chi@example.vn",
        "<an@example.vn> chi@example.vn",
        "an@example.vn\x00",
        "",
        "an",
    ],
)
def test_an_address_brings_no_header_and_no_second_recipient(
    post: int, mailbox: Mailbox, address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is refused before the server is spoken to, and not repeated in the log."""
    assert sent(to=address) == {("email", "failed"): 1}
    assert mailbox.letters == []
    assert "@" not in capfd.readouterr().err


def test_a_subject_brings_no_header(post: int, mailbox: Mailbox) -> None:
    """A line break in it is refused."""
    assert sent(what=message(subject=Words("Mã\r\nBcc: chi@example.vn", "x"))) == {("email", "failed"): 1}
    assert mailbox.letters == []


def test_a_server_that_does_not_mean_it_is_asked_again(post: int, mailbox: Mailbox) -> None:
    """Greylisted once, taken the second time."""
    mailbox.replies = ["451 come back later"]
    assert sent() == {("email", "retried"): 1, ("email", "sent"): 1}
    assert len(mailbox.letters) == 1


def test_a_server_that_means_it_is_not_asked_again(post: int, mailbox: Mailbox) -> None:
    """No is no: one try, counted."""
    mailbox.refuse = "550"
    assert sent() == {("email", "failed"): 1}


def test_a_server_that_takes_a_letter_and_breaks_off_gets_it_twice_as_one(
    post: int, mailbox: Mailbox
) -> None:
    """Both carry one Message-ID, by which a mail server knows a double."""
    mailbox.replies = ["hang up"]
    assert sent() == {("email", "retried"): 1, ("email", "sent"): 1}
    assert len({letter["Message-ID"] for _, letter in mailbox.letters}) == 1
    assert len(mailbox.letters) == 2


def test_a_server_that_is_gone_costs_the_caller_nothing(settings: Any) -> None:
    """Tried three times behind the caller's back, then counted as failed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    use(settings, port)
    assert sent() == {("email", "retried"): 2, ("email", "failed"): 1}


def test_the_caller_does_not_wait_for_a_slow_server(post: int, mailbox: Mailbox) -> None:
    """`deliver` is back before the letter has arrived, so no address can be told by its time."""
    mailbox.slow = 0.5
    channels.deliver("email", AN.email, message(), NOON)
    assert mailbox.letters == []
    assert queue.wait_until_empty()
    assert len(mailbox.letters) == 1


def test_a_server_that_never_answers_is_given_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time-out of each try."""
    from giuloi.promises.use.channels.email import line

    monkeypatch.setattr(line, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(settings, silent.getsockname()[1])
        assert sent() == {("email", "retried"): 2, ("email", "failed"): 1}


def test_without_encryption_nothing_is_sent(post: int, mailbox: Mailbox, settings: Any) -> None:
    """A server, or somebody in between, that offers no STARTTLS sees neither letter nor password."""
    use(settings, post, tls="starttls", user="shop", password="secret")
    assert sent() == {("email", "failed"): 1}
    assert (mailbox.letters, mailbox.logins) == ([], [])


def test_a_certificate_nobody_vouches_for_is_refused(mailbox: Mailbox, settings: Any, tmp_path: Any) -> None:
    """Whether TLS comes first or by STARTTLS: to a stranger's server nothing is sent."""
    from tests.harness.certificate import self_signed

    context = self_signed(tmp_path)
    for tls, server in (("starttls", {"tls_context": context}), ("implicit", {"ssl_context": context})):
        with listening(mailbox, **server) as port:
            use(settings, port, tls=tls)
            queue.counts.clear()
            assert sent()["email", "failed"] == 1
    assert mailbox.letters == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_over_tls_the_shop_shows_its_password(
    tls: str, mailbox: Mailbox, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To a server whose certificate is vouched for."""
    from tests.harness.certificate import self_signed

    context = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    how = (
        {"tls_context": context, "auth_require_tls": True} if tls == "starttls" else {"ssl_context": context}
    )
    if tls == "implicit":
        how["auth_require_tls"] = False  # aiosmtpd counts only STARTTLS
    with listening(mailbox, **how) as port:
        use(settings, port, tls=tls, user="tiem", password="p@ss word")
        assert sent() == {("email", "sent"): 1}
    assert mailbox.logins == [(b"tiem", b"p@ss word")]


def test_nothing_is_logged_of_whom_or_what(
    post: int, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    """A refusing server repeats the address; the log has the kind of failure alone, and nothing is printed."""
    mailbox.refuse = "550"
    sent()
    out, err = capfd.readouterr()
    assert out == ""
    (line,) = [json.loads(one) for one in err.splitlines() if "not_delivered" in one]
    assert {name: line[name] for name in ("kind", "exception", "outcome")} == {
        "kind": "email", "exception": "Permanent", "outcome": "failed",
    }  # fmt: skip
    for secret in (AN.email, "example.vn", "123456"):
        assert secret not in err


def test_a_full_queue_says_so_at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anybody is looked up: `ready` and `deliver` refuse alike."""
    use(settings, 1)
    gate = threading.Event()
    monkeypatch.setattr(queue, "_waiting", queue.Queue(2))
    monkeypatch.setattr(queue, "_start", lambda: None)
    for _ in range(2):
        channels.deliver("email", AN.email, message(), NOON)
    for refused in (
        lambda: channels.ready("email"),
        lambda: channels.deliver("email", AN.email, message(), NOON),
    ):
        with pytest.raises(NotDelivered, match="waiting"):
            refused()
    gate.set()


@pytest.mark.parametrize(("kind", "what"), [("phone", "SMS provider"), ("email", "GIULOI_SMTP_URL")])
def test_a_channel_that_is_not_set_up_says_what_to_do(
    kind: Any, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """And prints no message in place of sending it."""
    assert not django_settings.GIULOI_DEMO
    for attempt in (lambda: channels.ready(kind), lambda: channels.deliver(kind, AN.phone, message(), NOON)):
        with pytest.raises(NotDelivered, match=what) as caught:
            attempt()
        assert caught.value.words.vi
        assert AN.phone not in str(caught.value)
    out, err = capfd.readouterr()
    assert "123456" not in out + err
    assert inbox.messages() == []


def test_outside_the_demo_the_inbox_takes_nothing() -> None:
    """A sender that anybody can read is for invented people."""
    with pytest.raises(NotDelivered):
        inbox.put(Channel.SMS, Secret(AN.phone), message(), NOON)
    assert inbox.messages() == []


@pytest.fixture
def demo(settings: Any) -> Iterator[None]:
    """The demo."""
    settings.GIULOI_DEMO = True
    yield
    inbox.clear()


def test_in_the_demo_everything_is_in_the_inbox(demo: None) -> None:
    """Text messages and e-mail, newest first, and none of it goes anywhere."""
    channels.ready("phone")
    channels.deliver("phone", AN.phone, message(), NOON)
    channels.deliver("email", Secret(AN.email), message("en"), NOON)
    assert [(one.kind, one.to, one.language) for one in inbox.messages()] == [
        ("email", AN.email, "en"),
        ("phone", AN.phone, "vi"),
    ]
    assert not queue.counts


def test_the_inbox_is_bounded(demo: None) -> None:
    """The oldest makes way."""
    for number in range(inbox.MOST + 3):
        channels.deliver("phone", f"+84594{number:06d}", message(), NOON)
    assert len(inbox.messages()) == inbox.MOST
    assert inbox.messages()[-1].to == "+84594000003"


def test_a_message_does_not_print() -> None:
    """Neither by itself nor in an error's frame."""
    assert "123456" not in repr(message())
    assert "123456" not in str(message())


def test_the_code_stands_first_and_no_link_with_it() -> None:
    """In both languages, with the warning that nobody asks for it."""
    made = code_message(Secret("012345"), "Tiệm Bánh An", "vi")
    for language in ("vi", "en"):
        text = made.text.spoken(language)
        assert text.startswith("012345 ")
        assert "http" not in text
        assert "012345" not in made.subject.spoken(language)  # a subject shows on a locked screen
    assert len(made.text.vi) <= 134  # two SMS of 67 UCS-2 characters
