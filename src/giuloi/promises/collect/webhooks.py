"""Which topic each webhook of a shop is for: its first one, for good.

A webhook of a platform has one topic, but its id and its topic come in headers that nobody signs. Whoever
has one signed body could send it as another piece of news; under a webhook that we know they cannot.
"""

from __future__ import annotations

from django.db import models

from giuloi.core.terms import GiuloiError
from giuloi.promises.collect.delivered import Bridge, Delivery
from giuloi.records.database import rows, run


class Webhook(models.Model):
    """One webhook: the platform's id of it, and the topic that it said first."""

    id = models.BigAutoField(primary_key=True)
    bridge = models.TextField()
    webhook = models.TextField()
    topic = models.TextField()

    class Meta:
        db_table = "collect_webhook"
        constraints = (models.UniqueConstraint(fields=["bridge", "webhook"], name="collect_webhook_once"),)


class OtherTopic(GiuloiError):
    """A webhook that speaks under a topic which is not its own: a replay, or it was changed over there."""


def keep_to_topic(delivery: Delivery, bridge: Bridge) -> None:
    """Hold a webhook to its first topic, in the caller's transaction and turn; raises OtherTopic.

    A body that another webhook brought before says nothing about this one: replayed under ids that the shop
    has not given yet, it would shut out the webhooks to come.
    """
    found = rows(
        "SELECT topic FROM collect_webhook WHERE bridge = %s AND webhook = %s",
        (bridge.label, delivery.webhook),
    )
    if found and found[0][0] != delivery.topic:
        raise OtherTopic(
            "this webhook came under another topic before: connect the shop anew if you changed it"
        )
    if not found and not _brought_by_another(delivery, bridge):
        run(
            "INSERT INTO collect_webhook (bridge, webhook, topic) VALUES (%s, %s, %s)",
            (bridge.label, delivery.webhook, delivery.topic),
        )


def forget_topics(bridge: Bridge) -> None:
    """A shop is connected anew: its webhooks may be other ones now."""
    run("DELETE FROM collect_webhook WHERE bridge = %s", (bridge.label,))


def _brought_by_another(delivery: Delivery, bridge: Bridge) -> bool:
    """Asked only until a webhook is known, so that it may look through the whole log."""
    told = (bridge.label, delivery.digest, delivery.webhook)
    asked = "SELECT 1 FROM collect_delivery WHERE bridge = %s AND digest = %s AND webhook <> %s LIMIT 1"
    return bool(rows(asked, told))
