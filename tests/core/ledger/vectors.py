"""Writes tests/vectors/leaf.json and bundle.json anew: `python -m tests.core.ledger.vectors`.

They change only when the format does, and then under a new version. Other languages read them too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from giuloi.core.ledger.entry import encode, sequence_code, to_base64url
from giuloi.core.ledger.merkle import leaf_hash
from tests.core.ledger.history import edited
from tests.core.ledger.tampering import BUNDLE, OTHER, SHOP, codes
from tests.core.ledger.test_bundle_tampering import NAMED
from tests.core.ledger.test_leaf import LEAF

_FOLDER = Path(__file__).parents[2] / "vectors"
_TEXT = encode(LEAF).decode()

BAD_LEAVES = {
    "a space": _TEXT.replace(":", ": ", 1),
    "a newline at the end": _TEXT + "\n",
    "keys in another order": json.dumps(dict(reversed(json.loads(_TEXT).items())), separators=(",", ":")),
    "a key too many": _TEXT.replace('"v":1', '"v":1,"x":1'),
    "a key too few": _TEXT.replace(',"v":1', ""),
    "a key twice": _TEXT.replace('"v":1', '"v":1,"v":1'),
    "an escape where none is needed": _TEXT.replace("supply", "s\\u0075pply"),
    "a number as text": _TEXT.replace('"count":1', '"count":"1"'),
    "a number with a fraction": _TEXT.replace('"count":1', '"count":1.0'),
    "a number with an exponent": _TEXT.replace('"count":1', '"count":1e0'),
    "a number with a leading zero": _TEXT.replace('"fields":7', '"fields":07'),
    "a number beyond 2^53": _TEXT.replace('"fields":7', '"fields":9007199254740992'),
    "a batch that is 0": _TEXT.replace('"batch":false', '"batch":0'),
    "base64 with padding": _TEXT.replace('8"', '8="', 1),
    "base64 with unused bits set": _TEXT.replace('8","t"', '9","t"'),
    "an upper-case hash": _TEXT.replace("5a5a", "5A5A"),
    "letters that are not ASCII": _TEXT.replace("supply", "cung cấp"),
    "nothing": "",
    "no object": "[]",
}


def write() -> None:
    """Both files."""
    keys = (bytes(32), bytes(range(32)))
    _dump(
        "leaf.json",
        {
            "good": [{"name": "a reveal", "leaf": _TEXT, "hash": leaf_hash(_TEXT.encode()).hex()}]
            + [
                {"name": f"leaf {number} of the bundle", "leaf": leaf.decode(), "hash": leaf_hash(leaf).hex()}
                for number, leaf in enumerate(SHOP.log.leaves)
            ],
            "bad": [{"name": name, "leaf": leaf} for name, leaf in BAD_LEAVES.items()],
            "sequence_codes": [
                {
                    "ledger_key": key.hex(),
                    "counter": counter,
                    "code": to_base64url(sequence_code(key, counter)),
                }
                for key in keys
                for counter in (1, 2, 255, 256, 2**40)
            ],
        },
    )
    cases = {"honest": BUNDLE, **{name: edited(BUNDLE, change) for name, (change, _) in NAMED.items()}}
    _dump(
        "bundle.json",
        {
            "pinned_key": str(SHOP.key),
            "another_key": str(OTHER.key),
            "cases": [
                {"name": name, "faults": sorted(codes(data)), "bundle": json.loads(data)}
                for name, data in cases.items()
            ],
        },
    )


def _dump(name: str, value: dict[str, Any]) -> None:
    """One case a line."""
    lines = []
    for key, part in value.items():
        rows = part if isinstance(part, list) else None
        text = json.dumps(part, ensure_ascii=False)
        if rows is not None:
            text = "[\n" + ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows) + "\n ]"
        lines.append(f" {json.dumps(key)}: {text}")
    (_FOLDER / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
