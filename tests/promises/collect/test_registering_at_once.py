"""IV.5: also when two register at the same instant there is one person at most."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from giuloi.promises.collect.form import Form, NotRegistered
from giuloi.promises.collect.members import register_member
from giuloi.records.subjects import Subject
from tests.cast import AN, BINH, CHI, DUNG
from tests.fakes.forms import form_of
from tests.fakes.installation import NOON, Installed, set_up


@pytest.fixture
def shop_for_all(house: Any, transactional_db: None) -> Installed:
    """A shop whose data other threads and connections see too."""
    return set_up()


def together(forms: list[Form]) -> list[str]:
    """What became of each: "registered", or the codes of the refusal."""
    start, outcomes = threading.Barrier(len(forms)), []

    def register(form: Form) -> None:
        start.wait()
        try:
            register_member(form, NOON)
            outcomes.append("registered")
        except NotRegistered as refusal:
            outcomes.append(" ".join(one.code for one in refusal.problems))
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_four_who_register_the_same_phone_at_once_one_is_a_member(shop_for_all: Installed) -> None:
    """The three others are told that the number is taken; nothing of theirs is kept."""
    policy = shop_for_all.policy.policy
    forms = [form_of(one, policy, phone=AN.phone) for one in (AN, BINH, CHI, DUNG)]
    assert together(forms) == ["registered", "taken", "taken", "taken"]
    assert Subject.objects.count() == 1


def test_crossed_claims_leave_one_member_and_nobody_waiting(shop_for_all: Installed) -> None:
    """One with An's phone and Bình's mail, one the other way round, and both of them."""
    policy = shop_for_all.policy.policy
    crossed = [form_of(AN, policy, email=BINH.email), form_of(BINH, policy, email=AN.email)]
    outcomes = together([*crossed, form_of(AN, policy), form_of(BINH, policy)])
    assert outcomes.count("registered") == 2
    assert Subject.objects.count() == 2
