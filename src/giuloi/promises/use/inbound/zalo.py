"""What somebody wrote to the shop's account at Zalo: their text, and how many files it came with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.inbound.letter import Inbound
from giuloi.promises.use.inbound.once import digest

_WRITTEN = frozenset(
    {"user_send_text", "user_send_image", "user_send_file", "user_send_link", "user_send_audio"}
)
_LONGEST = 20_000
_FILES = Words(
    "Không giữ lại được: tệp gửi qua Zalo. Xin gửi qua email.",
    "Not kept: files sent by Zalo. Please send them by e-mail.",
)


def read(said: Mapping[str, Any]) -> Inbound | None:
    """The message in a call that Zalo signed; None for an event that is none.

    `proven`: Zalo vouches for the id of the sender at this account, and for nothing more.
    """
    sender, message = said.get("sender"), said.get("message")
    if (
        said.get("event_name") not in _WRITTEN
        or not isinstance(sender, Mapping)
        or not isinstance(message, Mapping)
    ):
        return None
    who, name = str(sender.get("id") or "")[:64], str(message.get("msg_id") or "")[:200]
    if not who or not name:
        return None
    return Inbound(
        channel=Channel.ZALO,
        sender=Secret(who),
        subject=Secret(""),
        text=Secret(str(message.get("text") or "")[:_LONGEST]),
        attachments=(),
        digest=digest(f"zalo\0{name}"),
        token=None,
        replies_to=(),
        proven=True,
        left_out=_FILES if message.get("attachments") else None,
    )
