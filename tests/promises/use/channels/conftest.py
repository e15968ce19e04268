"""Providers on loopback, and messages to send by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import Message, adapter_of, https
from tests.cast import AN
from tests.fakes.provider import Provider, provider

TEXT = Words("Đơn của quý khách đang trên đường giao.", "Your order is on its way.")
NOTICE = Message(Words("Đơn hàng", "Order"), TEXT, "vi")
ADVERTISING = Message(
    Words("Ưu đãi", "Offer"), Words("[QC] Bánh mới", "[QC] New cakes"), "vi", advertising=True
)
KEY = "5f3a9c1e77d2b4a0"


@pytest.fixture
def at() -> Iterator[Provider]:
    """A provider that takes nothing yet."""
    with provider() as made:
        yield made


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Nobody waits fifteen seconds, and Zalo's token has a folder of its own."""
    monkeypatch.setattr(https, "PATIENCE", 0.3)
    settings.GIULOI_DATA = tmp_path


def send(
    channel: Channel, message: Message = NOTICE, to: str = AN.phone, key: str = KEY, times: int = 1
) -> str:
    """Send it over one line, so often; the last id."""
    found = ""
    with adapter_of(channel).open() as line:
        for _ in range(times):
            found = line.send(Secret(to), message, key)
    return found
