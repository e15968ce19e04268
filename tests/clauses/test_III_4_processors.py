"""III.4: who carries messages for the shop receives a name and where the message goes; data stay in Viet Nam."""

from __future__ import annotations

from dataclasses import replace

import pytest

from giuloi.core.fields import names_in
from giuloi.core.terms import CaseKind, Channel, Relation
from tests.clauses.way import Way, agreed, outcome, shut_unless_whole, without_consent, would_be_noticed
from tests.clauses.wording import ENFORCED, NOT_KEPT_YET, kept, requirement, the_policy, without
from tests.records.conftest import Shop

MAIL = Way(
    "promotion",
    "marketing",
    ("name", "email"),
    CaseKind.CAMPAIGN,
    channel=Channel.EMAIL,
    consents=(agreed("promotion", Channel.EMAIL),),
    recipient="tin-nhan-la-dua",
    relation=Relation.PROCESSOR,
)


def test_a_message_is_handed_over_only_to_those_who_agreed_to_it(shop: Shop) -> None:
    """The service stands where the shop stands: the consent is the one to the purpose."""
    shut_unless_whole(shop, MAIL, "III.4", without_consent("promotion", "III.4 no_consent"))


@pytest.mark.parametrize("field", ["purchases", "address", "care_note"])
def test_a_service_learns_nothing_but_name_and_address_for_messages(shop: Shop, field: str) -> None:
    """Care may see it, and does not hand it on."""
    seen = Way("rights", "care", (field,), CaseKind.REQUEST)
    assert outcome(shop, seen) == "IV.3 permitted"
    assert outcome(shop, replace(seen, recipient="la-dua", relation=Relation.PROCESSOR)) == "II.1 recipient"


def test_a_service_gets_nothing_for_advertising_or_authorities(shop: Shop) -> None:
    """The purposes that the permit does not name."""
    [permit] = [one for one in the_policy().permits if one.name == "messenger_service"]
    assert set(the_policy().purposes) - permit.purposes == {"advertising", "authority_request"}
    way = replace(
        MAIL, purpose="authority_request", role="legal", case=CaseKind.AUTHORITY, channel=Channel.IN_HOUSE
    )
    assert outcome(shop, way) == "II.1 recipient"


def test_a_policy_without_the_permit_would_be_noticed(shop: Shop) -> None:
    """Nothing leaves without one."""
    would_be_noticed(shop, without("permit.messenger_service"), MAIL, "III.4 permitted", "II.1 recipient")


def test_the_named_service_is_in_viet_nam_and_within_the_permit() -> None:
    """What the register's entry names is no more than what the gate lets out."""
    service = requirement("recipient.messenger_service")
    [permit] = [one for one in the_policy().permits if one.name == "messenger_service"]
    assert (service.values["relation"], service.values["country"]) == ("processor", "VN")
    assert set(names_in(service.values["fields"])) <= set(names_in(permit.fields))


def test_the_place_of_storage_is_not_kept_yet_and_shown_so() -> None:
    """The register has the contracts; software cannot see where its machine stands."""
    assert kept("III.4") == {
        "recipient.messenger_service": ENFORCED,
        "permit.messenger_service": ENFORCED,
        "require.stored_in": NOT_KEPT_YET,
    }
    assert requirement("stored_in").values == {"country": "VN"}
