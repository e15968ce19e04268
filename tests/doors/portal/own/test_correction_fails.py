"""A correction that fails halfway changes nothing: they are found as before, and by nothing new."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from giuloi.core.identifiers import norm_v1
from giuloi.promises.collect import correction
from giuloi.promises.collect.correction import Correction, correct
from giuloi.records.keyring import keyring
from giuloi.records.keyring.keyring import Keyring
from tests.cast import AN
from tests.doors.portal.own.conftest import Customer, now
from tests.doors.portal.own.test_correction import held

NEW = "0594000077"


class Broken(Exception):
    """What a step fails with here."""


def _breaks(*_: Any) -> None:
    raise Broken


def _found(phone: str) -> list[int]:
    return keyring().find("phone", norm_v1("phone", phone), claimed=True)


def _correct(customer: Customer, phone: str, at: datetime | None = None) -> None:
    correct(Correction(customer.subject, "phone", phone, proven=True), at or now())


@pytest.mark.parametrize("step", ["vault.seal", "note_verified", "record_uses"])
@pytest.mark.parametrize("phone", [NEW, AN.phone])
def test_whatever_step_fails_the_former_number_still_finds_them(
    an: Customer, monkeypatch: pytest.MonkeyPatch, step: str, phone: str
) -> None:
    """And the new one nobody, unless it is the one they had; the next try goes through."""
    with monkeypatch.context() as patch:
        patch.setattr(f"{correction.__name__}.{step}", _breaks)
        with pytest.raises(Broken):
            _correct(an, phone)
    assert _found(AN.phone) == [an.subject]
    assert _found(NEW) == []
    assert held(an, "phone") == AN.phone
    _correct(an, NEW)
    assert (_found(NEW), _found(AN.phone)) == ([an.subject], [])


def test_a_key_store_that_refuses_the_new_number_changes_nothing(
    an: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step of all."""
    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "index", _breaks)
        with pytest.raises(Broken):
            _correct(an, NEW)
    assert (_found(AN.phone), _found(NEW), held(an, "phone")) == ([an.subject], [], AN.phone)


def test_a_crash_at_the_last_step_leaves_both_until_the_next_try(
    an: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both lead to the same person; the same correction once more takes the former one out."""
    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "unindex", _breaks)
        with pytest.raises(Broken):
            _correct(an, NEW)
    assert (_found(AN.phone), _found(NEW), held(an, "phone")) == ([an.subject], [an.subject], NEW)
    _correct(an, NEW)
    assert (_found(AN.phone), _found(NEW)) == ([], [an.subject])
