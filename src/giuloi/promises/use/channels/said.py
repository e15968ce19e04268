"""How a provider's failure is said: one sentence for each of the four kinds, whatever the provider.

`why` is our own word for what it answered (a code, never its text: providers repeat numbers and addresses).
"""

from __future__ import annotations

from giuloi.core.bilingual import Words
from giuloi.promises.use.channels.message import NotReady, Permanent, Transient, Unknown


def later(provider: str, why: str) -> Transient:
    """Not taken; again under the same key."""
    return Transient(
        f"{provider}: {why}",
        Words(
            f"{provider} chưa nhận tin ({why}). Sẽ gửi lại.",
            f"{provider} does not take it now ({why}). It is tried again.",
        ),
    )


def never(provider: str, why: str) -> Permanent:
    """Not taken, and not another time."""
    return Permanent(
        f"{provider}: {why}",
        Words(
            f"{provider} không gửi được cho nơi nhận này ({why}).",
            f"{provider} cannot send to this recipient ({why}).",
        ),
    )


def perhaps(provider: str, why: str) -> Unknown:
    """Perhaps taken."""
    return Unknown(
        f"{provider}: {why}",
        Words(
            f"Không rõ {provider} đã nhận tin chưa ({why}). Tin không tự gửi lại.",
            f"{provider} may have taken it ({why}). It is not sent again by itself.",
        ),
    )


def not_ready(provider: str, why: str, words: Words) -> NotReady:
    """Nothing can go this way until somebody has seen to it."""
    return NotReady(f"{provider}: {why}", words)


def settings_refused(provider: str, why: str, setting: str) -> NotReady:
    """The provider does not take what stands in the setting."""
    return not_ready(
        provider,
        why,
        Words(
            f"{provider} từ chối tiệm ({why}): xem lại {setting} (docs/operating.md).",
            f"{provider} refuses the shop ({why}): look at {setting} (docs/operating.md).",
        ),
    )
