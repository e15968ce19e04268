"""Secrecy with an end (T25): hidden from the customer, not from the auditor; its end reveals it and tells them."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import pytest

from giuloi.core.ledger.entry import decode
from giuloi.promises.answer import noticing
from giuloi.promises.collect import finding
from giuloi.promises.share.authority import calls, ending, scope, secrecy
from giuloi.promises.share.authority.moving import file_row, steps_of
from giuloi.promises.share.authority.problems import NotTaken
from giuloi.promises.share.authority.rows import AuthorityFile
from giuloi.promises.share.authority.steps import NotThisStep, Stage, Why
from giuloi.promises.share.authority.words import Called, Ground
from giuloi.promises.use import notices
from giuloi.promises.use.notices import Notice
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.notices import NoticeKind
from giuloi.records.notices import notices_about as noted_about
from giuloi.records.places import places
from giuloi.records.uses.bundle import export_bundle
from giuloi.records.uses.own import check, count_of, own_uses
from giuloi.records.uses.sequencer import integrate
from giuloi.records.uses.tiles import TileLog
from tests.cast import AN
from tests.promises.share.authority.conftest import Legal

MONTH = timedelta(days=30)


def _told(subject: int) -> list[str]:
    assert integrate()
    return [use.event for use in own_uses(subject, count_of(subject) + 1, 200)]


def _leaves(event: str) -> int:
    with closing(TileLog(places().ledger)) as log:
        return sum(decode(leaf).event == event for leaf in log.entries(0, log.size))


def test_without_secrecy_the_customer_is_told_at_once(legal: Legal, an: int) -> None:
    """Their page shows the disclosure with the authority's word, and one notice is in line."""
    file = legal.approved((an, None))
    legal.release(file)
    assert "disclose" in _told(an)
    noticing.hand_out(legal.now())
    assert [one.kind for one in notices.notices_about(file)] == [Notice.AUTHORITY_DISCLOSED]
    assert file_row(file).told_at is not None


def test_under_secrecy_nothing_shows_until_its_end(legal: Legal, an: int) -> None:
    """No line, no gap, no notice, nothing in their bundle; the auditor finds leaf and file all the same."""
    file = legal.file()
    until = legal.now() + MONTH
    secrecy.order_secrecy(file, until, "34/QĐ-CSHS", legal.ha, legal.now())
    file = _released(legal, file, an)
    assert "disclose" not in _told(an)
    assert _leaves("disclose") == 1
    assert check(an, legal.now()).ok
    assert b"authority_request" not in export_bundle(an, legal.now())
    assert noted_about(file) == []
    assert secrecy.tell_due(until - timedelta(seconds=1)) == 0
    assert {one.what for one in steps_of(file)} >= {"secrecy", "sealed"}


def test_the_end_of_secrecy_reveals_it(legal: Legal, an: int) -> None:
    """The line with the moment at which it happened, and the notice; once, however often the clock comes."""
    file = legal.file()
    until = legal.now() + MONTH
    secrecy.order_secrecy(file, until, "34/QĐ-CSHS", legal.ha, legal.now())
    file = _released(legal, file, an)
    assert [secrecy.tell_due(until), secrecy.tell_due(until)] == [1, 0]
    assert _told(an)[:2] == ["disclose", "find"]
    [line] = [use for use in own_uses(an, count_of(an) + 1, 200) if use.event == "disclose"]
    released = file_row(file).released_at
    assert released is not None
    assert line.at == released.replace(microsecond=0)
    assert (line.clause, line.recipient) == ("III.2", "cong-an-thanh-pho-ha-noi")
    assert [kind for kind, _, _ in noted_about(file)] == [NoticeKind.AUTHORITY_DISCLOSED]
    assert check(an, legal.now()).ok


def test_a_look_up_under_secrecy_does_not_show_either(legal: Legal, an: int) -> None:
    """Else the search would tell what the release does not."""
    phone = "+84" + AN.phone[1:]
    keyring().index([Entry("phone", phone, an, an)])
    found = finding.look_up("staff/legal/0123456789abcdef", "legal", AN.phone, legal.now(), concealed=True)
    assert found.subjects == (an,)
    assert "find" not in _told(an)
    assert _leaves("find") == 1
    finding.look_up("staff/legal/0123456789abcdef", "legal", AN.phone, legal.now())
    assert "find" in _told(an)


@pytest.mark.parametrize("days", [0, -1, 800])
def test_secrecy_has_an_end_and_not_a_far_one(legal: Legal, days: int) -> None:
    """Today, yesterday and in three years are no ends."""
    file = legal.file()
    at = legal.now()
    with pytest.raises(NotTaken) as refused:
        secrecy.order_secrecy(file, at + timedelta(days=days), "34/QĐ", legal.ha, at)
    assert refused.value.field == "until"


def test_who_was_told_already_is_not_made_to_forget(legal: Legal, an: int) -> None:
    """Secrecy noted after the release has nothing left to hide."""
    file = legal.approved((an, None))
    legal.release(file)
    with pytest.raises(NotTaken):
        secrecy.order_secrecy(file, legal.now() + MONTH, "34/QĐ", legal.ha, legal.now())


def _released(legal: Legal, file: int, subject: int) -> int:
    calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())
    scope.name_people(file, [(subject, None)], legal.ha, legal.now())
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    legal.approve(file, seen, legal.lan)
    legal.release(file)
    return file


def _looked_up(legal: Legal, an: int, until: datetime) -> int:
    file = legal.file()
    secrecy.order_secrecy(file, until, "34/QĐ-CSHS", legal.ha, legal.now())
    calls.called_back(file, legal.number, Called.CONFIRMED, legal.ha, legal.now())
    scope.name_people(file, [(an, None)], legal.ha, legal.now())
    return file


@pytest.mark.parametrize("refused", [True, False])
def test_who_was_looked_up_and_given_nothing_of_reads_so_when_secrecy_ends(
    legal: Legal, an: int, refused: bool
) -> None:
    """A curious clerk notes secrecy, looks, and refuses the file or lets it lie: the look comes out all the same."""
    until = legal.now() + MONTH
    file = _looked_up(legal, an, until)
    if refused:
        ending.refuse(file, Ground.NOTHING_HELD, legal.ha, legal.now())
    assert "find" not in _told(an)
    assert [secrecy.tell_due(until), secrecy.tell_due(until)] == [1, 0]
    assert _told(an).count("find") == 1
    assert noted_about(file) == []  # nothing was given to anybody


def test_a_look_under_a_secrecy_that_ended_before_the_release_comes_out(legal: Legal, an: int) -> None:
    """Told of what was given at once, the customer is told of the look too."""
    until = legal.now() + timedelta(seconds=30)
    file = _looked_up(legal, an, until)
    legal.shop.clock = until
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    legal.approve(file, seen, legal.lan)
    legal.release(file)
    assert secrecy.tell_due(legal.now()) == 1
    assert sorted(one for one in _told(an) if one in ("find", "disclose")) == ["disclose", "find"]
    assert [kind for kind, _, _ in noted_about(file)] == [NoticeKind.AUTHORITY_DISCLOSED]


def test_two_stand_behind_secrecy_as_behind_the_fields(legal: Legal, an: int) -> None:
    """Noted after they said yes, their yes is for something else; while it is being released nothing is noted."""
    file = legal.approved((an, None))
    secrecy.order_secrecy(file, legal.now() + MONTH, "34/QĐ", legal.ha, legal.now())
    with pytest.raises(NotThisStep) as refused:
        legal.release(file)
    assert refused.value.why is Why.STALE
    seen = legal.cut(file, "name")
    legal.approve(file, seen, legal.khoa)
    legal.approve(file, seen, legal.lan)
    AuthorityFile.objects.filter(id=file).update(stage=Stage.RELEASING.value)
    with pytest.raises(NotTaken):
        secrecy.order_secrecy(file, legal.now() + 2 * MONTH, "35/QĐ", legal.ha, legal.now())


def test_nobody_puts_the_day_off_alone_or_by_the_same_paper(legal: Legal, an: int) -> None:
    """After the release a longer secrecy needs another document and another person; a shorter one needs neither."""
    until = legal.now() + MONTH
    file = legal.file()
    secrecy.order_secrecy(file, until, "34/QĐ", legal.ha, legal.now())
    _released(legal, file, an)
    for document, staff in (("34/ QĐ", legal.khoa), ("35/QĐ", legal.ha)):
        with pytest.raises(NotTaken):
            secrecy.order_secrecy(file, until + MONTH, document, staff, legal.now())
    secrecy.order_secrecy(file, until + MONTH, "35/QĐ", legal.khoa, legal.now())
    with pytest.raises(NotTaken):
        secrecy.order_secrecy(file, until + 2 * MONTH, "36/QĐ", legal.khoa, legal.now())
    secrecy.order_secrecy(file, until, "36/QĐ", legal.khoa, legal.now())
