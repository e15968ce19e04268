"""What a bridge answers: a status and one word. Nothing of a delivery is ever repeated.

====== ===================== ==========================================================================
status word                  when
====== ===================== ==========================================================================
200    done                  taken in, and on disk
200    repeat                the same body came before from the same webhook: nothing changed
200    stale                 we know newer, or the source has erased it since: nothing changed
200    ours_stays            about a member, whose own data with us is not touched: noted
200    erased_at_source      the platform erased it: the guest is frozen, the order's case is closed
200    gone_at_source        the platform removed it: the same, or the order is cancelled
200    nothing_held          gone over there, and never known here
200    read_again            signed, but an error of the platform in place of data: kept to be read again
200    of_no_concern         a product, a coupon, a draft: not read
200    ping                  the platform asks whether anybody is here: said for any shop, and not read
400    malformed             not UTF-8, not JSON, too deep, a key twice, a header missing
401    signature             no signature, not that of this shop's secret, or no such shop: the same answer
405    method                anything but POST
409    other_topic           this webhook came under another topic before: a replay, or it was changed
413    too large             more than 1 MiB
415    content type          neither JSON nor as short a form as the ping, or compressed
422    not_understood        good JSON that does not say what its topic promises: counted
503    later                 database or key store cannot take it now: nothing was kept, send it again
====== ===================== ==========================================================================

A customer's own text is never a reason to refuse (it is cut and counted): a platform that is refused a few
times in a row stops sending altogether.
"""

from __future__ import annotations

from django.http import JsonResponse
from prometheus_client import Counter

# In no registry of its own: whoever shows numbers registers it.
DELIVERIES = Counter(
    "giuloi_bridge_deliveries", "Deliveries of shop platforms.", ["platform", "outcome"], registry=None
)
_HEADERS: dict[str, dict[str, str]] = {
    "signature": {"WWW-Authenticate": "HMAC-SHA256"},
    "method": {"Allow": "POST"},
    "later": {"Retry-After": "60"},
}


def answer(platform: str, status: int, word: str) -> JsonResponse:
    """The answer, counted by platform and word."""
    DELIVERIES.labels(platform, word).inc()
    return JsonResponse({"outcome": word}, status=status, headers=_HEADERS.get(word))
