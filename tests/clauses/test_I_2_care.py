"""I.2: information is used to care for customers: answering, technical support, sending what they need to know.

Neither replies nor notices carry advertising.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.terms import CaseKind, Channel
from giuloi.promises.use import cases, contact, notices
from giuloi.promises.use.advertising import CarriesAdvertising
from giuloi.promises.use.notices import Notice
from giuloi.records.credentials import CODE_PATHS
from giuloi.records.reveal import Refusal, Revealed
from tests.cast import BINH
from tests.clauses.way import (
    MEMBER,
    Way,
    agreed,
    outcome,
    shut_unless_whole,
    without_consent,
    would_be_noticed,
)
from tests.clauses.wording import ENFORCED, block, kept, text_with, the_policy
from tests.records.conftest import Shop

ASKING = ("name", "phone", "email", "zalo", "messenger", "purchases", "care_note")
GUEST_CASE = Way("care", "care", ASKING, CaseKind.CARE)
BY_PHONE = replace(GUEST_CASE, channel=Channel.PHONE, fields=("name", "phone"))
NOTICE = Way("notice", "system", ("name", "email", "purchases"), channel=Channel.EMAIL)


@pytest.mark.parametrize("way", [GUEST_CASE, BY_PHONE], ids=["reading", "calling"])
def test_a_guest_is_cared_for_under_an_open_case(shop: Shop, way: Way) -> None:
    """Bình asked something: while his case is open, care may look and call, and nobody else."""
    shut_unless_whole(shop, way, "I.2", {})


def test_a_member_is_cared_for_with_their_consent(shop: Shop) -> None:
    """An's consent to care is a consent of its own (IV.4)."""
    way = replace(GUEST_CASE, standing=MEMBER, consents=(agreed("care"),))
    shut_unless_whole(shop, way, "I.2", without_consent("care", "IV.4 prohibited"))


def test_a_notice_goes_out_by_our_own_code(shop: Shop) -> None:
    """A recall or a changed policy reaches everybody, members who withdrew too."""
    shut_unless_whole(shop, NOTICE, "I.2", {})
    shut_unless_whole(shop, replace(NOTICE, standing=MEMBER), "I.2", {})


def test_no_person_of_the_shop_sends_notices_but_code_that_something_starts(shop: Shop) -> None:
    """A notice needs no case, so nobody may hold it but code that an order, a version or a change starts."""
    for role in ("fulfilment", "care", "marketing", "legal"):
        assert outcome(shop, replace(NOTICE, role=role)) == "I.2 role"
    assert [path for path, (purpose, _) in CODE_PATHS.items() if purpose == "notice"] == [
        "tell_of_correction",
        "tell_of_disclosure",
        "tell_of_incident",
        "tell_of_order",
        "tell_of_policy",
        "tell_of_request",
    ]


def test_a_reply_carries_no_advertising(shop: Shop) -> None:
    """Care has no part in promotion, whatever the case and the consent; marketing has none in care."""
    consent = (agreed("promotion", Channel.EMAIL),)
    by_care = Way("promotion", "care", ("email",), CaseKind.CARE, channel=Channel.EMAIL, consents=consent)
    assert outcome(shop, by_care) == "I.3 role"
    assert outcome(shop, replace(by_care, role="marketing")) == "I.3 no_case"
    assert outcome(shop, replace(GUEST_CASE, role="marketing")) == "I.2 role"
    assert not the_policy().purposes["care"].topic
    assert not the_policy().purposes["notice"].topic


def test_a_policy_that_gives_care_to_marketing_would_be_noticed(shop: Shop) -> None:
    """One word more among the roles, and the refusal above is gone."""
    care = block("purpose.care")
    loose = text_with((care, care.replace('["care"]', '["care", "marketing"]')))
    would_be_noticed(shop, loose, replace(GUEST_CASE, role="marketing"), "I.2 role", "I.2 permitted")


def test_a_reply_that_offers_something_is_refused_before_it_is_kept(shop: Shop) -> None:
    """Said with the sentence and the way out; the same answer without the offer goes in line."""
    binh = shop.person(BINH)
    case = cases.begin(binh, shop.now())
    staff = shop.staff("care", "care", case).staff or 0
    with pytest.raises(CarriesAdvertising):
        contact.contact(case, Channel.EMAIL, "Hai ngày ạ. Nhập mã TET20 để được giảm 20%!", staff, shop.now())
    assert cases.timeline(case) == []


def test_a_notice_needs_its_ground_and_goes_once(shop: Shop) -> None:
    """Each notice has a row that says because of what; asked for twice it is told once."""
    binh = shop.person(BINH)
    for expected in (True, False):
        told = notices.tell(Notice.ORDER_CONFIRMED, binh, 701, shop.now(), number="0000")
        assert told is expected
    assert [one.ground for one in notices.notices_about(701)] == [701]


def test_no_case_no_data(shop: Shop) -> None:
    """What was written to care is read by its case, and by nobody once that is closed."""
    binh = shop.person(BINH)
    case = cases.begin(binh, shop.now())
    cases.came(case, "Bánh để được mấy ngày?", shop.now(), channel=Channel.EMAIL)
    holding = shop.staff("care", "care", case)
    assert isinstance(shop.open(holding, ["care_note"], binh)[0], Revealed)
    cases.close(case, shop.now())
    assert isinstance(shop.open(holding, ["care_note"], binh)[0], Refusal)


def test_the_clause_is_kept_by_the_gate() -> None:
    """Nothing is opened for another reason."""
    assert kept("I.2") == {"purpose.care": ENFORCED, "purpose.notice": ENFORCED}
