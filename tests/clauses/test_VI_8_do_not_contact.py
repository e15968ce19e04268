"""VI.8: "do not contact me" is said once and kept as a mark that cannot be read back, also after erasing the rest."""

from __future__ import annotations

import pytest

from giuloi.core.consent.record import NotPossible
from giuloi.core.terms import Channel, ConsentState, Secret, Standing
from giuloi.promises.use.outreach.never import say_never
from giuloi.promises.use.outreach.reasons import ADDRESS
from giuloi.records import consents, do_not_contact, vault
from giuloi.records.do_not_contact import DoNotContact
from giuloi.records.measures import measured
from giuloi.records.subjects import Subject
from tests.cast import BINH
from tests.clauses.wording import ENFORCED, block, codes, kept, policy_of, requirement, text_with, without
from tests.promises.use.outreach.conftest import Desk
from tests.records.conftest import Shop


def test_the_mark_is_a_keyed_digest() -> None:
    """As it is written, so it is compiled."""
    assert requirement("do_not_contact").values == {"kept_as": "keyed_digest"}
    rule = block("require.do_not_contact")
    readable = policy_of(text_with((rule, rule.replace("keyed_digest", "plain_number"))))
    assert requirement("do_not_contact", readable).values == {"kept_as": "plain_number"}


def test_who_said_no_is_not_asked_again(shop: Shop, binh: int) -> None:
    """What stands of it today: a refusal is remembered for each purpose and channel, and asking again is refused."""
    asked = shop.asked("promotion", Channel.SMS)
    consents.refuse(binh, [asked], shop.now())
    with pytest.raises(NotPossible):
        consents.ask(binh, [asked], shop.now())
    assert consents.states_of(binh)["promotion", "sms", ""] is ConsentState.REFUSED
    consents.ask(binh, [shop.asked("promotion", Channel.EMAIL)], shop.now())


def test_whoever_asked_is_never_written_to_again_also_after_everything_else_is_erased(desk: Desk) -> None:
    """Said once. The person goes, the mark stays; the same address, given anew with consent, gets nothing."""
    first = desk.willing(1)
    assert say_never(first, desk.now(), "Đừng liên lạc với tôi nữa", "vi")
    Subject.objects.filter(id=first).delete()
    desk.willing(1)
    desk.willing(2)
    desk.work(desk.started())
    assert desk.to == ["khach2@example.vn"]


def test_the_mark_cannot_be_read_back_and_another_key_makes_another(desk: Desk) -> None:
    """Sixteen keyed bytes: neither number nor address, nor anything that another installation could look for."""
    say_never(desk.willing(1), desk.now(), "Đừng liên lạc với tôi nữa", "vi")
    marks = [bytes(one.mark) for one in DoNotContact.objects.all()]
    assert {len(one) for one in marks} == {16}
    assert all(b"0594" not in one and b"khach" not in one for one in marks)
    address = Secret("khach1@example.vn")
    assert do_not_contact.mark_of("email", address) in marks
    assert do_not_contact.mark_of("email", address, "another key") not in marks


@pytest.mark.parametrize("field", sorted(set(ADDRESS.values())))
def test_every_kind_of_address_that_can_be_written_to_can_be_on_the_list(
    shop: Shop, binh: int, field: str
) -> None:
    """Each channel's own field is marked, is found again, and is one of those that `say_never` opens."""
    address = Secret({"phone": "0594000009", "email": "khach9@example.vn"}.get(field, "khach-9"))
    do_not_contact.ask_never(binh, {field: address}, shop.now())
    assert do_not_contact.asked_never([(field, address)]) == [frozenset({do_not_contact.EVERY_CHANNEL})]
    assert field in do_not_contact.MARKED


def test_an_identity_at_messenger_is_marked_when_its_owner_says_never(shop: Shop, an: int) -> None:
    """Opened through the gate with the others, and recognised when it comes back as somebody new."""
    vault.seal(an, {"messenger": "an.nguyen.9"}, shop.now())
    assert say_never(an, shop.now(), "Đừng liên lạc với tôi nữa", "vi")
    again = shop.person(BINH, Standing.GUEST)
    vault.seal(again, {"messenger": "an.nguyen.9"}, shop.now())
    assert do_not_contact.never(again) == {do_not_contact.EVERY_CHANNEL}


def test_the_list_is_kept_and_looked_at() -> None:
    """Without the block the sentence would stand alone, and the compiler says so."""
    assert kept("VI.8") == {"require.do_not_contact": ENFORCED}
    assert "no-rule" in codes(without("require.do_not_contact"), "warning")


def test_a_list_in_the_clear_would_be_noticed(desk: Desk) -> None:
    """The measure looks at every mark."""

    def on() -> bool:
        return next(one.on for one in measured() if one.name == "do_not_contact")

    assert on()
    DoNotContact.objects.create(mark=b"khach1@example.vn", asked_at=desk.now())
    assert not on()
