"""Links in a message: the same for everybody and straight to where they go, so that nobody sees who follows (I.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from giuloi.core.bilingual import Words

_LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>\"']+|www\.[^\s<>\"']+", re.IGNORECASE)
# A bare address of a redirector, as people write it: "bit.ly/abc".
_BARE = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"']*", re.IGNORECASE)

# They take whoever comes somewhere else, and count them on the way.
REDIRECTORS = frozenset(
    {
        "bit.ly",
        "bitly.com",
        "t.co",
        "goo.gl",
        "tinyurl.com",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "cutt.ly",
        "rebrand.ly",
        "s.id",
        "shorturl.at",
        "rb.gy",
        "lnkd.in",
        "t.ly",
        "bom.so",
        "shorten.asia",
        "by.com.vn",
        "qr.ae",
        "adf.ly",
        "linktr.ee",
        "l.facebook.com",
        "lm.facebook.com",
        "mandrillapp.com",
        "sendgrid.net",
        "list-manage.com",
        "hubspotlinks.com",
    }
)

# They say who came, from which message.
TELLTALE = re.compile(
    r"utm_|.*clid$|mc_[ec]id$|_hs|mkt_tok$|(?:user|customer|member|subscriber|recipient|contact|click|track)"
    r"(?:er|ing)?_?id$|(?:e-?mail|phone|tel|sdt|uid|cid|sid|ref|click|track(?:ing)?|pixel|open)$",
    re.IGNORECASE,
)
_HOPS = re.compile(r"/(?:click|track(?:ing)?|open|pixel|redirect|redir|r|out|go)(?:[./?]|$)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:gif|png|jpe?g|webp|svg|bmp)$", re.IGNORECASE)


def wrong_link(text: str, *, allowed: bool = True) -> Iterator[tuple[int, Words]]:
    """(where, why) of every link that may not stand there; where links are not `allowed`, of every link."""
    whole = list(_LINK.finditer(text))
    bare = [
        one for one in _BARE.finditer(text) if not any(one.start() in range(*two.span()) for two in whole)
    ]
    for found in (*whole, *bare):
        words = _why(found[0].rstrip(".,;:!?)")) if allowed else _NO_LINK
        if words is not None:
            yield found.start(), words


def _why(link: str) -> Words | None:
    if "{" in link or "}" in link:
        return _PERSONAL
    try:
        parts = urlsplit(link if "//" in link else f"//{link}", scheme="https")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return _NOT_PLAIN
    if parts.scheme != "https" or "@" in parts.netloc or not host.isascii() or "xn--" in host:
        return _NOT_PLAIN
    if (
        host in REDIRECTORS
        or any(host.endswith(f".{one}") for one in REDIRECTORS)
        or _HOPS.search(parts.path)
    ):
        return _REDIRECTS
    if any(TELLTALE.match(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return _TELLS
    if parts.fragment and "=" in parts.fragment:
        return _TELLS
    return _PIXEL if _PICTURE.search(parts.path) else None


_NO_LINK = Words("Tiêu đề không chứa liên kết.", "A subject holds no link.")
_PERSONAL = Words(
    "Liên kết phải giống nhau cho mọi người: không đặt biến vào liên kết (mục I.4).",
    "A link is the same for everybody: no variable stands in one (clause I.4).",
)
_NOT_PLAIN = Words(
    "Liên kết phải viết thẳng, bắt đầu bằng https:// và tên miền bằng chữ thường.",
    "A link is written out, begins with https:// and has a plain domain name.",
)
_REDIRECTS = Words(
    "Liên kết rút gọn hoặc chuyển hướng đếm được ai đã bấm (mục I.4): hãy viết thẳng nơi đến.",
    "A shortened or redirecting link counts who followed it (clause I.4): write where it really goes.",
)
_TELLS = Words(
    "Liên kết mang mã theo dõi (utm_…, clid, id): hãy bỏ phần ấy (mục I.4).",
    "This link carries a tracking code (utm_…, clid, an id): take it out (clause I.4).",
)
_PIXEL = Words(
    "Liên kết tới hình ảnh có thể đếm ai đã mở thư (mục I.4).",
    "A link to a picture can count who opened the message (clause I.4).",
)
