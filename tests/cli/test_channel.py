"""The operator sees which ways messages go out, tries one, and has letters handed in."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from giuloi.core.terms import Unavailable
from giuloi.doors.cli.mail import TEMPORARY
from giuloi.promises.answer import incoming
from giuloi.promises.use.inbound.letter import Inbound
from tests.cast import AN
from tests.cli.transcript import Run
from tests.fakes.provider import provider
from tests.promises.use.inbound.conftest import letter

pytestmark = pytest.mark.django_db


def test_each_way_is_listed_with_its_country_and_state(giuloi: Run, settings: Any) -> None:
    """And where its provider reports, which is as good as a password and nowhere else."""
    settings.ALLOWED_HOSTS = ["tiem.example.vn"]
    with provider() as at:
        settings.SMS_PROVIDER = at.settings("esms", brandname="TIEM")
        code, said = giuloi(["channel", "list"])
    assert code == 0
    assert "bi-mat" not in said
    rows = {line.split()[0]: line for line in said.splitlines() if line.strip()}
    assert "esms" in rows["sms"]
    assert "VN" in rows["sms"]
    assert "ready" in rows["sms"]
    assert "GIULOI_ZALO_URL" in rows["zalo"]
    assert "a person" in rows["phone"]
    assert "https://tiem.example.vn/bridges/receipts/esms/" in said


def test_a_test_message_goes_to_whom_the_operator_types(
    giuloi: Run, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a prompt, so that no shell remembers it; the answer does not repeat it."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{AN.phone}\n"))
    with provider((200, {"CodeResult": "100", "SMSID": "abc"})) as at:
        settings.SMS_PROVIDER = at.settings("esms", brandname="TIEM")
        code, said = giuloi(["channel", "test", "sms"])
    assert code == 0
    assert "abc" in said
    assert at.asked[0].json["Phone"] == AN.phone


@pytest.mark.parametrize("channel", ["sms", "phone", "post", "nonsense"])
def test_a_way_that_is_not_there_says_what_to_do(giuloi: Run, channel: str) -> None:
    """And asks for no address."""
    code, said = giuloi(["channel", "test", channel])
    assert code in (1, 2)
    assert "Send to" not in said


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put bytes on standard input."""

    def pipe(raw: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))

    return pipe


def test_a_letter_that_is_kept_ends_the_mail_servers_work(
    giuloi: Run, shop: object, piped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 0, also the second time; nothing of it is printed."""
    taken: list[Inbound] = []
    monkeypatch.setattr(incoming, "take", lambda inbound, at: taken.append(inbound))
    for _ in range(2):
        piped(letter().as_bytes())
        assert giuloi(["mail", "receive"]) == (0, "")
    assert len(taken) == 1


def test_a_letter_that_is_not_kept_stays_with_the_mail_server(
    giuloi: Run, shop: object, piped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 75 (EX_TEMPFAIL), whatever the reason, and nothing of the letter or the error is repeated."""
    for error in (Unavailable(AN.email), RuntimeError(AN.email)):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(incoming, "take", fail)
        piped(letter().as_bytes())
        code, said = giuloi(["mail", "receive"])
        assert code == TEMPORARY
        assert AN.email not in said
