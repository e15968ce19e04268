"""The demo opens the example shop beside it, goes on without it, and leaves nothing running."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from giuloi.doors.cli.demo import storefront
from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.demo.traces import search
from tests.harness.processes import alive, eventually

pytestmark = pytest.mark.once

_SERVES = """#!{python} -S
import http.server, os, sys
told = dict(zip(sys.argv[1::2], sys.argv[2::2]))
os.mkdir(told["--data"])
with open(told["--data"] + "/pid", "w") as file:
    print(os.getpid(), *(name for name in os.environ if name.startswith("GIULOI_")), file=file)
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(told["--port"])), Ready).serve_forever()
"""
_CANNOT = "#!/bin/sh\necho 'shop: its packages cannot be had here' >&2\nexit 77\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> storefront.Storefront:
    """A demo's folder with a stand-in for examples/shop/serve."""
    script = tmp_path / "serve"
    script.write_text(_SERVES.format(python=sys.executable))
    script.chmod(0o700)
    monkeypatch.setattr(storefront, "SERVE", script)
    monkeypatch.setenv("GIULOI_SHOP_ORIGINS", "")
    found = storefront.choose(House(tmp_path), 8100)
    assert found is not None
    return found


def test_the_server_is_told_of_the_shop_before_it_starts(place: storefront.Storefront) -> None:
    """It takes baskets from listed shops only."""
    assert os.environ["GIULOI_SHOP_ORIGINS"] == place.address == f"http://localhost:{place.port}"


def test_the_shop_opens_knows_nothing_of_our_folders_and_ends_with_the_demo(
    place: storefront.Storefront,
) -> None:
    """Its environment holds no setting of ours; when the block is left it is gone, and so is the card's line."""
    with storefront.beside(place, Screen(), 8100) as opened:
        assert opened
        assert json.loads(place.told.read_text()) == {"state": "open", "address": place.address}
        pid, *settings = (place.data / "pid").read_text().split()
        assert (settings, alive(int(pid))) == ([], True)
    assert eventually(lambda: not alive(int(pid)), 10)
    assert not place.told.exists()


def test_without_its_packages_the_demo_goes_on_and_says_why(
    place: storefront.Storefront, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, with the last words of its log."""
    storefront.SERVE.write_text(_CANNOT)
    with storefront.beside(place, Screen(), 8100) as opened:
        assert not opened
        assert json.loads(place.told.read_text())["state"] == "away"
    assert "its packages cannot be had here" in " ".join(capsys.readouterr().out.split())


def test_an_installed_package_has_no_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then there is no shop, and no origin is listed."""
    monkeypatch.setattr(storefront, "SERVE", tmp_path / "nowhere")
    monkeypatch.setenv("GIULOI_SHOP_ORIGINS", "unchanged")
    assert storefront.choose(House(tmp_path), 8100) is None
    assert os.environ["GIULOI_SHOP_ORIGINS"] == "unchanged"


NAME, PHONE = "Trần Văn Bình", "0594000002"
WRITTEN = {
    "UTF-8": (NAME.encode(), NAME),
    "small letters": (NAME.lower().encode(), NAME),
    "without accents": (b"xx Tran Van Binh", NAME),
    "decomposed": ("Tra\u0302\u0300n Va\u0306n Bi\u0300nh".encode(), NAME),
    "UTF-16": (NAME.encode("utf-16-le"), NAME),
    "JSON": (json.dumps({"name": NAME}).encode(), NAME),
    "in a URL": (quote(NAME).encode(), NAME),
    "hexadecimal": (NAME.encode().hex().upper().encode(), NAME),
    "base64": (base64.b64encode(NAME.encode()), NAME),
    "base64 in the middle": (base64.urlsafe_b64encode(b"a" + NAME.encode() + b"bc"), NAME),
    "international": (b"tel:+84594000002", PHONE),
    "grouped": (b"0594 000 002", PHONE),
    "asked for with +84": (PHONE.encode(), "+84 594 000 002"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_the_search_finds_what_is_there_however_it_is_written(tmp_path: Path, way: str) -> None:
    """A search that could miss would prove nothing; of somebody else it finds nothing."""
    written, sought = WRITTEN[way]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a file").write_bytes(b"\0\1" * 99 + written + b"\2")
    assert search([tmp_path], sought).hits == ("a file",)
    assert search([tmp_path], "Lê Ngọc Chi").hits == search([tmp_path], "0594000003").hits == ()


def test_the_example_shop_is_tested_by_giuloi_test(tmp_path: Path) -> None:
    """Its step ends as "not installed" where its environment cannot be made."""
    from giuloi.doors.cli.development import _EXAMPLE_TESTS, EXAMPLE, NOT_INSTALLED

    shop = tmp_path / EXAMPLE
    shop.mkdir(parents=True)
    (shop / "environment").write_text(_CANNOT)
    (shop / "environment").chmod(0o700)
    assert subprocess.run(_EXAMPLE_TESTS, cwd=tmp_path, check=False).returncode == NOT_INSTALLED
