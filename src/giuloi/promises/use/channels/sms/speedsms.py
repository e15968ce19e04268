"""SMS by SpeedSMS: one POST a message, by the interface at speedsms.vn/sms-api (looked up 2026-11-22).

It knows no key of ours: what may have been taken is never sent again by itself. It takes 60 questions a minute
(429). Not confirmed with the vendor: whether advertising needs another `sms_type` than 3, the brandname's.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from giuloi.core.terms import Channel, Secret
from giuloi.promises.use.channels.asking import JSON, ask, by_status, connection
from giuloi.promises.use.channels.https import Https
from giuloi.promises.use.channels.message import Message
from giuloi.promises.use.channels.said import never, perhaps, settings_refused
from giuloi.promises.use.channels.sms.text import advertising_has_a_brandname, digits, spoken

_WHO, _SETTING = "SpeedSMS", "GIULOI_SMS_URL"
_PATH = "/index.php/sms/send"
_RANDOM_NUMBER, _BRANDNAME = 2, 3


@dataclass(frozen=True, slots=True, repr=False)
class SpeedSms:
    """The account of GIULOI_SMS_URL."""

    provider: Mapping[str, Any]
    channel: Channel = Channel.SMS
    name: str = "speedsms"
    by_hand: bool = False

    @property
    def country(self) -> str:
        """As the operator said."""
        return str(self.provider["country"])

    def ready(self) -> None:
        """Configured is ready: whether the token is right shows with the first message."""

    @contextmanager
    def open(self) -> Iterator[SpeedSmsLine]:
        """One connection for many messages."""
        line = SpeedSmsLine(self.provider, connection(self.provider))
        try:
            yield line
        finally:
            line.https.close()


@dataclass(frozen=True, slots=True, repr=False)
class SpeedSmsLine:
    """An open way to SpeedSMS."""

    provider: Mapping[str, Any]
    https: Https

    def send(self, to: Secret[str], message: Message, key: str) -> str:
        """The tranId. Raises as `channels.Line` says."""
        brandname = advertising_has_a_brandname(self.provider, message)
        asked: dict[str, Any] = {
            "to": [digits(_WHO, to)],
            "content": spoken(message),
            "sms_type": _BRANDNAME if brandname else _RANDOM_NUMBER,
        }
        if brandname:
            asked["sender"] = brandname
        answer = ask(self.https, _WHO, _PATH, {**JSON, **self._signed()}, asked)
        said = answer.json()
        data = said.get("data")
        given = data if isinstance(data, Mapping) else {}
        if said.get("status") == "success" and not given.get("invalidPhone"):
            return str(given.get("tranId") or key)
        code = str(said.get("code", ""))
        if code == "105" or given.get("invalidPhone"):
            raise never(_WHO, "105")
        if code == "500":
            raise perhaps(_WHO, code)  # "internal error": before or after it was taken
        if said.get("status") == "error":
            # 007, 008, 009 blocked, 101 parameters, 110 encoding, 113 too long, 300 credit: for the operator.
            raise settings_refused(_WHO, code, _SETTING)
        raise by_status(_WHO, answer, _SETTING)

    def _signed(self) -> dict[str, str]:
        """HTTP Basic: the token as the user, "x" as the password."""
        pair = f"{self.provider['user']}:{self.provider['password'] or 'x'}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
