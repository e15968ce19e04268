"""What a receipt reads of the compiled policy: consent stands beside the policy and does not import it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from giuloi.core.terms import ClauseRef, Duration, PolicyHash


class PurposeTerms(Protocol):
    """What a receipt reads of a policy's purpose (core.policy.clauses.PurposeRule has it)."""

    @property
    def clause(self) -> ClauseRef: ...
    @property
    def fields(self) -> int: ...
    @property
    def dpv(self) -> tuple[str, ...]: ...


class RetentionTerms(Protocol):
    """What a receipt reads of a retention (core.policy.clauses.Retention has it)."""

    @property
    def clause(self) -> ClauseRef: ...
    @property
    def fields(self) -> int: ...
    @property
    def purposes(self) -> frozenset[str]: ...
    @property
    def use(self) -> Duration: ...
    @property
    def store(self) -> Duration | None: ...
    @property
    def start(self) -> str: ...


class PolicyTerms(Protocol):
    """What a receipt reads of the compiled policy; consent stands beside it and does not import it."""

    @property
    def hash(self) -> PolicyHash: ...
    @property
    def purposes(self) -> Mapping[str, PurposeTerms]: ...
    @property
    def retentions(self) -> tuple[RetentionTerms, ...]: ...
