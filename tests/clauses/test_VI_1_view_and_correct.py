"""VI.1: customers view, download and correct their information by themselves or by asking; no papers are copied."""

from __future__ import annotations

from giuloi.core.fields import EVERY, FIELD
from giuloi.core.terms import CaseKind
from giuloi.promises.collect.correction import Correction, correct
from giuloi.records.own_data import own_data
from giuloi.records.uses import pending
from tests.clauses.way import MEMBER, Way, outcome
from tests.clauses.wording import PROCEDURAL, codes, kept, text_with, the_policy
from tests.records.conftest import Shop

ITEM = '[says]\nitems = ["e"]\n'


def test_the_owner_of_an_account_sees_all_that_is_theirs(shop: Shop) -> None:
    """The account page shows the account; the right of access covers every field there is."""
    assert the_policy().purposes["rights"].fields == EVERY
    mine = ("name", "phone", "email", "address", "birth_year", "purchases", "invoice", "declaration")
    assert outcome(shop, Way("account", "self", mine, standing=MEMBER)) == "IV.5 permitted"


def test_care_answers_who_asks_by_mail_or_in_the_shop(shop: Shop) -> None:
    """Every field, under the request; without one, none."""
    everything = Way("rights", "care", tuple(FIELD), CaseKind.REQUEST)
    assert outcome(shop, everything) == "IV.3 permitted"
    assert outcome(shop, Way("rights", "care", tuple(FIELD))) == "IV.3 no_case"


def test_it_is_said_and_without_saying_it_the_compiler_warns() -> None:
    """Item e of Decree 248/2026 article 5.1."""
    assert the_policy().says["e"] == "VI.1"
    assert "not-said" in codes(text_with((ITEM, "")), "warning")
    assert "not-said" not in codes(text_with(), "warning")


def test_what_is_corrected_is_what_is_shown_from_then_on(shop: Shop, an: int) -> None:
    """Sealed anew; the ledger says which field and by whom, and nothing of what it says."""
    correct(Correction(an, "address", "1 Tràng Tiền, Hà Nội"), shop.now())
    assert own_data(an, shop.now()).records[0]["address"].open() == "1 Tràng Tiền, Hà Nội"
    use = next(one.use for one in pending.waiting(1000) if one.use.event == "rectify")
    assert (use.actor, use.clause, use.fields) == ("customer", "VI.1", FIELD["address"].mask)


def test_looking_at_ones_own_is_in_the_ledger_too(shop: Shop, an: int) -> None:
    """Under the account's clause, as the customer's own."""
    own_data(an, shop.now())
    use = pending.waiting(1000)[-1].use
    assert (use.actor, use.event, use.clause) == ("code/show_own_data", "reveal", "IV.5")


def test_people_keep_the_rest_of_it_and_that_is_shown() -> None:
    """Asking by mail or in the shop is people's work: procedural, whatever the pages do by themselves."""
    assert kept("VI.1") == {"says.e": PROCEDURAL}
