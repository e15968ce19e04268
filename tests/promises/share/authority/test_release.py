"""What is handed over: exactly the approved scope, once, sealed, in the ledger as a disclosure."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest

from giuloi.core import fields as data_map
from giuloi.core.fields import mask_of
from giuloi.core.terms import SubjectState, Unavailable
from giuloi.promises.share.authority import handing, package, releasing
from giuloi.promises.share.authority.moving import file_row, position_of, steps_of
from giuloi.promises.share.authority.package import decrypted
from giuloi.promises.share.authority.problems import Changed, NotTaken, NotTheirs
from giuloi.promises.share.authority.rows import (
    AuthorityApproval,
    AuthorityFile,
    AuthorityPaper,
    AuthoritySubject,
)
from giuloi.promises.share.authority.scope import people_of
from giuloi.promises.share.authority.steps import NotThisStep, Stage, Why
from giuloi.records import cases, credentials, freezing
from giuloi.records.access.account_rows import StaffAccount
from giuloi.records.cases import Case
from giuloi.records.uses import pending
from tests.cast import AN
from tests.promises.share.authority.conftest import Legal


def _uses(event: str) -> list[pending.Use]:
    return [one.use for one in pending.waiting(10_000) if one.use.event == event]


def _data(legal: Legal, file: int, passphrase: str) -> dict[str, Any]:
    _, sealed = handing.take_package(file, legal.khoa, legal.now())
    with ZipFile(io.BytesIO(decrypted(sealed, passphrase))) as archive:
        hashes = json.loads(archive.read("manifest.json"))["sha256"]
        assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in hashes} == hashes
        return dict(json.loads(archive.read("data.json")))


def test_exactly_what_was_approved_leaves(legal: Legal, an: int) -> None:
    """Name and telephone of An, and nothing of what was bought, which was asked for but not granted."""
    legal.shop.order(an)
    file = legal.approved((an, None))
    released = legal.release(file)
    [person] = _data(legal, file, released.passphrase)["people"]
    assert {one["field"]: one["value"] for one in person["data"]} == {"name": AN.name, "phone": AN.phone}
    assert (released.given, released.named) == (1, 1)
    [use] = _uses("disclose")
    assert (use.subjects, use.fields, use.clause) == ((an,), mask_of(["name", "phone"]), "III.2")
    assert (use.purpose, use.recipient) == ("authority_request", "cong-an-thanh-pho-ha-noi")


def test_an_order_narrows_it_to_that_order(legal: Legal, an: int) -> None:
    """The letter names one order: the other one is not in the package."""
    order, _ = legal.shop.order(an, "2 bánh cốm")
    legal.shop.order(an, "9 bánh nướng")
    file = legal.approved((an, order), fields=("purchases",))
    released = legal.release(file)
    [person] = _data(legal, file, released.passphrase)["people"]
    assert [one["value"] for one in person["data"]] == ["2 bánh cốm"]


def test_the_case_is_open_for_no_longer_than_the_release(legal: Legal, an: int) -> None:
    """Before and afterwards nobody can look at An because of this file, and it was one person's alone."""
    file = legal.approved((an, None))
    assert not Case.objects.filter(kind="authority").exists()
    legal.release(file)
    [case] = Case.objects.filter(kind="authority")
    assert case.closed_at is not None
    assert case.staff_id == legal.ha
    assert cases.open_cases_of(an) == []


def test_it_leaves_once(legal: Legal, an: int) -> None:
    """A second release finds the file released; the first package stays the only one."""
    file = legal.approved((an, None))
    legal.release(file)
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.NOT_NOW
    assert AuthorityPaper.objects.filter(file_id=file, kind="package").count() == 1
    assert [one.about for one in steps_of(file) if one.what == "stopped"] == ["not_now"]


def test_a_crash_before_the_seal_leaves_nothing_outside_and_can_be_begun_anew(
    legal: Legal, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package was never kept: the file is still being released, and the next try releases it, once."""
    file = legal.approved((an, None))

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(releasing, "encrypted", dies)
        with pytest.raises(KeyboardInterrupt):
            legal.release(file)
    assert file_row(file).stage == Stage.RELEASING
    assert not AuthorityPaper.objects.filter(file_id=file, kind="package").exists()
    assert cases.open_cases_of(an) == []
    legal.release(file)
    assert file_row(file).stage == Stage.RELEASED


def test_of_two_who_release_at_once_one_gives_it_away(
    legal: Legal, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both opened; only the one who finds the file as claimed seals its package."""
    file = legal.approved((an, None))
    real = package.encrypted

    def overtaken(content: bytes) -> tuple[bytes, str]:
        monkeypatch.setattr(releasing, "encrypted", real)
        legal.release(file)
        return real(content)

    monkeypatch.setattr(releasing, "encrypted", overtaken)
    with pytest.raises((Changed, NotThisStep)):
        legal.release(file)
    assert AuthorityPaper.objects.filter(file_id=file, kind="package").count() == 1


def test_a_row_that_was_altered_behind_the_software_is_not_released(legal: Legal, an: int) -> None:
    """Somebody with the database adds a field, or the hash itself: two approvals stand for none of it."""
    file = legal.approved((an, None))
    AuthoritySubject.objects.filter(file_id=file).update(granted=mask_of(["name", "phone", "purchases"]))
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.STALE
    AuthorityFile.objects.filter(id=file).update(scope="f" * 64)
    with pytest.raises(NotThisStep):
        legal.release(file)
    assert _uses("disclose") == []


def test_an_approval_written_into_the_table_for_the_preparer_is_none(legal: Legal, an: int) -> None:
    """Hà prepared it; a row in her name, and the stage beside it, release nothing."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    at = legal.now()
    AuthorityApproval.objects.create(file_id=file, staff_id=legal.ha, scope=seen, at=at, proved_at=at)
    AuthorityFile.objects.filter(id=file).update(stage=Stage.APPROVED.value)
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.STALE


def test_who_was_frozen_meanwhile_is_not_in_the_package(legal: Legal, an: int, binh: int) -> None:
    """The gate has the last word, by its clause; with nobody left nothing is released, and the file can be refused."""
    file = legal.approved((an, None), (binh, None))
    freezing.set_states(an, SubjectState.FROZEN, legal.now())
    released = legal.release(file)
    assert (released.given, released.named) == (1, 2)
    first, second = _data(legal, file, released.passphrase)["people"]
    assert (first["not_provided"], first["data"]) == ("VI.4", [])
    assert second["data"]
    assert [one.outcome for one in people_of(file)] == ["VI.4", "given"]


def test_nothing_left_to_give_is_no_release(legal: Legal, an: int) -> None:
    """All of them frozen: no package, no link."""
    file = legal.approved((an, None))
    freezing.set_states(an, SubjectState.FROZEN, legal.now())
    with pytest.raises(NotTaken) as refused:
        legal.release(file)
    assert refused.value.field == "people"
    assert file_row(file).released_at is None


def test_the_link_works_once_and_not_for_long(legal: Legal, an: int) -> None:
    """The first who comes has it; the second, a guesser and somebody late have nothing."""
    file = legal.approved((an, None))
    released = legal.release(file)
    assert handing.fetch("0" * 64, legal.now()) is None
    assert handing.fetch(released.token, released.until) is None
    code, sealed = handing.fetch(released.token, legal.now()) or ("", b"")
    assert code == file_row(file).code
    assert decrypted(sealed, released.passphrase)
    assert handing.fetch(released.token, legal.now()) is None
    assert [one.what for one in steps_of(file)].count("fetched") == 1


def test_the_package_is_an_approvers_to_take_and_goes_when_its_time_is_over(legal: Legal, an: int) -> None:
    """Chu approved nothing; after a day the sealed bytes are gone, and their hash stays."""
    file = legal.approved((an, None))
    released = legal.release(file)
    with pytest.raises(NotTheirs):
        handing.take_package(file, legal.chu, legal.now())
    assert handing.take_package(file, legal.lan, legal.now())[1]
    assert handing.drop_over(legal.now()) == 0
    assert handing.drop_over(released.until) == 1
    assert not AuthorityPaper.objects.filter(file_id=file, kind="package").exists()
    assert file_row(file).package_hash


def test_a_wrong_passphrase_opens_nothing(legal: Legal, an: int) -> None:
    """And the sealed bytes hold nothing readable."""
    file = legal.approved((an, None))
    legal.release(file)
    _, sealed = handing.take_package(file, legal.khoa, legal.now())
    assert AN.phone.encode() not in sealed
    with pytest.raises(package.WrongPassphrase):
        decrypted(sealed, "wrong")


def test_who_is_not_in_charge_of_legal_matters_opens_nothing_by_releasing(legal: Legal, an: int) -> None:
    """An administrator of customer care may approve; the gate does not let that role open for an authority."""
    owner = credentials.add_staff("Dung", "care")
    StaffAccount.objects.create(staff=owner, login="dung", administrator=True, password_hash="x")
    file = legal.approved((an, None))
    with pytest.raises(NotTaken):
        legal.release(file, owner)
    [use] = _uses("refuse")
    assert (use.clause, use.subjects) == ("III.2", (an,))
    assert position_of(file_row(file)).stage is Stage.RELEASING
    legal.release(file)


def test_every_field_of_the_policy_can_be_given_and_no_other(legal: Legal, an: int) -> None:
    """The year of birth is in no permit: it cannot be cut into a scope, though the letter asks for it."""
    file = legal.verified((an, None), asked=data_map.EVERY)
    with pytest.raises(NotTaken) as refused:
        legal.cut(file, "name", "birth_year")
    assert refused.value.field == "fields"
    assert legal.cut(file, "name", "email", "address", "invoice")


@pytest.mark.parametrize("how", ["left", "moved"])
def test_a_yes_of_who_works_on_such_files_no_more_releases_nothing(legal: Legal, an: int, how: str) -> None:
    """Lan approved and then left, or packs parcels now: Khoa's yes alone is one; cut anew, two others can approve."""
    file = legal.approved((an, None))
    if how == "left":
        credentials.let_go(legal.lan, legal.now())
    else:
        credentials.change_role(legal.lan, "fulfilment")
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.GONE
    assert _uses("disclose") == []
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    legal.approve(file, seen, legal.chu)
    assert legal.release(file).given == 1


def test_a_key_store_that_does_not_answer_does_not_use_the_link_up(
    legal: Legal, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The authority has one time; it is used when they get the package, not when they asked for it."""
    file = legal.approved((an, None))
    released = legal.release(file)

    def shut(*_: object) -> bytes:
        raise Unavailable("the key store does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(handing, "newest", shut)
        with pytest.raises(Unavailable):
            handing.fetch(released.token, legal.now())
    assert handing.fetch(released.token, legal.now()) is not None
    assert [one.what for one in steps_of(file)].count("fetched") == 1


@pytest.mark.parametrize("value", [" =1+1", "\u00a0@SUM(A1)", "\n=1", "\u3000+1", "＝1", "=1", "\t1"])
def test_blanks_and_wide_signs_hide_no_formula(value: str) -> None:
    """Spreadsheets pass over them before they look for the sign."""
    assert package.formula_safe(value) == f"'{value}"
    assert package.formula_safe(" An = Bình") == " An = Bình"
