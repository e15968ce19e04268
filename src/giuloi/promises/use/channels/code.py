"""The message with a one-time code: one wording for every door."""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.core.terms import Secret
from giuloi.promises.use.channels.message import Message


def code_message(code: Secret[str], shop: str, language: str) -> Message:
    """The code first, for a telephone shows only the beginning; no link, so that nobody learns to click on one."""
    digits = code.open()
    return Message(
        Words(f"Mã của quý khách tại {shop}", f"Your code at {shop}"),
        Words(
            f"{digits} là mã của quý khách tại {shop}, dùng được trong 10 phút. "
            "Tiệm không bao giờ hỏi mã này; xin đừng đưa cho ai.",
            f"{digits} is your code at {shop}, good for 10 minutes. "
            "The shop never asks you for it; please give it to nobody.",
        ),
        language,
    )
