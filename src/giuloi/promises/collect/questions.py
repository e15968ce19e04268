"""The questions of consent, word for word: one purpose and one channel each, and never a default (clause IV.4).

What is recorded of an answer is what stood before the person: `wording` gives back exactly the words that a
page shows, the question, the channel and both answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from giuloi.core.bilingual import Words
from giuloi.core.gate.words import CHANNELS
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.terms import Channel, ClauseRef, LegalBasis, Standing

YES = Words("Đồng ý", "I agree")
NO = Words("Không đồng ý", "I do not agree")
TAKE_BACK = Words("Rút lại", "Take back")
_IN_HOUSE = Words("Tại cửa hàng, không gửi gì cho tôi", "In the shop, without sending me anything")


@dataclass(frozen=True, slots=True)
class Question:
    """One purpose by one channel: `name` is what the answer is called in a form."""

    purpose: str
    channel: Channel
    lead: Words
    row: Words

    @property
    def name(self) -> str:
        """ "choice.promotion.email"."""
        return f"choice.{self.purpose}.{self.channel.value}"

    def wording(self, language: str, *offered: Words) -> str:
        """Every word that stood there, in this language; `offered` are the answers, yes and no if not said."""
        answers = " / ".join(one.spoken(language) for one in offered or (YES, NO))
        return f"{self.lead.spoken(language)}\n{self.row.spoken(language)}: {answers}"


@dataclass(frozen=True, slots=True)
class AskedPurpose:
    """One purpose that is asked for, with a question for each of its channels. `topic`: a side purpose."""

    purpose: str
    clause: ClauseRef
    lead: Words
    topic: bool
    questions: tuple[Question, ...]


def asked_purposes(policy: Policy) -> tuple[AskedPurpose, ...]:
    """What a member is asked for, in the order of the policy: needs of the shop first, side purposes after.

    A purpose that only a named recipient could be for (third parties' advertising) is not asked for: there is
    nobody to name.
    """
    asked = [
        _asked(rule, policy)
        for rule in policy.purposes.values()
        if rule.basis.get(Standing.MEMBER) is LegalBasis.CONSENT and rule.channels
    ]
    return tuple(sorted(asked, key=lambda one: one.topic))


def question(policy: Policy, purpose: str, channel: Channel) -> Question:
    """One question; raises KeyError for a purpose that the policy does not have."""
    return Question(purpose, channel, _lead(policy.purposes[purpose], policy), _row(channel))


def _asked(rule: PurposeRule, policy: Policy) -> AskedPurpose:
    """A side purpose lives by being sent, channel by channel; the others are asked for use in the shop."""
    channels = [one for one in Channel if one in rule.channels] if rule.topic else [Channel.IN_HOUSE]
    return AskedPurpose(
        rule.name,
        rule.clause,
        _lead(rule, policy),
        rule.topic,
        tuple(question(policy, rule.name, channel) for channel in channels),
    )


def _lead(rule: PurposeRule, policy: Policy) -> Words:
    shop = str(policy.shop.get("shop", ""))
    vi, en = rule.vi or rule.name, rule.en or rule.name
    return Words(
        f"Quý khách có đồng ý để {shop} dùng thông tin của quý khách vào việc {vi} (mục {rule.clause}) không?",
        f"Do you agree that {shop} uses your information for {en} (clause {rule.clause})?",
    )


def _row(channel: Channel) -> Words:
    if channel is Channel.IN_HOUSE:
        return _IN_HOUSE
    vi, en = CHANNELS[channel]
    return Words(vi[:1].upper() + vi[1:], en[:1].upper() + en[1:])
