"""What somebody declares when they register, in the words that stand on the page and are kept (clause IV.5)."""

from __future__ import annotations

from collections.abc import Mapping

from giuloi.core.bilingual import Words

ACCEPTING = "policy_accepted"
SENTENCES: Mapping[str, Words] = {
    "truthful": Words(
        "Tôi cam đoan những thông tin trên là đúng và chịu trách nhiệm về chúng.",
        "I declare that the information above is true, and answer for it.",
    ),
    ACCEPTING: Words(
        "Tôi đã đọc và đồng ý với chính sách bảo mật này trước khi mở tài khoản.",
        "I have read this privacy policy and accept it before the account opens.",
    ),
}


def sentence_of(name: str) -> Words:
    """The sentence of a declaration; one of the shop's own is quoted by its name."""
    return SENTENCES.get(
        name, Words(f"Tôi xác nhận: {name.replace('_', ' ')}.", f"I confirm: {name.replace('_', ' ')}.")
    )
