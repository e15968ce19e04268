"""Messenger, as the Facebook page of GIULOI_MESSENGER_URL: answers to whoever wrote within the last day.

By Meta's Send API (developers.facebook.com/docs/messenger-platform, error codes looked up 2026-11-22). The address
is the person's id at this page. It knows no key of ours: what may have been taken is not sent again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.asking import JSON, ask, by_status, connection
from giuloi.promises.use.channels.https import Https
from giuloi.promises.use.channels.message import Message, NotDelivered, NotReady
from giuloi.promises.use.channels.said import later, never, perhaps, settings_refused

_WHO, _SETTING = "Messenger", "GIULOI_MESSENGER_URL"
VERSION = "v21.0"
_LATER = frozenset({4, 32, 613, 1200, 80006})  # too many questions; a send that failed for the moment
_NEVER = frozenset({10, 551})  # outside the day in which one may answer; the person is not to be reached
_NO_SUCH_PERSON = (100, 2018001)

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được tin Messenger (GIULOI_MESSENGER_URL).",
    "The shop cannot send by Messenger yet (GIULOI_MESSENGER_URL).",
)


@dataclass(frozen=True, slots=True, repr=False)
class Messenger:
    """The page of GIULOI_MESSENGER_URL."""

    provider: Mapping[str, Any]
    channel: Channel = Channel.MESSENGER
    name: str = "messenger"
    by_hand: bool = False

    @property
    def country(self) -> str:
        """As the operator said."""
        return str(self.provider["country"])

    def ready(self) -> None:
        """Configured is ready: whether the token is right shows with the first message."""

    @contextmanager
    def open(self) -> Iterator[MessengerLine]:
        """One connection for many messages."""
        line = MessengerLine(self.provider, connection(self.provider))
        try:
            yield line
        finally:
            line.https.close()


@dataclass(frozen=True, slots=True, repr=False)
class MessengerLine:
    """An open way to the Send API."""

    provider: Mapping[str, Any]
    https: Https

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """The message_id. Raises as `channels.Line` says."""
        asked = {
            "recipient": {"id": to.open()},
            "messaging_type": "RESPONSE",
            "message": {"text": message.text.spoken(message.language)},
        }
        path = f"/{self.provider['version'] or VERSION}/{self.provider['user']}/messages"
        # In a header: an address with the token in it would stand in somebody's log.
        signed = {**JSON, "Authorization": f"Bearer {self.provider['password']}"}
        answer = ask(self.https, _WHO, path, signed, asked)
        said = answer.json()
        if said.get("message_id"):
            return str(said["message_id"])
        error = said.get("error")
        if isinstance(error, Mapping) and isinstance(error.get("code"), int):
            raise _failed(error["code"], error.get("error_subcode"))
        raise by_status(_WHO, answer, _SETTING)


def _failed(code: int, part: object) -> NotDelivered:
    if code in _NEVER or (code, part) == _NO_SUCH_PERSON:
        return never(_WHO, str(code))
    if code in _LATER:
        return later(_WHO, str(code))
    if code in (1, 2):
        return perhaps(_WHO, str(code))  # "an unexpected error": before or after it was taken
    return settings_refused(_WHO, str(code), _SETTING)


def messenger() -> Messenger:
    """The configured page. Raises NotReady when there is none."""
    if not settings.MESSENGER_PROVIDER:
        raise NotReady("set GIULOI_MESSENGER_URL (docs/operating.md)", _NOT_SET_UP)
    return Messenger(settings.MESSENGER_PROVIDER)
