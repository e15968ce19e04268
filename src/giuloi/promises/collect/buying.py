"""Whether a member may buy with their account now (IV.5): what they gave is complete, and nothing is suspended.

Proof by a code is asked where somebody registers or corrects by themselves, and not once more when they buy: a member
whom a key or a colleague brought in may be unproven, which is said in `unverified` and keeps nobody from buying.
Whoever lacks something completes it or buys as a guest; there is no third thing that stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.terms import Standing
from giuloi.promises.collect.untrue import is_suspended
from giuloi.promises.collect.verification import verified
from giuloi.records import vault
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of

_VERIFIABLE = ("phone", "email")


@dataclass(frozen=True, slots=True)
class Missing:
    """What a member's account lacks: fields that are not there, and those nobody has proven to be theirs."""

    fields: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def what_is_missing(subject: int) -> Missing:
    """What to complete before buying with the account; nothing for a guest, who gives it with each order."""
    found = standing_of(subject)
    registration = by_id(found[2]).policy.registration if found else None
    if found is None or found[0] is not Standing.MEMBER or registration is None:
        return Missing()
    held = vault.fields_held(subject).get(vault.PERSON, 0)
    fields = tuple(name for name in registration.fields if name in FIELD and not held & FIELD[name].mask)
    proven = verified(subject)
    return Missing(fields, tuple(name for name in _VERIFIABLE if name not in fields and name not in proven))


def why_not(subject: int) -> Words | None:
    """Why this member's account cannot buy now, and what to do; None where it can. Guests are never asked."""
    if is_suspended(subject):
        return SUSPENDED
    missing = what_is_missing(subject).fields
    if not missing:
        return None
    vi, en = (
        ", ".join(one) for one in zip(*((FIELD[name].vi, FIELD[name].en) for name in missing), strict=True)
    )
    return Words(
        f"Tài khoản còn thiếu: {vi}. Xin bổ sung ở trang thông tin của quý khách, hoặc mua như khách không có tài"
        " khoản.",
        f"Your account lacks: {en}. Please complete it on the page of your information, or buy without an account.",
    )


SUSPENDED = Words(
    "Việc mua hàng bằng tài khoản này đang tạm dừng vì có thông tin chưa đúng. Quý khách sửa ở trang thông tin của"
    " mình là mua lại được ngay; trong lúc ấy vẫn mua được như khách không có tài khoản.",
    "Buying with this account is suspended because something it says is not right. Correct it on the page of your"
    " information and you can buy again at once; meanwhile you can buy without an account.",
)
