"""Letters from invented people, and somebody who keeps what comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from giuloi.promises.use.inbound.letter import Inbound
from tests.cast import AN


@dataclass
class Keeper:
    """Takes letters; raises what it is told to, once each."""

    kept: list[Inbound] = field(default_factory=list)
    failing: list[Exception] = field(default_factory=list)

    def __call__(self, inbound: Inbound, at: datetime) -> None:
        if self.failing:
            raise self.failing.pop(0)
        self.kept.append(inbound)


@pytest.fixture
def keeper() -> Keeper:
    """Nothing kept yet."""
    return Keeper()


@pytest.fixture(autouse=True)
def the_shop(settings: Any) -> None:
    """Writes as tiem@example.vn, and believes mx.example.vn."""
    settings.GIULOI_MAIL_FROM = "Tiệm <tiem@example.vn>"
    settings.GIULOI_MAIL_AUTHSERV = "mx.example.vn"


def letter(text: str = "Cho tôi hỏi đơn hàng.", **headers: str) -> EmailMessage:
    """A letter of An's; `In_Reply_To="…"` is the header In-Reply-To."""
    made = EmailMessage(policy=SMTP)
    said = {
        "From": f"An <{AN.email}>",
        "To": "tiem@example.vn",
        "Subject": "Hỏi đơn hàng",
        "Message-ID": "<1@example.net>",
    }
    for name, value in {**said, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        made[name] = value
    made.set_content(text)
    return made
