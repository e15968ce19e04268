"""Zalo: a notice to a telephone number by an approved template (ZNS), or an answer to whoever wrote to the account.

A number goes by ZNS (`business.openapi.zalo.me/message/template`), a Zalo user id by the account's own messages
(`openapi.zalo.me/v3.0/oa/message/cs`). Codes from zalo.cloud/zns/guidelines/handle-error-code (looked up
2026-11-22). Not confirmed with the vendor: that `tracking_id` stops a double; so what may have been taken is not
sent again by itself. ZNS carries no advertising: templates are approved for what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import Channel, NotAnIdentifier, Secret
from giuloi.promises.use.channels.asking import JSON, ask, by_status, connection
from giuloi.promises.use.channels.https import Answer, Https
from giuloi.promises.use.channels.message import Message, NotDelivered, NotReady
from giuloi.promises.use.channels.said import later, never, not_ready, perhaps, settings_refused
from giuloi.promises.use.channels.zalo import token

_WHO, _SETTING = "Zalo", "GIULOI_ZALO_URL"
_TEMPLATE, _ANSWER = "/message/template", "/v3.0/oa/message/cs"
_ANSWERS_AT = "openapi.zalo.me"
_TOKEN_OVER = frozenset({-124, -216, -201})
# -108 no such number, -118 no such account, -114, -119 does not receive, -213 and -230 f. has not written lately
_NEVER = frozenset({-108, -110, -114, -118, -119, -207, -213, -230, -232, -233, -234})
_LATER = frozenset({-32, -126, -133, -144, -147})  # too many, at night, the day's share used up

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được tin Zalo (GIULOI_ZALO_URL).", "The shop cannot send by Zalo yet (GIULOI_ZALO_URL)."
)
_NO_TEMPLATE = Words(
    "Gửi Zalo tới số điện thoại cần mẫu ZNS đã duyệt: thêm template=… và parameter=… vào GIULOI_ZALO_URL.",
    "Zalo to a number needs an approved ZNS template: add template=… and parameter=… to GIULOI_ZALO_URL.",
)
_NO_ADVERTISING = Words(
    "Mẫu ZNS không dùng để quảng cáo; quảng cáo không gửi qua Zalo.",
    "ZNS templates carry no advertising; none is sent by Zalo.",
)


@dataclass(frozen=True, slots=True, repr=False)
class Zalo:
    """The official account of GIULOI_ZALO_URL."""

    provider: Mapping[str, Any]
    channel: Channel = Channel.ZALO
    name: str = "zalo"
    by_hand: bool = False

    @property
    def country(self) -> str:
        """As the operator said."""
        return str(self.provider["country"])

    def ready(self) -> None:
        """Configured is ready: whether the token is right shows with the first message."""

    @contextmanager
    def open(self) -> Iterator[ZaloLine]:
        """A connection to each of the two hosts, for many messages."""
        line = ZaloLine(self.provider, connection(self.provider), connection(self.provider, _ANSWERS_AT))
        try:
            yield line
        finally:
            line.notices.close()
            line.answers.close()


@dataclass(frozen=True, slots=True, repr=False)
class ZaloLine:
    """An open way to Zalo."""

    provider: Mapping[str, Any]
    notices: Https
    answers: Https

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """The message's id at Zalo. Raises as `channels.Line` says."""
        if message.advertising:
            raise not_ready(_WHO, "no advertising", _NO_ADVERTISING)
        where = to.open()
        text = message.text.spoken(message.language)
        if number := _number(where):
            return self._asked(self.notices, _TEMPLATE, self._notice(number, text, key), key)
        answer = {"recipient": {"user_id": where}, "message": {"text": text}}
        return self._asked(self.answers, _ANSWER, answer, key)

    def _notice(self, phone: str, text: str, key: str) -> dict[str, Any]:
        if not self.provider["template"] or not self.provider["parameter"]:
            raise not_ready(_WHO, "no template", _NO_TEMPLATE)
        return {
            "phone": phone,
            "template_id": self.provider["template"],
            "template_data": {self.provider["parameter"]: text},
            "tracking_id": key,
        }

    def _asked(self, https: Https, path: str, said: Mapping[str, Any], key: str) -> str:
        now = token.access(self.provider)
        answer = ask(https, _WHO, path, {**JSON, "access_token": now}, said)
        if _code(answer) in _TOKEN_OVER:  # taken away before its time; certainly nothing was sent
            now = token.access(self.provider, refused=now)
            answer = ask(https, _WHO, path, {**JSON, "access_token": now}, said)
        if _code(answer) == 0:
            data = answer.json().get("data")
            given = data if isinstance(data, Mapping) else {}
            return str(given.get("msg_id") or given.get("message_id") or key)
        raise _failed(answer)


def _number(where: str) -> str:
    """84…, or "" for what is no telephone number: an id at Zalo, of some nineteen digits."""
    try:
        return norm_v1("phone", where).removeprefix("+")
    except NotAnIdentifier:
        return ""


def _code(answer: Answer) -> int | None:
    code = answer.json().get("error")
    return code if isinstance(code, int) else None


def _failed(answer: Answer) -> NotDelivered:
    code = _code(answer)
    if code is None:
        return by_status(_WHO, answer, _SETTING)
    if code in _NEVER:
        return never(_WHO, str(code))
    if code in _LATER:
        return later(_WHO, str(code))
    if code == -100:
        return perhaps(_WHO, str(code))  # "unknown error": before or after it was taken
    # Token, template, permission, credit (-115): for the operator.
    return settings_refused(_WHO, str(code), _SETTING)


def zalo() -> Zalo:
    """The configured account. Raises NotReady when there is none."""
    if not settings.ZALO_PROVIDER:
        raise NotReady("set GIULOI_ZALO_URL (docs/operating.md)", _NOT_SET_UP)
    return Zalo(settings.ZALO_PROVIDER)
