"""The demo in the browser: an invented shop that is at work, until Ctrl-C."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime

from giuloi.doors.cli.demo.cast import AN, BINH, CHI, Customer, crowd
from giuloi.doors.cli.demo.crew import hire, leave_passes
from giuloi.doors.cli.demo.expect import expect
from giuloi.doors.cli.demo.history import DAYS, beginning, live
from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.demo.platform import Platform
from giuloi.doors.cli.demo.posting import post_all
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.server import server
from giuloi.doors.cli.demo.stage import SHOP, address_of, connect_shops, install, publish
from giuloi.doors.cli.demo.storefront import beside, choose, give_key
from giuloi.doors.cli.tongue import say


def open_shop(
    house: House, screen: Screen, port: int, deliveries: int, *, lived: bool, storefront: bool
) -> None:
    """Set everything up (unless somebody lived here before), serve, and wait. Raises GiuloiError.

    The example shop comes last: its packages may have to be fetched, and the demo is open meanwhile.
    """
    place = choose(house, port) if storefront else None
    if storefront and place is None:
        screen.say(say(*_NO_EXAMPLES), "dim")
    platform = None if lived else _furnish(screen)
    with server(house, port) as listening:
        if platform is not None:
            _fill(house, screen, platform, listening, deliveries)
        _announce(screen, listening)
        if place is not None:
            give_key(place)
        with nullcontext() if place is None else beside(place, screen, listening):
            if house.kept:
                tell_commands(screen, house)
            screen.say(say("Dừng: Ctrl-C.", "Stop: Ctrl-C."), "dim")
            threading.Event().wait()  # Ctrl-C or SIGTERM ends it


def _furnish(screen: Screen) -> Platform:
    from secrets import token_urlsafe

    with screen.doing(say("khóa, kho khóa, sổ, cơ sở dữ liệu", "keys, key store, ledger, database")):
        install(beginning())
    with screen.doing(say("công bố chính sách của tiệm", "publish the shop's policy")):
        publish(beginning())
    platform = Platform(secret=token_urlsafe(32))
    connect_shops(platform)
    return platform


def _fill(house: House, screen: Screen, platform: Platform, port: int, deliveries: int) -> None:
    from giuloi.records.published import current

    with screen.doing(say(f"tiệm mở cửa {DAYS} ngày", f"the shop is at work for {DAYS} days")):
        crew, passes = hire(beginning())
        lived = live(current().policy, crew, datetime.now(UTC))
    with screen.doing(say("nhận đơn từ WooCommerce", "take orders from WooCommerce")) as came:
        groups = [platform.everything_of(one) for one in crowd(max(1, round(deliveries / 1.5)))]
        outcomes = post_all(groups, port, address_of(SHOP), lambda: None)
        total = sum(map(len, groups))
        expect(
            outcomes == Counter({(200, "done"): total}), f"the deliveries were answered with {dict(outcomes)}"
        )
        came.append(say(f"{total} lượt", f"{total} deliveries"))
    leave_passes(house.passes, passes, [_told(AN, lived.an_order), _told(BINH, lived.binh_order), _told(CHI)])


def _told(who: Customer, order: int = 0) -> dict[str, object]:
    return {
        "name": who.name,
        "phone": who.phone,
        "email": who.email,
        "order": order,
        "member": who is not BINH,
    }


def tell_commands(screen: Screen, house: House) -> None:
    """How the operator's commands reach the shop of this folder: else they look for an installation and find none."""
    screen.say(
        say(
            "Lệnh khác của giuloi trên tiệm này, ở cửa sổ khác, sau khi:",
            "Other giuloi commands on this shop, in another window, after:",
        ),
        "dim",
    )
    screen.commands(f"export {name}={value}" for name, value in house.settings.items())


def _announce(screen: Screen, port: int) -> None:
    base = f"http://localhost:{port}"  # a name: browsers give no passkey to an address
    screen.heading(say("Tiệm đã mở cửa", "The shop is open"))
    screen.commands(
        (
            say(
                f"{base}/demo/      ai là ai, hộp thư, những việc nên thử",
                f"{base}/demo/      who is who, the inbox, things to try",
            ),
            say(f"{base}/           khách hàng", f"{base}/           customers"),
            say(f"{base}/console/   nhân viên", f"{base}/console/   staff"),
            say(f"{base}/trust/     công khai", f"{base}/trust/     the public"),
        )
    )


_NO_EXAMPLES = (
    "Không có trang bán hàng mẫu: nó nằm trong mã nguồn (examples/shop).",
    "There is no example shop here: it comes with the source checkout (examples/shop).",
)
