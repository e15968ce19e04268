"""/me/uses tells of what an authority was given (III.2): by name, with the clause; not while secret."""

from __future__ import annotations

from datetime import timedelta

from giuloi.promises.share.authority import secrecy
from giuloi.records.uses.sequencer import integrate
from tests.doors.portal.own.conftest import Customer
from tests.promises.share.authority.conftest import Legal, legal

__all__ = ["legal"]


def test_it_says_which_authority_got_which_data(legal: Legal, an: Customer) -> None:
    """By name; never which colleague released it, nor the number of the document."""
    legal.release(legal.approved((an.subject, None)))
    integrate()
    page = an.text("/me/uses")
    assert "Given to somebody outside: requests by authorities" in page
    assert "“Công an thành phố Hà Nội”" in page
    assert 'href="/trust/policy#III.2"' in page
    assert "12/CV-PC02" not in page
    assert "Cung cấp ra ngoài: yêu cầu của cơ quan có thẩm quyền" in an.text("/me/uses", "vi")


def test_under_secrecy_it_says_nothing_before_its_day(legal: Legal, an: Customer) -> None:
    """The same page, before and after; also the line that waits for its leaf is not there."""
    file = legal.verified((an.subject, None))
    until = legal.now() + timedelta(days=9)
    secrecy.order_secrecy(file, until, "34/QĐ", legal.ha, legal.now())
    seen = legal.cut(file, "name")
    for one in (legal.khoa, legal.lan):
        legal.approve(file, seen, one)
    legal.release(file)
    assert "authorities" not in an.text("/me/uses").partition("<main")[2].partition("</main")[0]
    integrate()
    assert "Given to somebody outside" not in an.text("/me/uses")
    secrecy.tell_due(until)
    integrate()
    assert "“Công an thành phố Hà Nội”" in an.text("/me/uses")
