"""The hash of a policy: SHA-256 over the canonical JSON of its meaning, its wording and the law it was held to.

Equal hash means equal meaning, wording and law. Not part of it: line numbers, the day it was compiled, how far
this release keeps it, how sure a figure of law is, and figures that nothing in the policy was held to. Sets
become sorted lists and strings Unicode NFC, so the order of a table, the line ends of a file and the way an
accent is typed change nothing. What is left at its default is not written: a later release with more to say
still gives an old policy the hash it was published under.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any

from giuloi.core.canonical import canonical as canonical_json
from giuloi.core.normal import normalized
from giuloi.core.policy.clauses import Policy, frozen
from giuloi.core.terms import Duration, PolicyHash

FORMAT = "giuloi-policy-v1"
_NOT_MEANING = frozenset({"hash", "as_of", "kept", "line", "source", "certainty"})


def canonical(policy: Policy) -> bytes:
    """The bytes that are hashed: canonical JSON (RFC 8785)."""
    held = {duty: figure for duty, figure in policy.figures.items() if duty in policy.held_to}
    return canonical_json({"format": FORMAT, **_plain(replace(policy, figures=frozen(held)))})


def hash_of(policy: Policy) -> PolicyHash:
    """64 lower-case hex digits; the policy's own `hash` does not count."""
    return PolicyHash(hashlib.sha256(canonical(policy)).hexdigest())


def _plain(value: Any) -> Any:
    """The value as JSON knows it."""
    if isinstance(value, Duration):
        return str(value)
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if _counts(f, value)}
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return normalized("NFC", value)
    return value  # None, yes or no, and whole numbers, of which masks and states are two


def _counts(known: Field[Any], value: Any) -> bool:
    """Whether a field is meaning, wording or law, and says more than its default."""
    here = getattr(value, known.name)
    default = known.default_factory() if known.default_factory is not MISSING else known.default
    return known.name not in _NOT_MEANING and (default is MISSING or here != default)
