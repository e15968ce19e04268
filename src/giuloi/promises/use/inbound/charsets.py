"""Bytes to text by the character sets that letters are written in, and by no other codec.

Python knows codecs that work long (punycode, idna: quadratic) or are none (unicode_escape), and a letter names what it
likes. So names are on a list, and what is named otherwise is read as UTF-8.
"""

from __future__ import annotations

import re

_KNOWN = re.compile(
    r"utf-?8|(?:us-)?ascii|utf-?16(?:-?[lb]e)?|iso-?8859-[0-9]{1,2}|latin-?1|(?:windows-|cp)125[0-8]|koi8-[ru]"
    r"|big5(?:-hkscs)?|gb2312|gbk|gb18030|shift-jis|sjis|euc-(?:jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)


def is_known(charset: str) -> bool:
    """Is that name on the list?"""
    return _KNOWN.fullmatch(charset.strip().replace("_", "-")) is not None


def text_of(content: bytes, charset: str, most: int) -> str:
    """At most `most` bytes read by `charset` where that is on the list, else by UTF-8; never raises."""
    cut = content[:most]
    if is_known(charset):
        try:
            return cut.decode(charset.strip(), "replace")
        except LookupError:  # on the list by its shape alone: iso-8859-99
            pass
    return cut.decode("utf-8", "replace")
