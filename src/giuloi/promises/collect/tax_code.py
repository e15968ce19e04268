"""Vietnamese tax codes (mã số thuế), as an invoice needs them: ten digits with a check digit, or a branch of one.

The tenth digit is 10 minus the weighted sum of the nine before it, modulo 11; a branch adds "-" and three digits
(Circular 86/2024/TT-BTC). Since July 2025 people and household businesses use their twelve-digit personal number.
"""

from __future__ import annotations

import re

from giuloi.core.recognise import is_tax_code

_SHAPE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?|([0-9]{12})")


def tax_code(text: str) -> str | None:
    """The code in its usual spelling ("0123456789-001"); None for what cannot be one."""
    found = _SHAPE.fullmatch(re.sub(r"[\s.]", "", text))
    if found is None:
        return None
    main, branch, personal = found.groups()
    if personal:
        return str(personal)
    if not is_tax_code(main):
        return None
    return f"{main}-{branch}" if branch else str(main)
