"""SMS, by the provider of GIULOI_SMS_URL."""

from __future__ import annotations

from django.conf import settings

from giuloi.core.bilingual import Words
from giuloi.promises.use.channels.message import NotReady
from giuloi.promises.use.channels.sms.esms import Esms
from giuloi.promises.use.channels.sms.speedsms import SpeedSms

_NOT_SET_UP = Words(
    "Tiệm chưa gửi được tin nhắn SMS. Xin dùng email, hoặc gọi cho tiệm.",
    "The shop cannot send text messages yet. Please use e-mail, or call the shop.",
)


def sms() -> Esms | SpeedSms:
    """The configured provider. Raises NotReady when there is none."""
    provider = settings.SMS_PROVIDER
    if not provider:
        raise NotReady("no SMS provider is configured: set GIULOI_SMS_URL (docs/operating.md)", _NOT_SET_UP)
    return Esms(provider) if provider["name"] == "esms" else SpeedSms(provider)
