"""/preferences/<token>: choices without signing in, by the link at the foot of a message (VI.3, VI.8).

A GET changes nothing: mail scanners follow every link. The token is random and stands for control of the
mailbox it was sent to; it is no CSRF target, for no cookie is looked at and nobody else knows the token.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method
from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import Channel, ConsentState, SubjectState
from giuloi.doors.portal.coming import address_of, now, see, spoken_here, tell, too_many
from giuloi.promises.collect.questions import TAKE_BACK, YES, AskedPurpose, Question, asked_purposes
from giuloi.promises.collect.verification import verified
from giuloi.promises.use.outreach.never import say_never
from giuloi.records import consents
from giuloi.records.access.limits import TooMany, spend
from giuloi.records.access.preference_links import link_behind
from giuloi.records.consents import Asked
from giuloi.records.do_not_contact import EVERY_CHANNEL, never
from giuloi.records.published import by_id
from giuloi.records.subjects import standing_of

PAGE = "portal/preferences.html"
NEVER = "portal/never.html"
NEVER_BUTTON = Words(
    "Đừng liên lạc với tôi nữa, qua bất cứ kênh nào", "Never contact me again, by any channel"
)
ONE_CLICK = "List-Unsubscribe"  # RFC 8058: a mail program's own button posts this, without any page
_CLOSED = SubjectState.FROZEN | SubjectState.RESTRICTED | SubjectState.MINOR  # no yes is taken from these


@dataclass(frozen=True, slots=True)
class Switch:
    """One side purpose by one channel, and whether it is on."""

    question: Question
    on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One side purpose with its switches."""

    asked: AskedPurpose
    switches: tuple[Switch, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """Behind the link: a person, the policy they are judged by, and whether they may say yes here."""

    subject: int
    policy: Policy
    may_agree: bool
    consent: tuple[str, str] = ("", "")  # (purpose, channel) that the message rested on; nothing: every one

    @property
    def is_never(self) -> bool:
        """They asked never to be contacted, at all."""
        return EVERY_CHANNEL in never(self.subject)

    def of_the_message(self) -> list[Switch]:
        """What a mail program's one click takes back: the consent that this very message rested on."""
        return [
            one
            for group in self.groups()
            for one in group.switches
            if one.on
            and (not self.consent[0] or self.consent == (one.question.purpose, one.question.channel.value))
        ]

    def groups(self) -> tuple[Group, ...]:
        """Everything there is to switch."""
        states = consents.states_of(self.subject)
        return tuple(
            Group(
                asked,
                tuple(
                    Switch(one, states.get((one.purpose, one.channel.value, "")) is ConsentState.GIVEN)
                    for one in asked.questions
                ),
            )
            for asked in asked_purposes(self.policy)
            if asked.topic
        )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The switches; one click on one of them, or on "all off", does it."""
    whose, here = _behind(token), f"/preferences/{token}"
    try:
        spend("preferences", address_of(request), at=now())
    except TooMany as error:
        return too_many(request, PAGE, _page(whose, here), error)
    if request.method != "POST":
        return render(request, PAGE, _page(whose, here))
    if ONE_CLICK in request.POST:
        _take_back(whose, whose.of_the_message())
        return HttpResponse(status=200)
    if wish := request.POST.get("never", ""):
        if wish != "yes":
            return render(request, NEVER, {"here_is": here})
        say_never(whose.subject, now(), NEVER_BUTTON.spoken(spoken_here()), spoken_here())
        tell(request, _NEVER_SAID)
        return see(here)
    _switch(request, whose)
    return see(here)


def _switch(request: HttpRequest, whose: Whose) -> None:
    wish = request.POST.get("off", "")
    switches = [one for group in whose.groups() for one in group.switches]
    if wish:
        off = [one for one in switches if one.on and wish in ("all", one.question.name)]
        _take_back(whose, off)
        tell(
            request,
            Words(
                "Đã tắt, có hiệu lực ngay. Chúng tôi sẽ không hỏi lại.",
                "Switched off, from this moment. We will not ask again.",
            ),
        )
        return
    chosen = [one for one in switches if one.question.name == request.POST.get("on", "") and not one.on]
    if chosen and whose.may_agree:
        consents.give(whose.subject, [_asked(one.question, YES) for one in chosen], now())
        tell(
            request, Words("Đã bật. Tắt lại được bất cứ lúc nào.", "Switched on. Switch it off at any time.")
        )


def _take_back(whose: Whose, switches: list[Switch]) -> None:
    if switches:
        consents.withdraw(whose.subject, [_asked(one.question, TAKE_BACK) for one in switches], now())


def _asked(question: Question, button: Words) -> Asked:
    language = spoken_here()
    channel = Channel(question.channel)
    return Asked(question.purpose, channel, question.wording(language, button), language, Method.WEB)


def _page(whose: Whose, here: str) -> dict[str, object]:
    groups = whose.groups()
    any_on = any(one.on for group in groups for one in group.switches)
    return {
        "groups": groups,
        "here_is": here,
        "any_on": any_on,
        "may_agree": whose.may_agree,
        "is_never": whose.is_never,
    }


def _behind(token: str) -> Whose:
    """Whose link it is; anything else is no page of ours.

    A link from before the newest proven e-mail or telephone may be in a mailbox that is theirs no more: it still
    switches off whatever is on, and switches nothing on.
    """
    behind = link_behind(token[:80])
    found = None if behind is None else standing_of(behind.subject)
    if behind is None or found is None:
        raise Http404
    current_one = all(behind.made_at >= proven for proven in verified(behind.subject).values())
    return Whose(
        behind.subject,
        by_id(found[2]).policy,
        current_one and not found[1] & _CLOSED and not never(behind.subject),
        (behind.purpose, behind.channel),
    )


_NEVER_SAID = Words(
    "Đã ghi vào danh sách không liên lạc, có hiệu lực ngay và giữ mãi, kể cả sau khi xóa mọi thông tin khác.",
    "You are on the do-not-contact list, from this moment and for good, even after everything else is erased.",
)
