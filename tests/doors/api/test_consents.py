"""A consent that a machine writes down is one that somebody gave: in their words, once, and never over a later no."""

from __future__ import annotations

from typing import Any

from giuloi.core.terms import Channel
from giuloi.records.access.repeats import Repeat
from giuloi.records.receipts import receipt_for
from tests.doors.api.conftest import Machine
from tests.records.conftest import Shop

SAID = {
    "purpose": "promotion",
    "channel": "email",
    "wording": "Tôi đồng ý.",
    "language": "vi",
    "method": "web",
}


def _says(who: int, answer: str, **more: Any) -> dict[str, Any]:
    return {**SAID, "subject": str(who), "answer": answer, **more}


def _states(care: Machine, who: int) -> dict[tuple[str, str], str]:
    found = care.post("/consents/of", {"subject": str(who)}).json()["consents"]
    return {(one["purpose"], one["channel"]): one["state"] for one in found}


def test_given_and_withdrawn_are_in_force_at_once(care: Machine, binh: int) -> None:
    """And each has its receipt."""
    given = care.post("/consents", _says(binh, "given"))
    assert (given.status_code, given.json()["state"]) == (201, "given")
    assert care.get(f"/receipts/{given.json()['record']}").json() == receipt_for(int(given.json()["record"]))
    assert care.post("/consents", _says(binh, "withdrawn")).json()["state"] == "withdrawn"
    assert _states(care, binh) == {("promotion", "email"): "withdrawn"}


def test_a_key_sees_the_consents_of_its_own_purposes(
    shop: Shop, marketing: Machine, care: Machine, an: int
) -> None:
    """An consented to supply and promotion: marketing sees promotion."""
    assert _states(marketing, an) == {("promotion", "email"): "given"}
    assert set(_states(care, an)) == {("promotion", "email"), ("supply", "in_house")}


def test_a_purpose_or_channel_that_the_policy_lacks_is_refused(care: Machine, binh: int) -> None:
    """Nothing is written."""
    assert care.post("/consents", _says(binh, "given", channel="post")).status_code == 422
    assert care.post("/consents", _says(binh, "given", purpose="telepathy")).status_code == 422
    assert _states(care, binh) == {}


def test_there_is_nothing_to_withdraw_where_nothing_was_given(care: Machine, binh: int) -> None:
    """409, and no withdrawal stands in the key store."""
    assert care.post("/consents", _says(binh, "withdrawn")).json()["code"] == "nothing_to_withdraw"


def test_a_late_repeat_of_a_yes_does_not_come_back_over_a_no(shop: Shop, care: Machine, binh: int) -> None:
    """The yes was cut off before it was written; Bình then said no; the machine sends its yes again."""
    care.post("/consents", _says(binh, "given"), Idempotency_Key="k")
    shop.clock = Repeat.objects.get().made_at
    shop.withdraw(binh, ("promotion", Channel.EMAIL))
    Repeat.objects.update(status=None, claimed_at="2026-01-01T00:00:00Z")
    again = care.post("/consents", _says(binh, "given"), Idempotency_Key="k")
    assert (again.status_code, again.json()["code"]) == (409, "overtaken")
    third = care.post("/consents", _says(binh, "given"), Idempotency_Key="k")
    assert (third.status_code, third.json()["code"]) == (409, "busy")
    assert _states(care, binh)["promotion", "email"] == "withdrawn"
