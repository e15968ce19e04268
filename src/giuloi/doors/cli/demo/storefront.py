"""The storefront beside the demo: examples/shop, a shop that holds goods and no people.

It has an environment of its own, which is made the first time; the demo is open meanwhile, and open without it.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.port import free_from
from giuloi.doors.cli.tongue import say

CHECKOUT = Path(__file__).resolve().parents[5]
SERVE = CHECKOUT / "examples" / "shop" / "serve"
_UP = 300.0  # seconds: the first time, its packages come over the network
_DOWN = 10.0
_LASTS = timedelta(days=365)  # of its key
_APART = 100  # beyond the ports that other demos may take for themselves meanwhile
_HIGHEST = 65_000  # above, there may be no room for one more port
_FIRST = 8101


@dataclass(frozen=True, slots=True)
class Storefront:
    """Where it stands: known before our server starts, for the server takes baskets from listed shops only."""

    house: House
    port: int

    @property
    def address(self) -> str:
        """What a browser calls it."""
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        """Its own database and pictures; nothing of ours is in there."""
        return self.house.folder / "storefront"

    @property
    def key(self) -> Path:
        """The file with its API key: it brings orders in and opens nothing."""
        return self.house.folder / "storefront.key"

    @property
    def log(self) -> Path:
        """What it logs."""
        return self.house.folder / "storefront.log"

    @property
    def told(self) -> Path:
        """How it is, for the demo's own page."""
        return self.house.folder / "storefront.json"


def choose(house: House, port: int) -> Storefront | None:
    """The next free port, listed with our server; None in an installed package, which has no examples."""
    if not os.access(SERVE, os.X_OK):
        return None
    place = Storefront(house, free_from(port + _APART if port + _APART <= _HIGHEST else _FIRST))
    os.environ["GIULOI_SHOP_ORIGINS"] = place.address
    return place


def give_key(place: Storefront) -> None:
    """A key that may bring orders in (`supply`) and open no field, in a file that only its owner reads."""
    if place.key.is_file():
        return
    from giuloi.doors.cli import records_ready
    from giuloi.records.credentials import add_key

    records_ready.set_up()
    token = add_key("fulfilment", ["supply"], [], datetime.now(UTC) + _LASTS)
    with os.fdopen(os.open(place.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token)


@contextmanager
def beside(place: Storefront, screen: Screen, privacy_port: int) -> Iterator[bool]:
    """The storefront while the block runs; gives whether it opened. Without its packages the demo goes on alone."""
    _tell(place, "starting")
    try:
        with _process(place, privacy_port) as process:
            with screen.doing(say(*_OPENING)) as came:
                opened = _wait_until_ready(process, place)
                came.append(place.address if opened else say("không mở được", "did not open"))
            _tell(place, "open" if opened else "away")
            if not opened:
                screen.say(say(*_AWAY).format(why=_last_line(place.log)), "dim")
            yield opened
    finally:
        place.told.unlink(missing_ok=True)


@contextmanager
def _process(place: Storefront, privacy_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Started in a group of its own, so that what it started ends with it."""
    argv = [sys.executable, "-m", "giuloi.doors.cli.demo.under", str(os.getpid()), str(SERVE)]
    argv += ["--data", str(place.data), "--port", str(place.port), "--key-file", str(place.key)]
    argv += ["--privacy-url", f"http://localhost:{privacy_port}"]
    # Nothing of ours but the address and the key: it must not be able to find our data folder or root key.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIULOI_", "DJANGO_"))}
    with (
        place.log.open("wb") as log,
        subprocess.Popen(  # noqa: S603  our own example, with arguments made here
            argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, process_group=0
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_DOWN)
            with suppress(ProcessLookupError):  # nobody left in its group: the usual case
                os.killpg(process.pid, signal.SIGKILL)


def _wait_until_ready(process: subprocess.Popen[bytes], place: Storefront) -> bool:
    deadline = time.monotonic() + _UP
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(place.port):
            return True
        time.sleep(0.1)
    return False


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tell(place: Storefront, state: str) -> None:
    fresh = place.told.with_suffix(".new")
    fresh.write_text(json.dumps({"state": state, "address": place.address}), "utf-8")
    fresh.replace(place.told)


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").split("\n") if log.is_file() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "-")


_OPENING = (
    "mở cửa hàng mẫu (lần đầu mất khoảng một phút)",
    "open the example shop (about a minute the first time)",
)
_AWAY = (
    "Tiệm vẫn mở, chỉ không có trang bán hàng mẫu: {why}",
    "Everything else is open; only the example shop is not: {why}",
)
