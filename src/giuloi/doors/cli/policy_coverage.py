"""`giuloi policy coverage`: each promise, who keeps it, and how far; with `--markdown` as docs/promises.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.conformance import WORDS, conformance, markdown, weakest
from giuloi.core.terms import PolicyError
from giuloi.doors.cli.policy_files import compiled, sources
from giuloi.doors.cli.tongue import say
from giuloi.records.keepers import FEATURES

CODE = {name: feature.code for name, feature in FEATURES.items()}
MISSING = {name: feature.missing for name, feature in FEATURES.items()}
_CLAUSE = re.compile(r"test_([IVX]+_[0-9]+)(?:_|$)")


def coverage(
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help=say("in ra docs/promises.md", "print docs/promises.md"))
    ] = False,
    tests: Annotated[
        Path, typer.Option(help=say("nơi có kiểm thử theo điều khoản", "where the tests of the clauses are"))
    ] = Path("tests/clauses"),
) -> None:
    """Of the policy that ships with the package."""
    result = compiled(sources([]))
    if result.policy is None:
        raise PolicyError(result.diagnostics)
    typer.echo(document(result.policy, tests) if as_markdown else _table(result.policy), nl=not as_markdown)


def document(policy: Policy, tests: Path) -> str:
    """docs/promises.md, with the files of tests that stand in a folder."""
    found: dict[str, list[str]] = {}
    for path in sorted(tests.glob("test_*.py")):
        if match := _CLAUSE.match(path.stem):
            found.setdefault(match[1].replace("_", "."), []).append(f"tests/clauses/{path.name}")
    return markdown(policy, CODE, MISSING, found)


def _table(policy: Policy) -> str:
    lines = []
    whole = weakest(policy)
    rows = conformance(policy, CODE, MISSING)
    for clause in policy.clauses:
        lines.append(f"{clause:<7}{say(*WORDS[whole[clause]])}")
        for row in (row for row in rows if row.clause == clause):
            keeper = row.keeper or say("con người", "people")
            rest = f" ({say('còn thiếu', 'missing')}: {row.missing})" if row.missing else ""
            lines.append(f"       {row.promise:<34}{say(*WORDS[row.coverage]):<24}{keeper}{rest}")
    return "\n".join(lines)
