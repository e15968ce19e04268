"""What is told to others, as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Share(AppConfig):
    """Its tables are `share_…`."""

    name = "giuloi.promises.share"
    label = "share"

    def ready(self) -> None:
        """Say where rows about people stand, who holds copies and is told when something is erased."""
        from giuloi.promises.share.erasing.recipients import Recipients
        from giuloi.promises.share.erasing.webhook import Webhook
        from giuloi.promises.share.erasing.woocommerce import WooCommerce
        from giuloi.promises.share.traces import TRACES
        from giuloi.records.backup import carried
        from giuloi.records.partners import register_partner
        from giuloi.records.traces import register

        register(*TRACES)
        # Going back to a backup gives nobody's yes back, releases nothing twice and forgets no secrecy.
        carried.register(
            *("share_authority", "share_authorityunit", "share_authoritynumber", "share_authorityfile"),
            *("share_authoritystep", "share_authoritycall", "share_authoritysubject"),
            *("share_authorityapproval", "share_authoritypaper"),
            # A link that was taken or cancelled works no more; what a recipient answered stands.
            *("share_parcel", "share_parcelorder", "share_alias", "share_stopnotice"),
        )
        for partner in (WooCommerce(), Webhook(), Recipients()):
            register_partner(partner)
