"""What speaks against showing this installation to the public, in sentences for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from giuloi.core.terms import GiuloiError
from giuloi.doors.cli import records_ready
from giuloi.doors.cli.tongue import say


def faults() -> Iterator[str]:
    """Each of them; nothing when it is fit."""
    if "*" in settings.ALLOWED_HOSTS:
        yield say(
            "GIULOI_HOSTS='*': hãy ghi đúng tên máy chủ, nếu không ai cũng đặt được tên cho nó",
            "GIULOI_HOSTS='*': write the server's own names, or anybody can call it what they like",
        )
    if sentence := plain_requests_are_sent_away():
        yield sentence
    try:
        records_ready.set_up()
        from giuloi.records.published import current

        current()
    except GiuloiError as error:
        yield str(error)


def plain_requests_are_sent_away() -> str:
    """Why each webhook would be answered with 301, which no platform follows; "" when it would not."""
    if not settings.SECURE_SSL_REDIRECT or settings.SECURE_PROXY_SSL_HEADER:
        return ""
    return say(
        "GIULOI_HTTPS đang bật mà chưa có GIULOI_PROXY_HEADER: mọi yêu cầu qua proxy, kể cả webhook, chỉ nhận 301. "
        "Hãy đặt GIULOI_PROXY_HEADER=X-Forwarded-Proto (proxy phải ghi đè), hoặc GIULOI_HTTPS=off để chạy thử",
        "GIULOI_HTTPS is on without GIULOI_PROXY_HEADER: every request through a proxy, webhooks too, gets only a 301. "
        "Set GIULOI_PROXY_HEADER=X-Forwarded-Proto (your proxy must overwrite it), or GIULOI_HTTPS=off to try it out",
    )
