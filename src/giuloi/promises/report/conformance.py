"""The conformance report of one policy version: each clause, its word, the code, the tests, the evidence; signed.

It says nothing of anybody. What it says of the code is the hash of the very source that runs, module by module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from giuloi.core.ledger.signed_report import sign_report
from giuloi.core.policy.conformance import Conformance, conformance, weakest
from giuloi.core.terms import ClauseRef, GiuloiError
from giuloi.promises.report.clause_tests import shipped
from giuloi.promises.report.live import InTime, Seen, evidence
from giuloi.records.keepers import FEATURES
from giuloi.records.measures import measured
from giuloi.records.published import Published, current, documents
from giuloi.records.uses.head import log_key, newest_head


class NoSuchClause(GiuloiError):
    """The policy has no such clause."""


def signed_report(
    published: Published, in_time: InTime, now: datetime, clause: ClauseRef | None = None
) -> bytes:
    """The report as the file that `giuloi verify` judges; of one clause only, if asked. Raises NoSuchClause."""
    key, seed = log_key()
    content = report(published, in_time, now, clause)
    made = str(content["made_at"])
    return sign_report(content, policy=published.policy.hash, made=made, origin=key.name, seed=seed)


def report(
    published: Published, in_time: InTime, now: datetime, clause: ClauseRef | None = None
) -> dict[str, Any]:
    """What is signed, as JSON values."""
    policy = published.policy
    if clause is not None and clause not in policy.clauses:
        raise NoSuchClause(f"there is no clause {clause!r}: {', '.join(policy.clauses)}")
    wanted = [clause] if clause else list(policy.clauses)
    seen = evidence(policy, measured() if _is_current(published) else (), in_time, now)
    head = newest_head(log_key()[0])
    words = weakest(policy)
    return {
        "shop": str(policy.shop.get("shop", "")),
        "made_at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": {"name": "giuloi", "version": version("giuloi")},
        "policy": _version(published),
        "ledger": {"size": head.size if head else 0, "root": head.root.hex() if head else ""},
        "coverage": {word.value: count for word, count in Counter(words.values()).items()},
        "clauses": [_clause(published, one, words[one].value, seen[one]) for one in wanted],
    }


def _is_current(published: Published) -> bool:
    """Measures are looked at for the version in force: an older one may require what nobody looks at any more."""

    return current().id == published.id


def _version(published: Published) -> dict[str, Any]:
    return {
        "version": published.id,
        "hash": published.policy.hash,
        "law_as_of": published.policy.as_of,
        "published_at": published.published_at.astimezone(UTC).isoformat(),
        "in_force_at": published.in_force_at.astimezone(UTC).isoformat(),
        "texts": {
            Path(name).name: sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
            for name, text in documents(published.id).items()
        },
    }


def _clause(published: Published, clause: ClauseRef, word: str, seen: Sequence[Seen]) -> dict[str, Any]:
    said = published.policy.clauses[clause]
    return {
        "clause": clause,
        "sentence": " ".join(said.sentence.split()),
        "coverage": word,
        "promises": [_promise(row) for row in _rows(published) if row.clause == clause],
        "tests": list(shipped().get(clause, ())),
        "evidence": [
            {"name": one.name, "on": one.on, "vi": one.words.vi, "en": one.words.en} for one in seen
        ],
    }


def _rows(published: Published) -> tuple[Conformance, ...]:
    code: Mapping[str, Sequence[str]] = {name: one.code for name, one in FEATURES.items()}
    return conformance(published.policy, code, {name: one.missing for name, one in FEATURES.items()})


def _promise(row: Conformance) -> dict[str, Any]:
    return {
        "promise": row.promise,
        "coverage": row.coverage.value,
        "keeper": row.keeper or "people",
        "code": [{"module": module, "sha256": source_hash(module)} for module in row.code],
        "missing": row.missing,
    }


@cache
def source_hash(module: str) -> str:
    """SHA-256 of a module's source as it is installed; "" where there is none to read."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return ""
    return sha256(Path(spec.origin).read_bytes()).hexdigest()
