"""IV.5: what seems untrue is first asked to be corrected, and only then buying with the account is suspended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from giuloi.core.terms import CaseKind, Standing
from giuloi.promises.collect.buying import Missing, what_is_missing
from giuloi.promises.collect.correction import Correction, correct
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.guests import register_guest
from giuloi.promises.collect.orders import NotPlaced, Placing, place_order
from giuloi.promises.collect.untrue import (
    STEPS,
    TIME_TO_CORRECT,
    Doubt,
    DoubtState,
    NotThisStep,
    ask_to_correct,
    doubt_of,
    is_suspended,
    lift,
    open_doubt,
    suspend,
)
from giuloi.promises.collect.verification import note_verified
from giuloi.records import vault
from giuloi.records.cases import Case
from giuloi.records.measures import LOOKS
from giuloi.records.notices import NoticeKind, notices_about
from giuloi.records.reveal import Refusal, Revealed
from tests.cast import AN, BINH
from tests.clauses.wording import ENFORCED, kept, policy_of, requirement, the_policy, without
from tests.records.conftest import Shop

HA = "staff/care/3f9c2a7b5d1e8046"
EVIDENCE = "Thư gửi tới địa chỉ này trả về hai lần."
GOODS = Purchases((Line("Bánh cốm", "1", "85000"),), "85000")


def buys(subject: int, shop: Shop) -> int:
    """They order."""
    return place_order(
        subject, Placing(GOODS, Contact(AN.name, AN.phone, "", AN.address), "Đặt hàng"), shop.now()
    )


def asked(subject: int, shop: Shop) -> int:
    """A file whose first step is taken."""
    doubt = open_doubt(subject, ["address"], EVIDENCE, shop.now(), HA)
    ask_to_correct(doubt, shop.now(), HA)
    return doubt


def suspended(subject: int, shop: Shop) -> int:
    """A file whose second step is taken, in its time."""
    doubt = asked(subject, shop)
    shop.clock += TIME_TO_CORRECT
    suspend(doubt, shop.now(), HA)
    return doubt


def test_evidence_is_sealed_and_opens_by_the_files_own_case(shop: Shop, an: int) -> None:
    """Under the law's own ground, for care alone: it rests on no consent of theirs."""
    doubt = open_doubt(an, ["address"], EVIDENCE, shop.now(), HA)
    [answer] = shop.open(shop.staff("care", "rights", doubt), ["care_note"], an)
    assert isinstance(answer, Revealed)
    assert answer.records[doubt]["care_note"].open() == EVIDENCE
    assert isinstance(shop.open(shop.staff("marketing", "rights", doubt), ["care_note"], an)[0], Refusal)
    for fields, evidence in ((["address"], " "), ([], EVIDENCE), (["birth_year"], EVIDENCE)):
        with pytest.raises(NotThisStep):
            open_doubt(an, fields, evidence, shop.now(), HA)


def test_the_two_steps_are_those_of_the_policy_and_none_is_skipped(shop: Shop, an: int) -> None:
    """Suspending follows on asking alone, and only once the time that was given is over."""
    values = requirement("untrue_information").values
    assert (values["first"], values["then"]) == (DoubtState.ASKED, DoubtState.SUSPENDED)
    assert [was for was, to in STEPS.items() if DoubtState.SUSPENDED in to] == [DoubtState.ASKED]
    doubt = open_doubt(an, ["address"], EVIDENCE, shop.now(), HA)
    with pytest.raises(NotThisStep):
        suspend(doubt, shop.now() + timedelta(days=365), HA)
    ask_to_correct(doubt, shop.now(), HA)
    with pytest.raises(NotThisStep, match="still has time"):
        suspend(doubt, shop.now() + TIME_TO_CORRECT - timedelta(minutes=1), HA)
    assert buys(an, shop), "asked is not suspended"


def test_only_buying_with_the_account_stops(shop: Shop, an: int) -> None:
    """The sentence says what to do; a guest of the same telephone number buys, and the account's data opens."""
    suspended(an, shop)
    with pytest.raises(NotPlaced) as refused:
        buys(an, shop)
    assert refused.value.words is not None
    assert "mua được như khách không có tài khoản" in refused.value.words.vi
    assert buys(register_guest(Contact(AN.name, AN.phone), shop.now()), shop)
    case = Case.objects.filter(subject_id=an, kind=CaseKind.REQUEST).first()
    assert case is not None
    [answer] = shop.open(shop.staff("care", "rights", case.id), ["name"], an)
    assert isinstance(answer, Revealed)


def test_correcting_it_lifts_the_suspension_at_once(shop: Shop, an: int) -> None:
    """By their own hand, without asking anybody; they are told, and the file's case is closed."""
    doubt = suspended(an, shop)
    correct(Correction(an, "name", "Nguyễn Thị An"), shop.now())
    assert is_suspended(an), "another field was doubted"
    correct(Correction(an, "address", "14 Hàng Bông, Phường Hoàn Kiếm, Hà Nội"), shop.now())
    assert not is_suspended(an)
    assert buys(an, shop)
    told = [kind for kind, _, _ in notices_about(doubt)]
    assert told == [NoticeKind.CORRECTION_ASKED, NoticeKind.BUYING_SUSPENDED, NoticeKind.BUYING_RESUMED]
    assert Case.objects.get(id=doubt).closed_at is not None


def test_what_was_true_after_all_is_lifted_by_people(shop: Shop, an: int) -> None:
    """From any step, once."""
    doubt = asked(an, shop)
    lift(doubt, shop.now(), HA)
    found = doubt_of(doubt)
    assert found is not None
    assert found.state is DoubtState.LIFTED
    with pytest.raises(NotThisStep):
        lift(doubt, shop.now(), HA)


def test_a_guest_answers_for_nothing_but_their_order(shop: Shop, binh: int) -> None:
    """The clause speaks of members."""
    with pytest.raises(NotThisStep, match="members"):
        open_doubt(binh, ["address"], EVIDENCE, shop.now(), HA)


@pytest.mark.parametrize("lacking", ["name", "phone", "email", "address"])
def test_a_member_who_lacks_something_completes_it_or_buys_as_a_guest(
    shop: Shop, an: int, lacking: str
) -> None:
    """Checked again when buying: told what is missing, by its name."""
    assert what_is_missing(an).fields == ()
    vault.seal(an, {lacking: None}, shop.now())
    assert what_is_missing(an).fields == (lacking,)
    with pytest.raises(NotPlaced) as refused:
        buys(an, shop)
    assert refused.value.words is not None
    assert buys(register_guest(Contact(BINH.name, BINH.phone), shop.now()), shop)
    vault.seal(an, {lacking: getattr(AN, lacking)}, shop.now())
    assert buys(an, shop)


def test_what_is_not_verified_is_said(shop: Shop, an: int) -> None:
    """A page can ask for the code, and buying goes on meanwhile; for a guest there is nothing to say."""
    assert what_is_missing(an).unverified == ("phone", "email")
    assert buys(an, shop)
    for field in ("phone", "email"):
        note_verified(an, field, shop.now())  # type: ignore[arg-type]
    assert what_is_missing(an) == Missing()
    assert what_is_missing(shop.person(BINH, Standing.GUEST)) == Missing()


def test_it_is_kept_and_shown_so() -> None:
    """Where the policy does not promise it, nothing is shown."""
    assert kept("IV.5")["require.untrue_information"] is ENFORCED
    assert "require.untrue_information" not in kept("IV.5", policy_of(without("require.untrue_information")))


def test_whether_somebody_was_suspended_unasked_can_be_looked_at(shop: Shop, an: int) -> None:
    """By whatever went round the two steps: the measure is off then."""
    doubt = suspended(an, shop)
    look = LOOKS["untrue_information"]
    assert look(the_policy())[0]
    Doubt.objects.filter(id=doubt).update(asked_at=None)
    assert not look(the_policy())[0]
