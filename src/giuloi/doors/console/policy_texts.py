"""The texts of a policy at the console: read with care, compiled under today's law, told with every diagnostic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from giuloi.core.deadline import VIETNAM
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.compiler import Compiled, compile_policy
from giuloi.core.policy.diagnostics import Diagnostic, Findings, Severity
from giuloi.core.policy.reader import read
from giuloi.records.keepers import KEEPERS
from giuloi.records.lawbook import lawbook
from giuloi.records.published import Published, current, documents

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the compiler says of some texts; `policy` is None while an error stands among the diagnostics."""

    policy: Policy | None
    errors: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    not_kept: tuple[Diagnostic, ...]  # promises that this release does not keep yet: many, and of one kind


def checked(sources: Mapping[str, str]) -> Checked:
    """Compile under the law of today in Viet Nam."""
    result: Compiled = compile_policy(
        sources, law=lawbook(), keepers=KEEPERS, as_of=datetime.now(VIETNAM).date()
    )
    found = result.diagnostics
    return Checked(
        result.policy,
        tuple(one for one in found if one.severity is Severity.ERROR),
        tuple(one for one in found if one.severity is not Severity.ERROR and one.code != "announced"),
        tuple(one for one in found if one.code == "announced"),
    )


def in_force() -> tuple[Published, dict[str, str]]:
    """The version in force and the texts it was compiled from. The first text is the one with the rules."""
    published = current()
    return published, arranged(documents(published.id))


def arranged(sources: Mapping[str, str]) -> dict[str, str]:
    """The texts with the one that holds the rules first, each by its bare file name."""
    bare = {PurePath(name.replace("\\", "/")).name: text for name, text in sources.items()}
    rules = {name: len(read(name, text, Findings()).blocks) for name, text in bare.items()}
    return {name: bare[name] for name in sorted(bare, key=lambda name: (-rules[name], name))}


def counted(policy: Policy) -> Sequence[tuple[str, int]]:
    """How many promises are kept how far: (coverage, number)."""
    return sorted(Counter(kept.coverage.value for kept in policy.kept).items())
