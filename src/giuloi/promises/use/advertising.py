"""Does a reply or notice carry advertising? (I.2, VI.6: none ever does.)

An answer may name a discount that the customer asked about; it may not offer one. So a word alone is no offense:
an offer is looked for, sentence by sentence, with or without the marks of Vietnamese letters. It is a net for
slips and habits, not for somebody who means to cheat; those are seen in the ledger and in the templates.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.normal import normalized
from giuloi.core.terms import GiuloiError

WAY_OUT = Words(
    "Câu trả lời và thông báo không kèm quảng cáo (mục I.2, VI.6). Hãy bỏ câu này, hoặc gửi thành một đợt giới thiệu "
    "tới những khách đã đồng ý nhận.",
    "Replies and notices carry no advertising (clauses I.2, VI.6). Take this sentence out, or send it as a campaign "
    "to customers who agreed to it.",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One sentence that advertises: where it stands in the text, and by which sign it was known."""

    start: int
    end: int
    sign: Words


class CarriesAdvertising(GiuloiError):
    """A text that may not go out as a reply or notice; `offers` say which sentences, `words` the way out."""

    def __init__(self, offers: tuple[Offer, ...]) -> None:
        super().__init__("the text carries advertising")
        self.offers, self.words = offers, WAY_OUT


def offers_in(text: str) -> tuple[Offer, ...]:
    """Every sentence that offers something, in order."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        sign = _sign(sentence[0])
        if sign is not None:
            found.append(Offer(sentence.start(), sentence.end(), sign))
    return tuple(found)


def refuse_advertising(*texts: str) -> None:
    """Raises CarriesAdvertising when one of these texts does."""
    found = tuple(offer for text in texts for offer in offers_in(text))
    if found:
        raise CarriesAdvertising(found)


def _sign(sentence: str) -> Words | None:
    plain = _folded(sentence)
    if _LINK.search(plain):
        return _SIGNS["link"]
    if _LOUD.search(plain):
        return _SIGNS["loud"]
    if _PROMOTION.search(plain) and _INVITES.search(plain):
        return _SIGNS["promotion"]
    for clause in _CLAUSE.split(sentence):
        sign = _sign_of_clause(clause)
        if sign is not None:
            return sign
    return None


def _sign_of_clause(clause: str) -> Words | None:
    """A code or a lower price. Words of an answer (a refund, a code that ran out, a parcel's number) excuse it in
    their own clause only, and only where nothing there invites or promotes: else one such word would excuse all."""
    plain = _folded(clause)
    if _ANSWERS.search(plain) and not (_INVITES.search(plain) or _LURES.search(plain)):
        return None
    if any(code != code.lower() or any(one.isdigit() for one in code) for code in _CODE.findall(clause)):
        return _SIGNS["code"]
    return _SIGNS["price"] if _CUT.search(plain) else None


def _folded(text: str) -> str:
    """Small letters without marks, however they were typed: "Khuyến mãi" and "khuyen mai" are one word."""
    bare = "".join(one for one in normalized("NFD", text.lower()) if not unicodedata.combining(one))
    return " ".join(bare.replace("đ", "d").split())


# A full stop inside a number, a link or an abbreviation ends no sentence.
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?…](?=\s|$)|\n|$)", re.DOTALL)
# Where one thing that is said ends and another begins; a comma inside a number divides nothing.
_CLAUSE = re.compile(r"[,;:](?=\s)|\s[–—-]\s|\b(?:và|va|rồi|roi|nhưng|nhung|and|then|but)\b", re.IGNORECASE)
_LINK = re.compile(
    r"https?://\S*(?:khuyen-?mai|uu-?dai|giam-?gia|promo|voucher|coupon|/sale|/deals?\b|utm_campaign|utm_medium)"
)
_LOUD = re.compile(
    r"\b(?:mua \d+ tang \d+|flash sale|sale off|dong gia \d|gia soc|sieu (?:re|sale|khuyen mai)|xa hang|xa kho|"
    r"dung bo lo|black friday|buy one,? get|don.?t miss|limited[- ]time offer|shop now|hot deal)"
)
_CODE = re.compile(
    r"(?i:\b(?:nhập|nhap|dùng|dung|sử dụng|su dung|áp dụng|ap dung|với|voi|use|enter|apply|with)\s+"
    r"(?:the\s+|promo\s+|voucher\s+)?(?:mã|ma|code|voucher)\s+)[“\"']?([A-Za-z0-9]{4,20})\b"
)
_PERCENT_OR_MONEY = r"(?:\d{1,2} ?%|\d{2,3} ?k\b|\d{1,3}(?:[.,]000)+ ?(?:d|dong|vnd)?\b)"
_CUT = re.compile(
    rf"\b(?:giam|uu dai|khuyen mai|sale|save|discount(?: of)?)\b.{{0,25}}?{_PERCENT_OR_MONEY}"
    r"|\d{1,2} ?% (?:off|discount)"
)
_PROMOTION = re.compile(
    r"\b(?:khuyen ma[ij]|uu dai|giam gia|voucher|coupon|phieu mua hang|qua tang|tang kem|tri an|"
    r"promotions?|special offers?|discounts?|sales?|gift with purchase|new collection|bo suu tap moi|ra mat)\b"
)
_INVITES = re.compile(
    r"\b(?:moi (?:quy khach|anh|chi|ban|ghe|xem|dat|mua)|nhan dip|dang co|hien co|chi tu|chi con|ngay hom nay|dat ngay|"
    r"mua ngay|den het|tu nay den|danh rieng|duy nhat|co hoi|nhanh tay|we (?:now )?have|enjoy|today only|"
    r"only (?:until|till)|order now|buy now|come and|check out|take advantage|for you|until \w+)\b"
)
# What an answer about an old discount does not say: that there is more to get.
_LURES = re.compile(
    r"\b(?:de (?:duoc|nhan|huong)|nhan (?:ngay )?(?:uu dai|qua)|dat them|mua them|toan bo|lan sau|don sau|"
    r"to (?:get|receive|enjoy|save)|next order|order more|everything)\b"
)
_ANSWERS = re.compile(
    r"\b(?:het han|khong (?:con |duoc |the )?ap dung|da (?:duoc )?ap dung|da dung|da tru|hoan (?:lai|tien)|bi loi|nham|"
    r"khong (?:co|con) (?:chuong trinh|khuyen mai|giam gia|ma)|tra cuu|theo doi|van don|xac minh|xac nhan|"
    r"expired|refund\w*|not valid|did not apply|was applied|has been applied|already used|no longer|track\w*|"
    r"verif\w+)\b"
)
_SIGNS = {
    "link": Words("liên kết tới trang khuyến mãi", "a link to a promotion"),
    "loud": Words("lời rao bán hàng", "a sales cry"),
    "code": Words("mời dùng mã ưu đãi", "an offer of a voucher code"),
    "price": Words("chào giảm giá", "an offer of a lower price"),
    "promotion": Words("mời xem khuyến mãi hoặc hàng mới", "an invitation to a promotion"),
}
