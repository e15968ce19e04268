"""/me: everything held about the visitor, each datum with its clause, purpose and term; nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from giuloi.core.terms import CaseKind, SubjectState
from giuloi.promises.collect.lifecycle import close_order
from giuloi.records import cases, freezing, vault
from giuloi.records.uses import pending
from tests.cast import AN, BINH, CHI, Person
from tests.doors.portal.own.conftest import Customer, now
from tests.records.conftest import Shop

PAGES = (
    "/me",
    "/me/choices",
    "/me/uses",
    "/me/uses/proofs",
    "/me/orders",
    "/me/correct/name",
    "/me/correct/phone",
)


@pytest.mark.parametrize("path", [*PAGES, "/me/orders/1", "/me/choices/receipt/1", "/me/uses/verifier.html"])
def test_without_a_session_every_page_leads_to_signing_in(shop: Shop, path: str) -> None:
    """And shows nothing on the way."""
    answer = Client().get(path, secure=True)
    assert (answer.status_code, answer.headers["Location"], answer.content) == (303, "/sign-in", b"")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_answers_members_in_both_languages_and_is_never_stored(
    an: Customer, path: str, language: str
) -> None:
    """`no-store`, and a page as strict as all others."""
    answer = an.get(path, language)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == language
    assert b"style=" not in answer.content
    assert b"<script>" not in answer.content


def test_everything_held_is_shown_with_clause_purpose_and_term(an: Customer) -> None:
    """Name, phone, e-mail, address, year of birth, the declaration, and what the orders are about."""
    page = an.text("/me")
    for text in (AN.name, AN.phone, AN.email, AN.address, "1990", "Bánh cốm Hàng Than", "Gọi trước khi giao"):
        assert text in page
    assert "Tôi cam đoan những thông tin trên là đúng" in page
    assert 'href="/trust/policy#I.1"' in page
    assert 'href="/trust/policy#IV.1"' in page
    assert "used until 30 days after the account is closed" in page
    assert "used until 90 days after the order is closed; then only stored, until 3 years after" in page


def test_a_term_that_has_begun_is_a_date(an: Customer) -> None:
    """Once the order is closed, nobody has to count."""
    close_order(an.orders[0], now())
    page = an.text(f"/me/orders/{an.orders[0]}")
    assert "90 days after the order is closed" not in page
    assert "used until " in page


def test_purposes_without_consent_are_not_said_to_be_used(an: Customer) -> None:
    """Promotion was agreed to, keeping in touch was not."""
    page = an.text("/me")
    assert "promotions (" in page
    assert "keeping in touch" not in page


def test_what_was_written_to_care_is_shown_by_the_right_of_access(an: Customer) -> None:
    """The account does not cover it; the request that the visit is does, and ends with it."""
    vault.seal(an.subject, {"care_note": "Hỏi về cách bảo quản"}, now())
    assert "Hỏi về cách bảo quản" in an.text("/me")
    assert not cases.Case.objects.filter(
        subject_id=an.subject, kind=CaseKind.REQUEST, closed_at=None
    ).exists()


def test_looking_is_in_the_ledger_as_ones_own(an: Customer) -> None:
    """One line for a visit."""
    before = pending.backlog()
    an.text("/me")
    uses = [one.use for one in pending.waiting(1000)][before:]
    assert [(one.actor, one.event, one.subjects) for one in uses] == [
        ("code/show_own_data", "reveal", (an.subject,))
    ]


def test_nobody_elses_data_is_on_it(
    an: Customer, binh: Customer, member: Callable[[Person], Customer]
) -> None:
    """An sees An, Bình sees Bình, Chi sees Chi."""
    pages = {"an": an.text("/me"), "binh": binh.text("/me"), "chi": member(CHI).text("/me")}
    for whose, person in (("an", AN), ("binh", BINH), ("chi", CHI)):
        for name, page in pages.items():
            assert (person.phone in page) == (name == whose)


def test_a_guest_sees_the_order_they_came_with_and_no_other(binh: Customer) -> None:
    """The session is for one order; what is theirs beside it waits until they sign in for it."""
    mine, other = binh.orders
    page = binh.text("/me")
    assert f"/me/orders/{mine}" in page
    assert f"/me/orders/{other}" not in page
    assert binh.get(f"/me/orders/{other}").status_code == 404
    assert str(other) not in binh.post("/me/copy.json").content.decode()


def test_frozen_shows_why_and_nothing_else(an: Customer) -> None:
    """Clause VI.4: nobody opens it, not even in a dispute over whose it is."""
    freezing.set_states(an.subject, SubjectState.FROZEN, now())
    page = an.text("/me")
    assert "clause VI.4" in page
    assert AN.phone not in page
    assert AN.name not in an.text(f"/me/orders/{an.orders[0]}")
    assert "clause VI.4" in an.text("/me/uses")


def test_restricted_still_shows_people_their_own(an: Customer) -> None:
    """Clause VI.5: to sign in and look is not taken away."""
    freezing.set_states(an.subject, SubjectState.RESTRICTED, now())
    assert AN.phone in an.text("/me")


def test_a_copy_can_be_taken_away(an: Customer) -> None:
    """As a file, all of it, by POST."""
    assert an.get("/me/copy.json").status_code == 405
    answer = an.post("/me/copy.json")
    told = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert told["person"]["phone"] == AN.phone
    assert told[f"order {an.orders[0]}"]["purchases"]["total"] == "1250000"


def test_what_a_person_wrote_is_text_and_never_markup(an: Customer) -> None:
    """A name that is a script is a name."""
    an.post("/me/correct/name", {"value": "An <script>alert(1)</script>"})
    assert "<script>alert" not in an.text("/me")
    assert "An &lt;script&gt;alert(1)&lt;/script&gt;" in an.text("/me")


def test_a_restriction_is_said_with_the_way_to_lift_it(an: Customer) -> None:
    """While every purpose but storing is shut the page does not leave it at what each datum is used for."""
    assert "kind=restrict" not in an.text("/me")
    freezing.set_states(an.subject, SubjectState.RESTRICTED, now())
    page = an.text("/me")
    assert "restricted, as you asked" in page
    assert 'href="/me/ask?kind=restrict"' in page


def test_whoever_is_signed_in_is_not_sent_to_an_address(an: Customer) -> None:
    """Erasing and restricting are asked for right here."""
    assert "write to" not in an.text("/me")


def test_a_vietnamese_page_cites_the_law_in_vietnamese(an: Customer) -> None:
    """The policy writes "Law …, art …" for both languages."""
    assert "Luật 91/2025/QH15, điều 9" in an.get("/me", "vi").content.decode()
    assert "Law 91/2025/QH15 art 9" in an.text("/me")
