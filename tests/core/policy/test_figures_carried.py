"""Each figure of law comes with its source and how sure it is, from the lawbook to what people are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.figures import Figure, Sense
from giuloi.core.policy.law import DUTIES, join
from giuloi.core.terms import Certainty, Duration
from giuloi.records.lawbook import lawbook
from tests.core.policy.corpus import TODAY, compiled, shipped

LONG_AGO = date(2025, 12, 31)  # the last day of Decree 13/2023
NEW = date(2026, 1, 1)  # the first of Law 91/2025
MAIN = "shop.vi.md"


def policy(as_of: date = TODAY, *changes: tuple[str, str]) -> Policy:
    """The shipped policy under the law of a day."""
    sources = shipped()
    for old, new in changes:
        assert old in sources[MAIN]
        sources[MAIN] = sources[MAIN].replace(old, new)
    made = compiled(sources, as_of=as_of).policy
    assert made is not None
    return made


def statuses(node: Any, path: str = "", status: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, source, status) of every table of the lawbook that holds a figure."""
    if not isinstance(node, Mapping):
        return
    status = str(node.get("status", status))
    if "src" in node or "status" in node:
        yield path, str(node.get("src", "")), status
    for key, below in node.items():
        yield from statuses(below, f"{path}.{key}".lstrip("."), status)


SECTIONS = (
    "subject_requests",
    "breach",
    "authority_requests",
    "advertising",
    "retention",
    "dossiers",
    "thresholds",
)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_table_of_the_lawbook_has_a_status_and_a_profile(section: str) -> None:
    """P, S or M; and a dated profile that says from when to when it holds."""
    profiles = {profile["id"]: profile for profile in lawbook()["profiles"]}
    found = list(statuses(lawbook()[section], section))
    assert found
    for path, source, status in found:
        assert status, f"{path} says nothing of how sure it is"
        assert set(status.split("/")) <= {certainty.value for certainty in Certainty}, path
        owner = next(
            (lawbook()["profile_of"][known] for known in _prefixes(path) if known in lawbook()["profile_of"]),
            None,
        )
        assert owner in profiles, f"{path} belongs to no profile"
        assert source or profiles[owner]["name"], path
        assert isinstance(profiles[owner]["from"], date)


def _prefixes(path: str) -> Iterator[str]:
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])


@pytest.mark.parametrize("law", ["vn", "gdpr"])
@pytest.mark.parametrize("day", [LONG_AGO, NEW, TODAY])
def test_every_figure_that_is_joined_has_a_source_and_a_certainty(law: str, day: date) -> None:
    """Whatever the law and the day."""
    for duty, figure in join(lawbook(), [law], day).figures().items():
        assert duty in DUTIES
        assert any(letter.isdigit() for letter in figure.source), f"{duty}: {figure.source!r} names no law"
        assert isinstance(figure.certainty, Certainty)
        assert figure.path
        assert figure.profile


def test_the_compiled_policy_carries_them_to_whoever_asks() -> None:
    """The same figures, with path, source and certainty; a mixed status counts as its weaker half."""
    figures = policy().figures
    assert dict(figures) == dict(join(lawbook(), ["vn"], TODAY).figures())
    assert figures["rights.access.do"].certainty is Certainty.PRIMARY
    assert figures["authority.normal"].certainty is Certainty.SECONDARY
    assert figures["keep.invoice"].certainty is Certainty.MEMORY, "S/M"
    assert figures["keep.invoice"].unconfirmed


def test_a_figure_from_memory_is_said_to_be_unconfirmed_with_its_source() -> None:
    """In both languages, with the words that confirm it; no other figure in use is from memory."""
    doubts = [one for one in compiled(shipped()).diagnostics if one.code == "unconfirmed"]
    unsure = [
        figure for duty, figure in policy().figures.items() if duty in policy().held_to and figure.unconfirmed
    ]
    assert [
        (figure.source in one.en, figure.source in one.vi) for one, figure in zip(doubts, unsure, strict=True)
    ] == [(True, True)]
    assert unsure[0].path in doubts[0].write("en")


# Every promise of the shipped policy that a law bounds, made a step looser than that law: (old, new, duty).
LOOSENED = {
    "IV.3": ('within = "24h"\nfrom   = "received"\nby     = "care"', "rights.access.do", "241h"),
    "III.2": ('within = "24h"\nfrom   = "received"\nby     = "legal"', "authority.normal", "25h"),
    "III.2 urgent": ('within = "3h"\nfrom   = "received"\nby     = "legal"', "authority.urgent", "4h"),
    "IV.7": (
        'within = "24h"\nfrom   = "detection"\nto     = "investigating_authority"',
        "incident.investigating_authority",
        "25h",
    ),
    "IV.7 body": (
        'within = "72h"\nfrom   = "detection"\nto     = "data_protection_body"',
        "incident.data_protection_body",
        "73h",
    ),
}


@pytest.mark.parametrize("clause", LOOSENED)
def test_a_deadline_is_never_later_than_the_law(clause: str) -> None:
    """At the law's own figure it still compiles; an hour more is an error that cites the article."""
    old, duty, more = LOOSENED[clause]
    law = policy().figures[duty]
    promised = old.split('"')[1]
    assert policy(TODAY, (old, old.replace(promised, str(law.value), 1))).figures[duty] == law
    sources = shipped()
    sources[MAIN] = sources[MAIN].replace(old, old.replace(promised, more, 1))
    wrong = [one for one in compiled(sources).diagnostics if one.severity == "error"]
    assert {(one.code, one.clause) for one in wrong} == {("looser", clause.split()[0])}
    assert any(law.source in one.en and law.source in one.vi for one in wrong)


@pytest.mark.parametrize(("name", "term", "duty"), [
    ("orders", ('store    = "3y"', 'store    = "1y"'), "keep.contract"),
    ("invoices", ('store      = "10y"', 'store      = "5y"'), "keep.invoice"),
])  # fmt: skip
def test_a_term_below_a_floor_is_split_and_the_storing_cites_the_law(
    name: str, term: tuple[str, str], duty: str
) -> None:
    """Used as promised, stored as long as the floor, with the floor's own source in the schedule."""
    law = policy().figures[duty]
    assert law.sense is Sense.AT_LEAST
    split = next(one for one in policy(TODAY, term).retentions if one.name == name)
    assert (split.store, split.cite) == (law.value, law.source)
    assert split.use == Duration.parse("90d")


def test_an_event_of_2025_is_judged_by_the_law_of_2025() -> None:
    """On the last day of 2025 access had 72 hours under Decree 13/2023; a day later, 10 days."""
    before, after = policy(LONG_AGO).figures, policy(NEW).figures
    assert (str(before["rights.access.do"].value), before["rights.access.do"].profile) == ("72h", "vn-2023")
    assert "13/2023" in before["rights.access.do"].source
    assert (str(after["rights.access.do"].value), after["rights.access.do"].profile) == ("10d", "vn-2026-01")
    assert "rights.respond" not in before
    assert "rights.respond" in after


def test_a_promise_lawful_today_may_not_have_been_in_2025() -> None:
    """Four days compile under the law of today and not under that of 2025."""
    old = LOOSENED["IV.3"][0]
    sources = shipped()
    sources[MAIN] = sources[MAIN].replace(old, old.replace("24h", "96h"))
    assert compiled(sources).policy is not None
    wrong = [one for one in compiled(sources, as_of=LONG_AGO).diagnostics if one.severity == "error"]
    assert {one.code for one in wrong} == {"looser"}
    assert all("13/2023" in one.en for one in wrong)


def test_a_floor_binds_from_its_own_day() -> None:
    """The three years of Law 122/2025 bind from 2026-07-01; the day before, the shop's own term stands alone."""
    term = ('store    = "3y"', 'store    = "1y"')
    before = next(one for one in policy(date(2026, 6, 30), term).retentions if one.name == "orders")
    after = next(one for one in policy(date(2026, 7, 1), term).retentions if one.name == "orders")
    assert (str(before.store), str(after.store)) == ("1y", "3y")


def test_a_figure_says_itself() -> None:
    """What a diagnostic quotes: the span as the law writes it."""
    figure = policy().figures["contact.sms.hours"]
    assert isinstance(figure, Figure)
    assert str(figure) == "07:00-22:00"
