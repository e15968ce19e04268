"""III.2: the exception is a competent authority's request: verified, minimal, approved by two, in 24 or 3 hours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Channel, Relation
from tests.clauses.way import MEMBER, Way, agreed, outcome, shut_unless_whole, would_be_noticed
from tests.clauses.wording import (
    ENFORCED,
    NOT_KEPT_YET,
    block,
    clock,
    compiled,
    kept,
    requirement,
    text_with,
    without,
)
from tests.records.conftest import Shop

FILE = Way("authority_request", "legal", ("name", "phone", "purchases"), CaseKind.AUTHORITY)


@pytest.mark.parametrize("standing", [FILE.standing, MEMBER])
def test_a_file_is_worked_on_by_the_one_in_charge_of_it(shop: Shop, standing: str) -> None:
    """Legal, under an open authority file, of a guest or a member, without anybody's consent."""
    shut_unless_whole(shop, replace(FILE, standing=standing), "III.2", {})


def test_what_is_released_leaves_under_the_file_only(shop: Shop) -> None:
    """The same, going out to the authority."""
    release = replace(FILE, recipient="cong-an-phuong", relation=Relation.AUTHORITY)
    shut_unless_whole(shop, release, "III.2", {})


@pytest.mark.parametrize("purpose", ["supply", "care", "promotion", "rights"])
def test_an_authority_gets_nothing_for_any_other_purpose(shop: Shop, purpose: str) -> None:
    """There is one door for authorities."""
    cases = {"supply": "order", "care": "care", "promotion": "campaign", "rights": "request"}
    role = "marketing" if purpose == "promotion" else "care"
    way = Way(purpose, role, ("name",), CaseKind(cases[purpose]), consents=(agreed(purpose),))
    assert outcome(shop, replace(way, recipient="a", relation=Relation.AUTHORITY)) == "II.1 recipient"


def test_an_authority_never_learns_the_year_of_birth_this_way(shop: Shop) -> None:
    """The clause names its fields; nobody is contacted for it."""
    assert outcome(shop, replace(FILE, fields=("birth_year",))) == "II.1 field"
    assert outcome(shop, replace(FILE, channel=Channel.EMAIL)) == "II.1 channel"


def test_a_policy_without_the_file_would_be_noticed(shop: Shop) -> None:
    """Take `needs` out, and legal could look without any request."""
    purpose = block("purpose.authority_request")
    loose = text_with((purpose, purpose.replace('needs    = "authority"\n', "")))
    would_be_noticed(shop, loose, replace(FILE, case=None), "III.2 no_case", "III.2 permitted")


def test_a_policy_without_the_permit_would_be_noticed(shop: Shop) -> None:
    """Take the permit out, and nothing may be handed over."""
    release = replace(FILE, recipient="cong-an-phuong", relation=Relation.AUTHORITY)
    would_be_noticed(shop, without("permit.authority"), release, "III.2 permitted", "II.1 recipient")


def test_both_clocks_run_from_receipt_and_legal_answers_for_them() -> None:
    """24 hours, 3 when urgent."""
    normal, urgent = clock("authority"), clock("authority_urgent")
    assert [str(one.within) for one in (normal, urgent)] == ["24h", "3h"]
    assert {(one.start, one.by, one.clause) for one in (normal, urgent)} == {("received", "legal", "III.2")}


@pytest.mark.parametrize(
    ("name", "old", "new"), [("authority", "24h", "25h"), ("authority_urgent", "3h", "4h")]
)
def test_an_hour_more_does_not_compile(name: str, old: str, new: str) -> None:
    """Law 116/2025 article 25.2.a is cited."""
    promise = block(f"promise.{name}")
    result = compiled(text_with((promise, promise.replace(old, new))))
    [wrong] = [one for one in result.diagnostics if one.severity == "error"]
    assert (wrong.code, wrong.clause) == ("looser", "III.2")
    assert "Law 116" in wrong.en


def test_clocks_call_back_and_two_approvers_are_not_kept_yet_and_shown_so() -> None:
    """What is refused is refused; that requests are worked off as promised is not ours to say yet."""
    assert kept("III.2") == {
        "purpose.authority_request": ENFORCED,
        "permit.authority": ENFORCED,
        "promise.authority": NOT_KEPT_YET,
        "promise.authority_urgent": NOT_KEPT_YET,
        "require.authority_release": NOT_KEPT_YET,
    }
    assert requirement("authority_release").values == {"verified": "call_back", "approvers": 2}
