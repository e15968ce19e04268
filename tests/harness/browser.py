"""A real browser on our own pages: what it loaded, what it complained of, whether axe finds a page hard to use.

Debian's Chromium, driven by Playwright. It resolves no name but localhost, so no page can reach anybody else even
if it tries; that it tried is a fault of the page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.harness.live import HOST, certificate

CHROMIUM = Path("/usr/bin/chromium")
NOT_INSTALLED = f"no browser: {CHROMIUM} is not installed (Debian, Ubuntu: sudo apt-get install chromium)"
DESKTOP: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
_FLAGS = (
    "--no-sandbox",  # as root there is none; it visits our own pages only
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
# WCAG 2.2 A and AA, and what axe's authors hold to be good practice besides.
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OURS = {"data", "blob", "about", "chrome-error"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without any history. Django refuses the ORM in a thread with an event loop, which Playwright's
    synchronous interface has: but no coroutine of ours runs in it, so that guard is lowered meanwhile."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    try:
        with sync_playwright() as playwright:
            believed = f"--ignore-certificate-errors-spki-list={certificate().fingerprint}"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS, believed])
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass  # no slots: Playwright keeps its own notes on whose method it calls
class Witness:
    """What went wrong in any page of a test, in words; `expected` holds parts of what a test means to provoke."""

    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Look on from now on: requests beyond loopback, files that are not there, errors, Content-Security-Policy."""
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script failed: {error.error}"))

    def unexpected(self) -> list[str]:
        """The faults that no test meant."""
        return [fault for fault in self.faults if not any(part in fault for part in self.expected)]

    def _asked(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.hostname != HOST and url.scheme not in _OURS:
            self.faults.append(f"left this machine: {request.url}")

    def _answered(self, response: Response) -> None:
        # A page may be a 404 on purpose; a file that a page names may not.
        if response.status >= 400 and response.request.resource_type not in ("document", "fetch", "xhr"):
            self.faults.append(f"{response.status} for {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")


def axe(page: Page, *without: str) -> list[str]:
    """What axe finds, "rule: element", one a line; `without`: rules that say nothing about this page.

    The source goes in through the debugger, past the page's own policy: that stays as strict as it is.
    """
    page.wait_for_load_state()  # after a click the next page may have come without its document yet
    page.evaluate(_axe())
    options = {
        "runOnly": _RULES,
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found
        for node in rule["nodes"]
    ]


@cache
def _axe() -> str:
    return _AXE.read_text("utf-8") + "\n;undefined"


def reloaded(page: Page) -> None:
    """The same page again. One that is still on its way cannot be reloaded."""
    page.wait_for_load_state()
    page.reload()


def sign_in(page: Page, origin: str, cookie: str, token: str) -> None:
    """Give the browser a session's token, as `records.access.cookies.keep` would."""
    page.context.add_cookies(
        [{"name": cookie, "value": token, "url": origin, "secure": True, "httpOnly": True, "sameSite": "Lax"}]
    )


def passkey_device(page: Page) -> str:
    """A device with a fingerprint reader whose owner is always there; gives its id for CDP's WebAuthn commands."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return str(debugger.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def too_wide(page: Page) -> list[str]:
    """Elements that reach beyond the right edge of the window: on a phone nothing scrolls sideways but `.scroll`."""
    # Not innerWidth: Chromium 156 lets it grow with what overflows, and nothing would ever be beyond it.
    script = """() => [...document.querySelectorAll("body *")].filter(one => !one.closest(".scroll, .skip, thead") &&
        one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map(one => one.outerHTML.slice(0, 120))"""
    return list(page.evaluate(script))
