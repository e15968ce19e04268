"""The numbers that a sentence says: spans of time and hours of the day. "24/7" and "từ 8 giờ" are no spans."""

from __future__ import annotations

import re

_RANGE = re.compile(
    r"(?:từ\s+)?\b([01]?[0-9]|2[0-4])\s*(?:giờ|h|g|:)\s*([0-5][0-9])?\s*(?:đến|tới|–|-)\s*([01]?[0-9]|2[0-4])\s*(?:giờ|h|g|:)"
    r"\s*([0-5][0-9])?"
)
_UNITS = (
    (r"ngày làm việc", "wd"),
    (r"giờ|tiếng|h\b", "h"),
    (r"ngày", "d"),
    (r"tuần", "w"),
    (r"tháng", "m"),
    (r"năm", "y"),
)
_SPAN = re.compile(
    rf"(?<![\d/.,])([0-9]{{1,4}})(?![/\d])\s*(?:\([^)]{{1,40}}\)\s*)?({'|'.join(unit for unit, _ in _UNITS)})"
)
_VAGUE = re.compile(
    r"sớm nhất|kịp thời|nhanh chóng|nhanh nhất|ngay khi có thể|càng sớm càng tốt|thời gian hợp lý|thời hạn hợp lý"
    r"|lâu cần thiết|thời gian cần thiết|khi cần thiết|vĩnh viễn|vô thời hạn"
)


def spans(folded: str) -> list[str]:
    """The spans of time said, as the language writes them ("24h", "2wd", "90d", "3y"), in order, each once."""
    found = []
    for value, unit in _SPAN.findall(_RANGE.sub(" ", folded)):
        letters = next(mark for pattern, mark in _UNITS if re.fullmatch(pattern, unit))
        number = int(value)
        found.append(f"{number * 7}d" if letters == "w" else f"{number}{letters}")
    return list(dict.fromkeys(found))


def hours(folded: str) -> tuple[str, str] | None:
    """("08:00", "20:00") for "từ 8 giờ đến 20 giờ"; None where no such thing is said."""
    found = _RANGE.search(folded)
    if found is None:
        return None
    opens, half, closes, other = found.groups()
    return f"{int(opens):02d}:{half or '00'}", f"{int(closes):02d}:{other or '00'}"


def vague(folded: str) -> str:
    """The words that promise a time without saying which; "" for none."""
    found = _VAGUE.search(folded)
    return found[0] if found else ""
