"""Open the shop: `serve --data DIR --port P --privacy-url URL --key-file FILE`. Ready when /healthz says ok.

Loopback, for a trial. Beside the web server a thread settles every half minute what was placed while no browser came
back (`manage.py reconcile --every 30` is the same as a process of its own).
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from pathlib import Path

from storefront.prepared import move_in

_EVERY = 30.0  # seconds


def main() -> None:
    """Until SIGTERM or SIGINT."""
    told = _arguments()
    os.environ |= {
        "SHOP_DATA": str(told.data.resolve()),
        "SHOP_URL": f"http://localhost:{told.port}",
        "SHOP_PRIVACY_URL": told.privacy_url,
        "SHOP_PRIVACY_KEY_FILE": str(told.key_file.resolve()),
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
    }
    os.umask(0o077)
    move_in(told.data.resolve())
    from waitress import serve

    from storefront.wsgi import application

    threading.Thread(target=_reconcile, daemon=True).start()
    serve(application, listen=f"127.0.0.1:{told.port}", threads=8, ident=None)


def _reconcile() -> None:
    from django.db import close_old_connections

    from storefront.management.commands.reconcile import settle_all

    while True:
        time.sleep(_EVERY)
        close_old_connections()
        settle_all()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The example shop: goods, and no people.")
    parser.add_argument("--data", type=Path, required=True, help="its folder; made when it is not there")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--privacy-url", required=True, help="where Giữ Lời answers")
    parser.add_argument("--key-file", type=Path, required=True, help="the file that holds its API key")
    return parser.parse_args()


if __name__ == "__main__":
    main()
