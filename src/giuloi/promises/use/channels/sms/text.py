"""What every SMS provider needs: a number in its form, a text, and for advertising a brandname."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import NotAnIdentifier, Secret
from giuloi.promises.use.channels.message import Message, NotReady
from giuloi.promises.use.channels.said import never

_NO_BRANDNAME = Words(
    "Tin quảng cáo chỉ được gửi bằng tên định danh (Nghị định 91/2020, điều 13.8): thêm ?brandname=… vào "
    "GIULOI_SMS_URL.",
    "Advertising goes out under a registered brandname only (Decree 91/2020, art. 13.8): add ?brandname=… to "
    "GIULOI_SMS_URL.",
)


def spoken(message: Message) -> str:
    """The text in its reader's language; an SMS has no subject."""
    return message.text.spoken(message.language)


def digits(provider: str, to: Secret[str], *, national: bool = False) -> str:
    """The number without its plus; `national`: a Vietnamese one as 0… Raises Permanent for what is none."""
    try:
        plain = norm_v1("phone", to.open()).removeprefix("+")
    except NotAnIdentifier:
        raise never(provider, "not a number") from None
    return "0" + plain[2:] if national and plain.startswith("84") else plain


def advertising_has_a_brandname(provider: Mapping[str, Any], message: Message) -> str:
    """The brandname, "" for none. Raises NotReady for advertising without one, before anything is sent."""
    brandname = str(provider["brandname"])
    if message.advertising and not brandname:
        raise NotReady("advertising needs a brandname", _NO_BRANDNAME)
    return brandname
