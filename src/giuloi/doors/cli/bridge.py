"""`giuloi bridge`: connect a shop platform. It hands orders in and opens nothing; erasing there is bridge_erasing."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated

import typer

from giuloi.doors.cli import bridge_erasing, records_ready
from giuloi.doors.cli.choices import one_of
from giuloi.doors.cli.columns import print_columns
from giuloi.doors.cli.tongue import say

PLATFORMS = ("woocommerce",)

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help=say("Kết nối trang bán hàng.", "Connect shop platforms."),
)


@app.command(
    help=say(
        "Kết nối, hoặc cấp hai bí mật mới; bí mật cũ còn dùng được cho đến lần đổi sau.",
        "Connect a shop, or give it two new secrets; the ones before stay good until the next change.",
    )
)
def add(
    platform: Annotated[str, typer.Argument(help=" | ".join(PLATFORMS))],
    name: Annotated[str, typer.Argument(help=say("tên đặt cho trang này", "what you call this shop"))],
) -> None:
    """Prints where to deliver to, and the secrets, once."""
    records_ready.set_up()
    from giuloi.promises.collect.connections import connect
    from giuloi.promises.collect.delivered import Bridge

    # Nothing in them is rewritten by WooCommerce before it signs. Two, because a removal says only a number:
    # what signs it tells an order's from a customer's.
    orders, customers = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    bridge = Bridge(one_of("PLATFORM", platform, PLATFORMS), name)
    connect(bridge, orders, datetime.now(UTC), customers=customers)
    typer.echo(f"URL               {_address(platform, name)}")
    typer.echo(f"secret, Order     {orders}")
    typer.echo(f"secret, Customer  {customers}")
    typer.echo(say(*_WHAT_NEXT), err=True)


@app.command(name="list", help=say("Liệt kê các trang đã kết nối.", "List the shops that are connected."))
def show() -> None:
    """Platform, name, address. A secret is never shown again."""
    records_ready.set_up()
    from giuloi.promises.collect.connections import connected

    heading = (say("nền tảng", "platform"), say("tên", "name"), "URL")
    rows = [(one.platform, one.name, _address(one.platform, one.name)) for one in connected()]
    print_columns([heading, *rows])


bridge_erasing.add_to(app)

_WHAT_NEXT = (
    "Trong WooCommerce: Cài đặt → Nâng cao → Webhooks → Thêm webhook, cho từng chủ đề Customer created, updated,"
    " deleted và Order created, updated, deleted: dán URL và bí mật của loại ấy, phiên bản API: WP REST API v3.\n"
    "Hãy làm ngay: bí mật không hiện lại.",
    "In WooCommerce: Settings → Advanced → Webhooks → Add webhook, for each of the topics Customer created, updated,"
    " deleted and Order created, updated, deleted: paste this URL and the secret of its kind, API version"
    " WP REST API v3.\n"
    "Do it now: the secrets are not shown again.",
)


def _address(platform: str, name: str) -> str:
    """Under the first name in GIULOI_HOSTS: the one the world knows this server by."""
    from django.conf import settings

    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}/bridges/{platform}/{name}"
