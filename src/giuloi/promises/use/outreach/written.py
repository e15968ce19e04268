"""The message as one person reads it: the words, and what no shop can leave out.

The label of advertising, who sends it and how to say no are added here and nowhere else (Decree 91/2020; the label's
form is not confirmed by a primary source, and is shown so). The only place where a name is opened for a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Certainty, Channel, Secret
from giuloi.promises.use.channels.message import Message
from giuloi.promises.use.outreach.drafts import Draft, is_advertising
from giuloi.promises.use.outreach.template import Template
from giuloi.records.lawbook import lawbook
from giuloi.records.published import current

_CALLED = {"vi": "Quý khách", "en": "dear customer"}  # who gave no name


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before advertising, and how sure we are that the law writes it so."""

    words: Words
    certainty: Certainty


def label() -> Label:
    """As the figures of law give it: "[QC] or [AD]"."""
    figure = lawbook()["advertising"]["label"]
    vi, _, en = str(figure["value"]).partition(" or ")
    return Label(Words(vi, en or vi), Certainty(figure["status"]))


@dataclass(frozen=True, slots=True)
class Writer:
    """Everything about a campaign's words that is the same for all its readers, read once."""

    draft: Draft
    policy: Policy
    advertising: bool
    before: Words
    subject: Mapping[str, Template]
    text: Mapping[str, Template]

    @staticmethod
    def of(draft: Draft) -> Writer:
        """Of one campaign. Raises BadTemplate."""
        advertising = is_advertising(draft.purpose)
        return Writer(
            draft,
            current().policy,
            advertising,
            label().words if advertising else Words("", ""),
            {
                one: Template.parse(draft.subject.spoken(one) or draft.subject.vi, subject=True)
                for one in _CALLED
            },
            {one: Template.parse(draft.text.spoken(one) or draft.text.vi) for one in _CALLED},
        )

    def write(self, name: Secret[str] | None, language: str, links: Mapping[str, str]) -> Message:
        """For one reader. `links` are paths of ours: "preferences", and "opinion" for a survey."""
        spoken = "vi" if language.startswith("vi") or not self.draft.text.en else "en"
        given = name.open() if name is not None else ""
        paths = {what: public(path) for what, path in links.items()}
        values = {**self._shop(spoken), **paths, "name": given or _CALLED[spoken]}
        subject = self.subject[spoken].render(values)
        text = self.text[spoken].render(values)
        tag = self.before.spoken(spoken)
        if self.draft.channel is Channel.EMAIL:
            subject, text = f"{tag} {subject}".strip(), f"{text}\n\n{self._foot(spoken, values)}"
        else:
            text = f"{tag} {text}".strip() + "\n" + self._short_foot(spoken, values)
        headers = _one_click(paths["preferences"]) if self.draft.channel is Channel.EMAIL else {}
        return Message(
            Words(subject, subject), Words(text, text), spoken, headers, advertising=self.advertising
        )

    def _shop(self, language: str) -> dict[str, str]:
        shop = self.policy.shop_in.get(language) or self.policy.shop
        clause = self.policy.purposes[self.draft.purpose].clause
        return {
            "shop": str(shop.get("shop", "")),
            "address": str(shop.get("address", "")),
            "contact": str(shop.get("contact", "")),
            "clause": str(clause),
        }

    def _foot(self, language: str, values: Mapping[str, str]) -> str:
        """Who writes, why, and how to say no: one click, no sign-in."""
        vi, en = _FOOT
        return (vi if language == "vi" else en).format(**values)

    def _short_foot(self, language: str, values: Mapping[str, str]) -> str:
        vi, en = _SHORT_FOOT
        return (vi if language == "vi" else en).format(**values)


def public(path: str) -> str:
    """A path of ours as an address: under GIULOI_PUBLIC_URL, else under the first of GIULOI_HOSTS."""
    if settings.GIULOI_PUBLIC_URL:
        return f"{settings.GIULOI_PUBLIC_URL}{path}"
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}{path}"


def _one_click(link: str) -> dict[str, str]:
    """RFC 8058: a mail program's own button takes this consent back by one POST, without any page."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


_FOOT = (
    "--\n{shop}, {address}\nLiên hệ: {contact}\n"
    "Quý khách nhận thư này vì đã đồng ý (mục {clause} của chính sách). Không muốn nhận nữa, bấm vào đây,"
    " có hiệu lực ngay:\n{preferences}",
    "--\n{shop}, {address}\nContact: {contact}\n"
    "You receive this because you agreed to it (clause {clause} of our policy). To stop it, follow this link;"
    " it takes effect at once:\n{preferences}",
)
_SHORT_FOOT = ("{shop}, {contact}. Từ chối: {preferences}", "{shop}, {contact}. Stop: {preferences}")
