"""III.2: the exception is a competent authority's request: verified, minimal, approved by two, in 24 or 3 hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from giuloi.core.fields import mask_of
from giuloi.core.terms import CaseKind, Channel, Relation
from giuloi.promises.share.authority import secrecy, watching
from giuloi.promises.share.authority.moving import file_row
from giuloi.promises.share.authority.releasing import close_left_open
from giuloi.promises.share.authority.rows import AuthorityAlert, AuthorityApproval, AuthorityNumber
from giuloi.promises.share.authority.steps import APPROVERS, NotThisStep
from giuloi.records import cases
from giuloi.records.measures import LOOKS
from giuloi.records.notices import Notice, NoticeKind
from giuloi.records.uses import pending
from tests.clauses.way import MEMBER, Way, agreed, outcome, shut_unless_whole, would_be_noticed
from tests.clauses.wording import (
    ENFORCED,
    PROCEDURAL,
    block,
    clock,
    compiled,
    kept,
    requirement,
    text_with,
    the_policy,
    without,
)
from tests.promises.share.authority.conftest import Legal
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


def test_what_leaves_is_enforced_and_its_hours_are_kept_by_people() -> None:
    """No release without call back and two approvers; that it comes in time is people's work, and software counts."""
    assert kept("III.2") == {
        "purpose.authority_request": ENFORCED,
        "permit.authority": ENFORCED,
        "promise.authority": PROCEDURAL,
        "promise.authority_urgent": PROCEDURAL,
        "require.authority_release": ENFORCED,
    }
    assert requirement("authority_release").values == {"verified": "call_back", "approvers": APPROVERS}


@pytest.mark.parametrize("urgent", [False, True])
def test_the_clock_runs_from_the_minute_of_receipt_and_is_heard_before_it_ends(
    legal: Legal, urgent: bool
) -> None:
    """24 or 3 hours; half of it gone, everybody in charge of legal matters is told, each once."""
    row = file_row(legal.file(urgent=urgent))
    span = row.due_at - row.received_at
    assert span == timedelta(hours=3 if urgent else 24)
    assert watching.watch(row.received_at + span / 2) == 1
    told = AuthorityAlert.objects.filter(file_id=row.id).values_list("staff_id", flat=True)
    assert {legal.ha, legal.khoa, legal.lan, legal.chu} <= set(told)


def test_nothing_leaves_without_call_back_and_two_others(legal: Legal, an: int) -> None:
    """Each thing missing in turn; then, with all of it, exactly what was approved."""
    for file in (legal.file(), legal.verified((an, None))):
        with pytest.raises(NotThisStep):
            legal.release(file)
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    with pytest.raises(NotThisStep):  # nobody has approved
        legal.release(file)
    legal.approve(file, seen, legal.khoa)
    with pytest.raises(NotThisStep):  # one has
        legal.release(file)
    with pytest.raises(NotThisStep):  # who took it in and cut it does not count
        legal.approve(file, seen, legal.ha)
    legal.approve(file, seen, legal.lan)
    assert legal.release(file).given == 1
    assert [one.use.fields for one in pending.waiting(1000) if one.use.event == "disclose"] == [
        mask_of(["name"])
    ]


def test_the_customer_is_told_unless_secrecy_stands_and_then_when_it_ends(legal: Legal, an: int) -> None:
    """Without an order of secrecy at once; with one on its day."""
    legal.release(legal.approved((an, None)))
    told = [(NoticeKind.AUTHORITY_DISCLOSED, an)]
    assert list(Notice.objects.values_list("kind", "subject_id")) == told
    Notice.objects.all().delete()
    file = legal.verified((an, None))
    until = legal.now() + timedelta(days=9)
    secrecy.order_secrecy(file, until, "34/QĐ", legal.ha, legal.now())
    seen = legal.cut(file, "name")
    for one in (legal.khoa, legal.lan):
        legal.approve(file, seen, one)
    legal.release(file)
    assert not Notice.objects.exists()
    secrecy.tell_due(until)
    assert list(Notice.objects.values_list("kind", "subject_id")) == told


def test_a_release_that_was_not_as_promised_would_be_seen(legal: Legal, an: int) -> None:
    """The measure looks at what stands in the rows: an approval taken away, or its call, and it is off."""
    look = LOOKS["authority_release"]
    assert look(the_policy())[0]
    file = legal.approved((an, None))
    legal.release(file)
    assert look(the_policy())[0]
    AuthorityApproval.objects.filter(file_id=file, staff_id=legal.lan).update(staff_id=legal.ha)
    assert not look(the_policy())[0]
    AuthorityApproval.objects.filter(file_id=file, staff_id=legal.ha).update(staff_id=legal.lan)
    AuthorityNumber.objects.update(entered_at=legal.now())
    assert not look(the_policy())[0]


def test_a_case_that_a_crash_left_open_is_closed(legal: Legal, an: int) -> None:
    """The clock comes after five minutes; until then the measure waits, after a quarter of an hour it says so."""
    at = datetime.now(UTC)
    case = cases.open_case(CaseKind.AUTHORITY, at - timedelta(hours=1), subject=an, staff=legal.ha)
    assert not LOOKS["authority_release"](the_policy())[0]
    assert close_left_open(at) == 1
    assert not cases.still_open([case])
    assert LOOKS["authority_release"](the_policy())[0]
