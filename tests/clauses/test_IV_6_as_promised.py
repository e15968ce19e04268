"""IV.6: information is used exactly as this policy says; for each clause it is published how far it is kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from typer.testing import CliRunner

from giuloi.core.policy.conformance import WORDS, conformance, weakest
from giuloi.core.policy.diagnostics import Severity
from giuloi.core.terms import Coverage
from giuloi.doors.cli.policy import app
from giuloi.doors.cli.policy_coverage import CODE, MISSING
from giuloi.records.keepers import BY_PEOPLE, FEATURES
from giuloi.records.measures import measured
from tests.clauses.wording import (
    MAIN,
    compiled,
    kept,
    policy_of,
    requirement,
    shipped,
    the_policy,
)
from tests.records.conftest import Shop

CLAUSES = list(the_policy().clauses)
FENCE = re.compile(r"```rule\n.*?^```\n", re.DOTALL | re.MULTILINE)


def without_rules_of(clause: str) -> dict[str, str]:
    """The shipped documents, every block under one clause taken out: a sentence that nothing keeps."""
    sources = shipped()
    start = sources[MAIN].index(f"### {clause}\n")
    end = sources[MAIN].find("\n### ", start + 1)
    part = sources[MAIN][start : end if end > 0 else None]
    assert FENCE.search(part)
    sources[MAIN] = sources[MAIN].replace(part, FENCE.sub("", part))
    return sources


def test_there_are_32_clauses_and_each_has_a_word() -> None:
    """None is left out of the table."""
    assert len(CLAUSES) == 32
    assert set(weakest(the_policy())) == set(CLAUSES) == {one.clause for one in the_policy().kept}


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_that_nothing_keeps_is_noticed(clause: str) -> None:
    """Take the rules away and leave the sentence: the compiler says so, at that clause or as an error elsewhere."""
    result = compiled(without_rules_of(clause))
    before = {(one.code, one.clause) for one in compiled(shipped()).diagnostics}
    news = [one for one in result.diagnostics if (one.code, one.clause) not in before]
    assert any(one.clause == clause and one.code == "no-rule" for one in news) or any(
        one.severity is Severity.ERROR for one in news
    )


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_is_only_as_far_kept_as_the_least_of_its_promises(clause: str) -> None:
    """One promise that is not kept makes the clause not kept."""
    least = {Coverage.NOT_KEPT_YET: 0, Coverage.PROCEDURAL: 1, Coverage.MIRRORED: 2, Coverage.ENFORCED: 3}
    assert weakest(the_policy())[clause] == min(kept(clause).values(), key=least.__getitem__)


def test_what_people_do_is_not_called_enforced() -> None:
    """A word in the document makes a promise procedural, whatever its keeper says."""
    sources = shipped()
    sources[MAIN] = sources[MAIN].replace(
        "[require.stored_in]", '[kept]\nstored_in = "procedural"\n\n[require.stored_in]'
    )
    assert kept("III.4", policy_of(sources))["require.stored_in"] is Coverage.PROCEDURAL


def test_everybody_is_shown_the_word_for_every_clause() -> None:
    """`giuloi policy coverage` prints each clause with its word, and each promise with its own."""
    shown = CliRunner().invoke(app, ["coverage"]).output
    for clause, coverage in weakest(the_policy()).items():
        assert re.search(rf"^{re.escape(clause)} +({'|'.join(WORDS[coverage])})$", shown, re.MULTILINE), (
            clause
        )
    for one in the_policy().kept:
        words = "|".join(WORDS[one.coverage])
        assert re.search(rf"^ +{re.escape(one.promise)} +({words}) ", shown, re.MULTILINE), one.promise


def test_what_is_enforced_names_its_code_and_what_is_not_says_what_is_missing() -> None:
    """No bare word: either modules that do it, or what is still to come, or people."""
    for one in conformance(the_policy(), CODE, MISSING):
        by_people = one.keeper in FEATURES and FEATURES[one.keeper].state == BY_PEOPLE
        assert bool(one.code) == (one.coverage is Coverage.ENFORCED or by_people), one
        assert one.missing or one.coverage is not Coverage.NOT_KEPT_YET, one


def test_everybody_reads_the_word_for_every_clause_on_a_public_page(shop: Shop, client: Client) -> None:
    """Nobody signs in for it; each clause has its anchor, its sentence and its word."""
    page = client.get("/trust/policy", secure=True).content.decode()
    for clause, coverage in weakest(the_policy()).items():
        [(_, rest)] = [page.split(f'id="{clause}"', 1)]
        assert WORDS[coverage][0] in rest.split("</header>", 1)[0]


def test_publishing_it_is_enforced_and_looked_at(shop: Shop) -> None:
    """The measure is on: there is the page, and no clause is without a word."""
    assert kept("IV.6") == {"require.conformance": Coverage.ENFORCED}
    assert requirement("conformance").values == {"per": "clause"}
    assert {one.name: one.on for one in measured()}["conformance"]
