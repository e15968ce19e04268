"""Putting a policy in force: from the next request on, whoever comes is judged by it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime

import typer

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import GiuloiError, NotServing, PolicyHash
from giuloi.doors.cli.policy_files import today
from giuloi.doors.cli.tongue import say


class NotPublished(GiuloiError):
    """Nothing was published; the message says why and what to do."""


def put_in_force(documents: Mapping[str, str], policy: Policy, *, sure: bool) -> None:
    """Publish documents that compile to `policy`, once the operator is sure; says what is in force then."""
    before = in_force()
    if before == policy.hash:
        typer.echo(
            say("Bản này đang có hiệu lực, không có gì thay đổi.", "This version is in force already.")
        )
        return
    _ask_if_sure(before, str(policy.shop.get("shop", "?")), sure=sure)
    from giuloi.records.published import current, publish

    made = publish(documents, today(), datetime.now(UTC))
    if current().id != made.id:
        raise NotPublished(
            say(
                "bản này đã từng có hiệu lực rồi được thay: hãy đổi dòng version rồi công bố lại",
                "this version was in force once and was replaced: change its line `version` and publish again",
            )
        )
    typer.echo(
        say(
            f"Đang có hiệu lực: bản {made.id}, {len(policy.clauses)} điều khoản\n{policy.hash}",
            f"In force: version {made.id}, {len(policy.clauses)} clauses\n{policy.hash}",
        )
    )


def in_force() -> PolicyHash | None:
    """The hash of the current version, None when nothing was published yet."""
    from giuloi.records.published import current

    try:
        return current().policy.hash
    except NotServing:
        return None


def _ask_if_sure(before: PolicyHash | None, shop: str, *, sure: bool) -> None:
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
    typer.confirm(
        say(
            "Từ nay khách mới và đơn mới được xét theo bản này. Công bố?",
            "From now on new customers and orders are judged by this version. Publish it?",
        ),
        abort=True,
    )
