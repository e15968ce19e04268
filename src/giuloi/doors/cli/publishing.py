"""Publishing a policy: at once while there is nobody to tell, later where members accepted an older one (VIII.3)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime

import typer

from giuloi.core.deadline import VIETNAM
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import GiuloiError, NotServing, PolicyHash
from giuloi.doors.cli.policy_files import today
from giuloi.doors.cli.tongue import say


class NotPublished(GiuloiError):
    """Nothing was published; the message says why and what to do."""


def put_in_force(
    documents: Mapping[str, str], policy: Policy, *, sure: bool, since: datetime | None = None
) -> None:
    """Publish documents that compile to `policy`, once the operator is sure; says from when it is in force."""
    before = in_force()
    if before == policy.hash:
        typer.echo(
            say("Bản này đang có hiệu lực, không có gì thay đổi.", "This version is in force already.")
        )
        return
    from giuloi.records import published

    at = datetime.now(UTC)
    starts = since or published.earliest(at)
    _ask_if_sure(before, str(policy.shop.get("shop", "?")), starts if starts > at else None, sure=sure)
    try:
        made = published.announce(documents, today(), at, since)
    except published.TooSoon as error:
        raise NotPublished(_too_soon(error.earliest)) from None
    if published.versions()[0].id != made.id:
        raise NotPublished(
            say(
                "bản này đã từng công bố rồi được thay: hãy đổi dòng version rồi công bố lại",
                "this version was published before and replaced: change its line `version` and publish again",
            )
        )
    when = _day(made.in_force_at)
    vi, en = "Đang có hiệu lực", "In force"
    if made.announced:
        vi, en = f"Có hiệu lực từ {when}", f"In force from {when}"
    typer.echo(
        say(
            f"{vi}: bản {made.id}, {len(policy.clauses)} điều khoản\n{policy.hash}",
            f"{en}: version {made.id}, {len(policy.clauses)} clauses\n{policy.hash}",
        )
    )


def _day(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def _too_soon(earliest: datetime) -> str:
    when = _day(earliest)
    return say(
        f"thành viên được báo trước 7 ngày (VIII.3): sớm nhất là {when}; bỏ --from để lấy đúng lúc đó",
        f"members are told 7 days before (VIII.3): {when} at the earliest; leave --from out for just that",
    )


def in_force() -> PolicyHash | None:
    """The hash of the current version, None when nothing was published yet."""
    from giuloi.records.published import current

    try:
        return current().policy.hash
    except NotServing:
        return None


def _ask_if_sure(before: PolicyHash | None, shop: str, since: datetime | None, *, sure: bool) -> None:
    typer.echo(say(f"Chính sách của: {shop}", f"The policy of: {shop}"))
    if sure:
        return
    typer.echo(
        say(f"Đang có hiệu lực: {before or 'chưa có bản nào'}", f"In force now: {before or 'no version yet'}")
    )
    if not sys.stdin.isatty():
        raise NotPublished(
            say("chưa công bố: thêm --yes để xác nhận", "nothing was published: add --yes to confirm")
        )
    vi, en = (_day(since), _day(since)) if since else ("nay", "now")
    typer.confirm(
        say(
            f"Từ {vi} khách mới và đơn mới được xét theo bản này. Công bố?",
            f"From {en} on new customers and orders are judged by this version. Publish it?",
        ),
        abort=True,
    )
