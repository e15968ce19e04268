"""The hash of a policy: SHA-256 over the canonical JSON of its meaning, its wording and the law it was held to.

Equal hash means equal meaning, wording and law. Not part of it: line numbers, the day it was compiled, and how
far this release keeps it. Keys are sorted, sets become sorted lists, strings are Unicode NFC, so the order of a
table, the line ends of a file and the way an accent is typed change nothing.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Duration, PolicyHash

FORMAT = "giuloi-policy-v1"
_NOT_MEANING = frozenset({"hash", "as_of", "kept", "line"})


def canonical(policy: Policy) -> bytes:
    """The bytes that are hashed: one line of UTF-8 JSON."""
    plain = {"format": FORMAT, **_plain(policy)}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(policy: Policy) -> PolicyHash:
    """64 lower-case hex digits; the policy's own `hash` does not count."""
    return PolicyHash(hashlib.sha256(canonical(policy)).hexdigest())


def _plain(value: Any) -> Any:
    """The value as JSON knows it. StrEnum and IntFlag members are strings and integers already."""
    if isinstance(value, Duration):
        return str(value)
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in _NOT_MEANING}
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    return int(value)
