"""A member accepts a newer version of the policy: from then on what they gave earlier is judged by it (VIII.3).

Nothing else changes with it: no consent is given, renewed or taken back (IV.4), an open order keeps the version it was
placed under, and who accepts nothing stays under the version they accepted for as long as they like.
"""

from __future__ import annotations

from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Channel, GiuloiError, Outcome, PolicyHash, Standing, SubjectState
from giuloi.promises.collect.members import ACCOUNT
from giuloi.records.consents import CUSTOMER
from giuloi.records.database import durable
from giuloi.records.published import Published, by_id, current
from giuloi.records.subjects import alone_with, judge_by, standing_of
from giuloi.records.uses.pending import Use, record_uses


class NotAccepted(GiuloiError):
    """Nothing was accepted; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def newer_for(subject: int) -> Published | None:
    """The version in force, if this person is a member who accepted an older one; else None."""
    found, now = standing_of(subject), current()
    if found is None or found[0] is not Standing.MEMBER or found[2] >= now.id:
        return None
    return now


def accepted_by(subject: int) -> Published | None:
    """The version a person's data is judged by; None for nobody."""
    found = standing_of(subject)
    return None if found is None else by_id(found[2])


def accept_version(subject: int, read: PolicyHash, at: datetime) -> Published:
    """Accept the version in force, durable on return; `read` is the hash of the one that stood on the page.

    Accepting what is accepted already changes nothing and writes nothing. Raises NotAccepted for who is no member, for
    data that is frozen (VI.4), and when another version came into force since the page was read.
    """
    with durable():
        alone_with(subject)
        found, now = standing_of(subject), current()
        if found is None or found[0] is not Standing.MEMBER:
            raise NotAccepted(_NO_MEMBER)
        if found[1] & SubjectState.FROZEN:
            raise NotAccepted(_FROZEN)
        if read != now.policy.hash:
            raise NotAccepted(_OTHER)
        if found[2] < now.id:
            judge_by(subject, now.id)
            record_uses([_use(subject, now, at)])
    return now


def _use(subject: int, version: Published, at: datetime) -> Use:
    """The leaf: who accepted, which version, under the clause that promises it is theirs to accept."""
    policy = version.policy
    of_versions = next((one.clause for one in policy.kept if one.promise == "require.versions"), None)
    clause = of_versions or policy.purposes[ACCOUNT].clause
    return Use(
        *(at, CUSTOMER, Event.ACCEPT.value, ACCOUNT, clause, policy.hash, Outcome.ALLOWED.value, (subject,)),
        channel=Channel.IN_HOUSE.value,
    )


_NO_MEMBER = Words(
    "Chỉ thành viên mới nhận một bản chính sách; đơn của khách không có tài khoản theo bản của ngày đặt.",
    "Only members accept a version; an order without an account goes by the version of its day.",
)
_FROZEN = Words(
    "Dữ liệu của quý khách đang được đóng băng (mục VI.4): lúc này không đổi được gì.",
    "Your data is frozen (clause VI.4): nothing can be changed now.",
)
_OTHER = Words(
    "Chính sách vừa có bản khác: xin đọc lại trang này rồi chọn.",
    "Another version has come into force: please read this page once more and choose.",
)
