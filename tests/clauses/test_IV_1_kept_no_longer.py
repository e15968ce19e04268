"""IV.1: information is kept only as long as serving the customer requires; set aside means used for nothing."""

from __future__ import annotations

import pytest

from giuloi.core.fields import EVERY, names_in
from tests.clauses.wording import (
    ENFORCED,
    block,
    codes,
    compiled,
    kept,
    policy_of,
    retention,
    text_with,
    without,
)
from tests.clauses.wording import the_policy as policy

# name → (used for, from, set aside for, counted from), as the sentence says.
TERMS = {
    "orders": ("90d", "order_closed", "3y", ""),
    "invoices": ("90d", "order_closed", "10y", "end_of_fiscal_year"),
    "guest_contact": ("90d", "order_closed", "", ""),
    "care": ("180d", "case_closed", "", ""),
    "account": ("30d", "account_closed", "", ""),
    "declaration": ("30d", "account_closed", "3y", ""),
    "opinions": ("2y", "collected", "", ""),
    "topics": ("2y", "collected", "", ""),
}


@pytest.mark.parametrize("name", TERMS)
def test_each_term_is_compiled_as_the_sentence_says(name: str) -> None:
    """Used until, then set aside until."""
    found = retention(name)
    store = str(found.store) if found.store else ""
    assert (str(found.use), found.start, store, found.store_from) == TERMS[name]
    assert found.clause == "IV.1"
    assert bool(found.cite) == bool(found.store), "setting aside rests on a law, and only that does"


def test_the_policy_has_these_terms_and_no_other() -> None:
    """What the compiler split or added would show here."""
    assert [one.name for one in policy().retentions] == list(TERMS)


def test_every_field_has_a_term_for_every_purpose_that_keeps_it() -> None:
    """Law 91/2025 article 3.3: nothing is kept for ever, and a field without a term is a warning."""
    covered = 0
    for one in policy().retentions:
        covered |= one.fields
    assert covered == EVERY
    assert "no-term" not in codes(text_with(), "warning")
    assert "no-term" in codes(without("retain.care"), "warning")


@pytest.mark.parametrize(("name", "old", "new"), [
    ("orders", 'store    = "3y"', 'store    = "2y"'),
    ("orders", 'from     = "order_closed"', 'from     = "collected"'),
    ("invoices", 'store      = "10y"', 'store      = "9y"'),
    ("invoices", 'store_from = "end_of_fiscal_year"', 'store_from = "order_closed"'),
])  # fmt: skip
def test_a_term_below_the_floor_of_the_law_is_split_and_said(name: str, old: str, new: str) -> None:
    """Shorter, or counted from an earlier day: used as promised, set aside as the law says."""
    term = block(f"retain.{name}")
    result = compiled(text_with((term, term.replace(old, new))))
    assert result.policy is not None
    split = retention(name, result.policy)
    assert (str(split.use), str(split.store)) == ("90d", TERMS[name][2])
    assert [one.code for one in result.diagnostics if one.clause == "IV.1" and one.code == "stored"] == [
        "stored"
    ]


def test_only_the_part_under_a_floor_is_set_aside() -> None:
    """A term over a name and a purchase sets the purchase aside, not the name."""
    term = block("retain.guest_contact")
    made = policy_of(
        text_with((term, term.replace('["contact", "zalo"]', '["contact", "zalo", "purchases"]')))
    )
    parts = {
        one.name: (names_in(one.fields), one.store) for one in made.retentions if "guest_contact" in one.name
    }
    assert [fields for fields, store in parts.values() if store] == [("purchases",)]
    assert [fields for fields, store in parts.values() if not store] == [
        ("name", "phone", "email", "address", "zalo")
    ]


def test_setting_aside_without_a_law_does_not_compile() -> None:
    """Storing on is allowed only where a law obliges."""
    term = block("retain.declaration")
    assert codes(text_with((term, term.replace('cite     = "Law 91/2025/QH15 art 9"\n', "")))) == {
        "store-cite"
    }


def test_every_term_is_carried_out_by_software() -> None:
    """The daily run keeps them (test_IV_1_the_daily_run.py); the law's item on terms is said by this clause."""
    assert kept("IV.1") == {f"retain.{name}": ENFORCED for name in TERMS}
    assert policy().says["c"] == "IV.1"
