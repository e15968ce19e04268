"""Registration forms as the demo's members fill them in."""

from __future__ import annotations

from giuloi.core.consent.record import Method
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel
from giuloi.doors.cli.demo.cast import AN, Customer
from giuloi.doors.cli.tongue import say
from giuloi.promises.collect.form import Choice, Form
from giuloi.promises.collect.invented import Invented


def form_of_an(policy: Policy) -> Form:
    """An, with the account she has at the platform."""
    return form_for(AN, policy)


def form_for(who: Customer, policy: Policy) -> Form:
    """Lets the shop fulfil orders, and write about promotions by e-mail; nothing else."""
    choices = (
        _yes("supply", Channel.IN_HOUSE, "dùng thông tin của tôi để giao hàng", "use my data to deliver"),
        _yes(
            "promotion", Channel.EMAIL, "giới thiệu khuyến mãi qua email", "write about promotions by e-mail"
        ),
    )
    return _form(policy, who.name, who.phone, who.email, who.address, choices)


def form_of(one: Invented, policy: Policy) -> Form:
    """Somebody who agrees to nothing but being a member."""
    return _form(policy, one.name, one.phone, one.email, one.address, ())


def _form(
    policy: Policy, name: str, phone: str, email: str, address: str, choices: tuple[Choice, ...]
) -> Form:
    return Form(
        *(name, phone, email, address),
        accepted=policy.hash,
        declarations={
            "truthful": say("Tôi cam đoan thông tin trên là đúng.", "I declare that this is true."),
            "policy_accepted": say("Tôi đồng ý với chính sách này.", "I accept this policy."),
        },
        of_age=True,
        choices=choices,
        language=say("vi", "en"),
        method=Method.WEB,
    )


def _yes(purpose: str, channel: Channel, vi: str, en: str) -> Choice:
    wording = say(f"Tôi đồng ý để tiệm {vi}.", f"I agree that the shop may {en}.")
    return Choice(purpose, channel, True, wording, say("vi", "en"))
