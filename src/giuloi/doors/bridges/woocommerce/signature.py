"""WooCommerce signs the raw body: base64(HMAC-SHA256), in `X-WC-Webhook-Signature` (class-wc-webhook.php)."""

from __future__ import annotations

from giuloi.doors.bridges.signature import Signature

SIGNATURE = Signature(header="X-WC-Webhook-Signature")

_REWRITTEN = "&<>\"'"


def trouble_with(secret: str) -> str | None:
    """Why this webhook secret will not do, or None.

    WooCommerce runs the secret through wp_specialchars_decode before signing, so one with these characters
    may sign as another text than the one that was typed in.
    """
    if not secret:
        return "the webhook secret is empty: write the same secret here and in WooCommerce"
    if any(mark in secret for mark in _REWRITTEN):
        return f"the webhook secret holds one of {_REWRITTEN}, which WooCommerce rewrites: choose one without"
    return None
