"""Who comes in: the key in `Authorization: Bearer giuloi_…`, looked up anew at every request."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from ninja.security import HttpBearer

from giuloi.core.bilingual import Words
from giuloi.doors.api.problem import Problem
from giuloi.records.access.key_rates import KeySpent, spend
from giuloi.records.credentials import ApiKey, UnknownActor, known_key

_LONGEST = 200  # characters of a token that are looked at
_UNKNOWN = Words(
    "Khóa không có, đã hết hạn, đã bị thu hồi, hoặc không dùng được từ mạng này.",
    "There is no such key, or it has expired or was revoked, or is not for this network.",
)


class Key(HttpBearer):
    """The security scheme. One answer for every key that does not open: it tells nothing."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        """As HttpBearer has it, with a problem for who brings none."""
        found: ApiKey | None = super().__call__(request)
        if found is None:
            raise _unknown()
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """The key, not revoked, not expired, from one of its networks, within its rate."""
        at = datetime.now(UTC)
        try:
            key = known_key(token[:_LONGEST], at, str(request.META.get("REMOTE_ADDR") or ""))
        except UnknownActor:
            return None
        try:
            spend(key, at)
        except KeySpent as spent:
            raise Problem(429, "rate", spent.words, retry_after=spent.seconds) from None
        return key


def _unknown() -> Problem:
    return Problem(401, "unknown_key", _UNKNOWN)
