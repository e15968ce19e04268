"""A registration form as one of the cast fills it in: right in everything, to be made wrong in one thing."""

from __future__ import annotations

import dataclasses
from typing import Any

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel
from giuloi.promises.collect.form import Choice, Form
from tests.cast import Person

DECLARED = {
    "truthful": "Tôi cam đoan những thông tin trên là đúng và chịu trách nhiệm về chúng.",
    "policy_accepted": "Tôi đã đọc và đồng ý với chính sách bảo mật.",
}


def yes(purpose: str, channel: Channel = Channel.IN_HOUSE) -> Choice:
    """Asked, and answered with yes."""
    return Choice(purpose, channel, True, f"Tôi đồng ý: {purpose} qua {channel}.")


def no(purpose: str, channel: Channel = Channel.IN_HOUSE) -> Choice:
    """Asked, and answered with no."""
    return dataclasses.replace(yes(purpose, channel), answer=False)


def left_open(purpose: str, channel: Channel = Channel.IN_HOUSE) -> Choice:
    """Asked, and not answered."""
    return dataclasses.replace(yes(purpose, channel), answer=None)


def form_of(person: Person, policy: Policy, **changed: Any) -> Form:
    """The whole form; `changed` replaces parts of it."""
    form = Form(
        name=person.name,
        phone=person.phone,
        email=person.email,
        address=person.address,
        accepted=policy.hash,
        declarations=dict(DECLARED),
    )
    return dataclasses.replace(form, **changed)
