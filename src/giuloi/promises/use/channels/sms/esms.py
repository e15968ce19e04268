"""SMS by eSMS (ViHAT): one POST a message, by the interface at developers.esms.vn (looked up 2026-11-22).

It knows a `RequestId` again for 24 hours (answer 124), so a message that may have been taken goes out once more
under the same key: a day at the latest, which is for the caller to see to. Its advertising messages (SmsType 1)
come in batches of thirty numbers and wait for approval there (answer 107): one at a time it may refuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels import callbacks
from giuloi.promises.use.channels.asking import JSON, ask, by_status, connection
from giuloi.promises.use.channels.https import Https
from giuloi.promises.use.channels.message import Message
from giuloi.promises.use.channels.said import later, never, settings_refused
from giuloi.promises.use.channels.sms.text import advertising_has_a_brandname, digits, spoken

_WHO, _SETTING = "eSMS", "GIULOI_SMS_URL"
_PATH = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
_TAKEN = ("100", "124")  # 124: this RequestId came before
_NEVER = frozenset({"99", "108"})  # blocked over there; no such number
_LATER = frozenset({"199"})
CARE, ADVERTISING, FIXED_NUMBER = "2", "1", "8"


@dataclass(frozen=True, slots=True, repr=False)
class Esms:
    """The account of GIULOI_SMS_URL."""

    provider: Mapping[str, Any]
    channel: Channel = Channel.SMS
    name: str = "esms"
    by_hand: bool = False

    @property
    def country(self) -> str:
        """As the operator said."""
        return str(self.provider["country"])

    def ready(self) -> None:
        """Configured is ready: whether the key is right shows with the first message."""

    @contextmanager
    def open(self) -> Iterator[EsmsLine]:
        """One connection for many messages."""
        line = EsmsLine(self.provider, connection(self.provider))
        try:
            yield line
        finally:
            line.https.close()


@dataclass(frozen=True, slots=True, repr=False)
class EsmsLine:
    """An open way to eSMS."""

    provider: Mapping[str, Any]
    https: Https

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """The SMSID, or our key when it came before. Raises as `channels.Line` says."""
        answer = ask(self.https, _WHO, _PATH, JSON, self._asked(to, message, key), keyed=True)
        said = answer.json()
        code = str(said.get("CodeResult", ""))
        if code in _TAKEN:
            return str(said.get("SMSID") or key)
        if code in _NEVER:
            raise never(_WHO, code)
        if code in _LATER:
            raise later(_WHO, code)
        if code:
            # 101 key, 103 credit, 104 brandname, 140 our address, 146 template, 177 network …: for the operator.
            raise settings_refused(_WHO, code, _SETTING)
        raise by_status(_WHO, answer, _SETTING, keyed=True)

    def _asked(self, to: Secret[str], message: Message, key: str) -> dict[str, str]:
        brandname = advertising_has_a_brandname(self.provider, message)
        text = spoken(message)
        kind = ADVERTISING if message.advertising else CARE if brandname else FIXED_NUMBER
        asked = {
            "ApiKey": self.provider["user"],
            "SecretKey": self.provider["password"],
            "Phone": digits(_WHO, to, national=True),
            "Content": text,
            "SmsType": kind,
            "IsUnicode": "0" if text.isascii() else "1",
            "RequestId": key,
            "Sandbox": "1" if self.provider["sandbox"] == "on" else "0",
        }
        if brandname:
            asked["Brandname"] = brandname
        if callback := callbacks.address("esms"):
            asked["CallbackUrl"] = callback
        return asked
