"""One normal form for each phone number, e-mail address, name and source: `norm_v1`.

The same function runs when a value is written, looked up and imported. Where it differed, a person would be
found in one place and missed in another, so it is versioned: a change that gives one text another form is
`norm_v2`, and every blind index is rebuilt.

Nothing here ever repeats the value it refuses: what it raises may be shown, logged and sent back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from encodings import idna
from types import MappingProxyType
from typing import Literal, get_args

import phonenumbers

from giuloi.core.normal import normalized
from giuloi.core.terms import NotAnIdentifier, NotATerm

Kind = Literal["phone", "email", "name", "source"]

# The most characters that are looked at; far beyond what a person writes, far below what it costs to read.
LONGEST: Mapping[Kind, int] = MappingProxyType({"phone": 64, "email": 254, "name": 200, "source": 256})

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "empty": (
            "Ô này đang trống: hãy nhập nội dung.",
            "this is empty: write something in it",
        ),
        "too_long": (
            "Nội dung quá dài: hãy kiểm tra xem có dán nhầm không.",
            "this is too long: check whether something else was pasted",
        ),
        "unreadable": (
            "Có ký tự không đọc được: hãy gõ lại thay vì dán.",
            "this holds characters that cannot be read: type it instead of pasting it",
        ),
        "phone_letters": (
            "Số điện thoại chỉ gồm chữ số, có thể có dấu + ở đầu và dấu cách: hãy bỏ các ký tự khác.",
            "a phone number is digits, with + in front and spaces if you like: take out everything else",
        ),
        "phone_invalid": (
            "Không có số điện thoại như vậy: hãy kiểm tra lại; số nước ngoài bắt đầu bằng + và mã nước.",
            "there is no such phone number: check its digits; a foreign number starts with + and its country",
        ),
        "email_shape": (
            "Địa chỉ email có dạng ten@tenmien.vn: hãy kiểm tra phần trước và sau dấu @.",
            "an e-mail address looks like name@domain.vn: check what stands before and after the @",
        ),
        "email_domain": (
            "Phần sau dấu @ không phải là tên miền, như tenmien.vn: hãy kiểm tra chính tả.",
            "what stands after the @ is not a domain such as domain.vn: check its spelling",
        ),
        "name_letters": (
            "Tên cần có ít nhất một chữ cái.",
            "a name has at least one letter",
        ),
        "source_shape": (
            "Nguồn có dạng nền_tảng:cửa_hàng:loại:mã, ví dụ woocommerce:shop1:customer:2.",
            "a source looks like platform:shop:kind:id, as in woocommerce:shop1:customer:2",
        ),
    }
)


class Unnormalisable(NotAnIdentifier):
    """Why a text has no normal form: a code, and a sentence in each language that says what to do."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.vi, self.en = SENTENCES[code]
        super().__init__(self.en)


def norm_v1(kind: Kind, text: str) -> str:
    """The normal form of `text`; two spellings of one thing have one.

    phone: E.164 without extension, `+84912345678` · email: `an@example.vn`, domain in IDNA (A-labels) · name:
    for search only, never shown · source: unchanged but for surrounding space.

    Raises Unnormalisable (a NotAnIdentifier) for whatever has no normal form, NotATerm for another kind.
    """
    if kind not in _NORMALISERS:
        raise NotATerm(f"{kind!r} is not a kind of identifier; the kinds are {', '.join(get_args(Kind))}")
    if len(text) > LONGEST[kind]:
        raise Unnormalisable("too_long")
    return _NORMALISERS[kind](text)


# Draw nothing, yet are letters or marks to Unicode: with them, one value would have two equal-looking forms.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_UNREADABLE = frozenset({"Cc", "Cs", "Cn", "Co"})  # controls, half surrogates, unassigned, private use


def _cleaned(text: str) -> str:
    """Trimmed, NFKC, case-folded, white space collapsed, format characters gone.

    Controls are refused rather than stripped: they are never typed by a person. Unassigned characters are
    refused because a later Unicode may fold them otherwise.
    """
    text = text.strip()
    if any(unicodedata.category(character) in _UNREADABLE for character in text):
        raise Unnormalisable("unreadable")
    text = "".join(c for c in _INVISIBLE.sub("", text) if unicodedata.category(c) != "Cf")
    # Folding can undo NFKC and the other way round; Unicode's own NFKC_Casefold settles after two rounds.
    for _ in range(2):
        text = normalized("NFKC", normalized("NFKC", text).casefold())
    text = " ".join(_INVISIBLE.sub("", text).split())
    if not text:
        raise Unnormalisable("empty")
    return text


# The change of 15 September 2018: eleven-digit mobile numbers lost a digit, by operator (Viettel, MobiFone,
# VinaPhone, Vietnamobile, Gmobile); the last seven digits stayed. Old numbers still stand in old records.
_PREFIX_SINCE_2018 = {
    **{
        "162": "32",
        "163": "33",
        "164": "34",
        "165": "35",
        "166": "36",
        "167": "37",
        "168": "38",
        "169": "39",
    },
    **{"120": "70", "121": "79", "122": "77", "126": "76", "128": "78"},
    **{"123": "83", "124": "84", "125": "85", "127": "81", "129": "82"},
    **{"186": "56", "188": "58", "199": "59"},
}
_OLD_MOBILE = re.compile(r"(?:(?:\+|00)?84)?0?(1[0-9]{2})([0-9]{7})")
_EXTENSION = re.compile(
    r"(?<=[0-9)])\s*(?:;\s*ext=|#|x|ext\.?|extn\.?|máy lẻ|may le|nhánh|nhanh|số lẻ)\s*[.:]?\s*[0-9]{1,7}\Z"
)
_SEPARATOR = re.compile(r"[\s().\-/\u2010-\u2015\u2212\u00b7]")


def _phone(text: str) -> str:
    """E.164. Numbers without a country are Vietnamese. Letters are refused, not read from the keypad."""
    text = "".join(str(unicodedata.decimal(c, c)) for c in _cleaned(text)).removeprefix("tel:").strip()
    if extension := _EXTENSION.search(text):
        text = text[: extension.start()]
    compact = _SEPARATOR.sub("", text)
    if re.fullmatch(r"\+?[0-9]+", compact) is None:
        raise Unnormalisable("phone_letters")
    if old := _OLD_MOBILE.fullmatch(compact):
        prefix = _PREFIX_SINCE_2018.get(old[1])
        compact = f"+84{prefix}{old[2]}" if prefix else compact
    number = _parsed(compact)
    if number is None or not phonenumbers.is_valid_number(number):
        raise Unnormalisable("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(compact: str) -> phonenumbers.PhoneNumber | None:
    """The number, or None: the library's error repeats what it was given, so it ends here."""
    try:
        return phonenumbers.parse(compact, "VN")
    except phonenumbers.NumberParseException:
        return None


_LOCAL = re.compile(r'[^\s@"(),:;<>\[\]\\.]+(?:\.[^\s@"(),:;<>\[\]\\.]+)*')
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_FULL_STOPS = re.compile("[\u3002\uff0e\uff61]")  # what IDNA reads as dots (RFC 3490 §3.1)


def _email(text: str) -> str:
    """Lower case, domain in ASCII (IDNA). Dots and `+tags` stay: what they mean is for the mailbox to say."""
    local, at, domain = _cleaned(text).rpartition("@")
    if not at or _LOCAL.fullmatch(local) is None or len(local.encode()) > 64:  # RFC 5321 §4.5.3.1.1
        raise Unnormalisable("email_shape")
    labels = [_ascii_label(label) for label in _FULL_STOPS.sub(".", domain).split(".")]
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise Unnormalisable("email_domain")
    address = f"{local}@{'.'.join(labels)}"
    if len(address.encode()) > LONGEST["email"]:
        raise Unnormalisable("too_long")
    return address


def _ascii_label(label: str) -> str:
    """One label of a domain as DNS holds it, or "" (the codec's own error would repeat the label)."""
    try:
        return idna.ToASCII(label).decode("ascii").lower()
    except UnicodeError:
        return ""


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng


def _name(text: str) -> str:
    """For search: `Hòa`, `hoà` and `HÒA` meet, `An` and `Ân` do not.

    A Vietnamese syllable has at most one tone and two fashions of placing it, so the tone moves behind the
    word; the marks that make another letter (â, ơ, ă) stay. Eth and the African D, which look like đ in
    capitals, become đ.
    """
    text = _cleaned(text).replace("ð", "đ").replace("ɖ", "đ")
    if not any(unicodedata.category(c).startswith("L") for c in text):
        raise Unnormalisable("name_letters")
    words: list[list[str]] = [[]]
    for character in normalized("NFD", text):
        if unicodedata.category(character)[0] in "LM":
            words[-1].append(character)
        else:
            words += [[character], []]
    return normalized("NFC", "".join(map(_tone_last, words)))


def _tone_last(word: list[str]) -> str:
    """A word with its one tone at its end; a foreign word with several keeps them where they are."""
    tones = [character for character in word if character in _TONES]
    if len(tones) != 1:
        return "".join(word)
    return "".join(character for character in word if character not in _TONES) + tones[0]


_SOURCE = re.compile(r"[a-z][a-z0-9_-]*(?::[!-9;-~]+){2,}")


def _source(text: str) -> str:
    """Another system's id. Never case-folded: KH01 and kh01 may be two customers there."""
    text = text.strip()
    if _SOURCE.fullmatch(text) is None:
        raise Unnormalisable("source_shape")
    return text


_NORMALISERS: Mapping[Kind, Callable[[str], str]] = MappingProxyType(
    {"phone": _phone, "email": _email, "name": _name, "source": _source}
)
