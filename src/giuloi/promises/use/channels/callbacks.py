"""Where providers tell what became of a message: an address of ours that nobody can guess.

The token in it is made from the server's secret, so that there is nothing more to set. Whoever changes that secret
tells the providers the new address (`giuloi channel list`).
"""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

PATH = "/bridges/receipts"


def token(provider: str) -> str:
    """64 hex digits."""
    return salted_hmac("giuloi/v1 receipts", provider, algorithm="sha256").hexdigest()


def is_token(provider: str, said: str) -> bool:
    """Is that this provider's token? Compared in constant time."""
    return constant_time_compare(token(provider), said)


def address(provider: str) -> str:
    """https://…, on the first of the server's own names; "" while it has none that others can reach."""
    host = next((one for one in settings.ALLOWED_HOSTS if one not in ("*", "testserver")), "")
    if not host or host.startswith(("localhost", "127.", "[", ".")):
        return ""
    return f"https://{host}{PATH}/{provider}/{token(provider)}"
