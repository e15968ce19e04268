"""Two windows, two colleagues, one moment: never one approver for two, never one package for two."""

from __future__ import annotations

from collections.abc import Callable

from giuloi.promises.share.authority import handing
from giuloi.promises.share.authority.moving import file_row, position_of, steps_of
from giuloi.promises.share.authority.problems import Changed
from giuloi.promises.share.authority.rows import AuthorityApproval, AuthorityPaper
from giuloi.promises.share.authority.steps import NotThisStep
from giuloi.records.uses import pending
from tests.promises.share.authority.conftest import Legal
from tests.together import together


def _tried(call: Callable[[], object]) -> Callable[[], bool]:
    """Whether it was done, and not refused."""

    def one() -> bool:
        try:
            call()
        except (NotThisStep, Changed):
            return False
        return True

    return one


def test_one_approver_in_many_windows_is_one_yes(legal: Legal, an: int) -> None:
    """And the file waits for the second person."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name", "phone")
    legal.shop.now()
    assert sum(together([_tried(lambda: legal.approve(file, seen, legal.khoa))] * 5)) == 1
    assert AuthorityApproval.objects.filter(file_id=file).count() == 1
    assert not _tried(lambda: legal.release(file))()


def test_a_scope_cut_anew_while_two_approve_is_approved_by_nobody_or_not_cut(legal: Legal, an: int) -> None:
    """Whatever comes first: what is released is what two people read."""
    file = legal.verified((an, None))
    seen = legal.cut(file, "name")
    calls = [
        _tried(lambda: legal.approve(file, seen, legal.khoa)),
        _tried(lambda: legal.cut(file, "name", "phone")),
        _tried(lambda: legal.approve(file, seen, legal.lan)),
    ]
    together(calls)
    position = position_of(file_row(file))
    of_now = AuthorityApproval.objects.filter(file_id=file, scope=position.scope)
    released = _tried(lambda: legal.release(file))()
    assert released == (of_now.count() == 2)


def test_five_who_release_at_once_seal_one_package(legal: Legal, an: int) -> None:
    """Each of them opened by the gate what it opened; one package exists."""
    file = legal.approved((an, None))
    assert sum(together([_tried(lambda: legal.release(file))] * 5)) == 1
    assert AuthorityPaper.objects.filter(file_id=file, kind="package").count() == 1
    told = [one.use for one in pending.waiting(10_000) if one.use.event == "disclose"]
    assert {one.recipient for one in told} == {"cong-an-thanh-pho-ha-noi"}


def test_one_link_for_five_who_come_at_once_is_fetched_once(legal: Legal, an: int) -> None:
    """One of them has the bytes, and the file says so once."""
    file = legal.approved((an, None))
    released = legal.release(file)
    at = legal.now()
    fetched = together([lambda: handing.fetch(released.token, at)] * 5)
    assert len([one for one in fetched if one]) == 1
    assert [one.what for one in steps_of(file)].count("fetched") == 1
