"""Which file runs when: the long ones early, so that no processor idles at the end; those with a browser last.

The order is kept by `--no-loadscope-reorder`: pytest-xdist would begin with the files that have the most tests, and
a file with one test of three minutes would begin when everything else is over.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Protocol, TypeVar

# Half a minute or more, the longest first (pytest --durations=0); among themselves those with a browser come last.
LONG = (
    "tests/gates/test_authz.py",
    "tests/scenes/test_demo.py",
    "tests/gates/test_api.py",
    "tests/doors/test_serve.py",
    "tests/doors/test_init_command.py",
    "tests/promises/use/outreach/test_month.py",
    "tests/scenes/test_every_page.py",
    "tests/gates/test_injection.py",
    "tests/scenes/test_console_owner.py",
    "tests/scenes/test_demo_browser.py",
    "tests/scenes/test_fulfilment.py",
    "tests/scenes/test_inbox.py",
    "tests/gates/test_quiet.py",
    "tests/scenes/test_shop.py",
    "tests/scenes/test_portal_entry.py",
    "tests/scenes/test_console_desk.py",
    "tests/scenes/test_my_data.py",
    "tests/scenes/test_care.py",
    "tests/scenes/test_campaigns.py",
    "tests/scenes/test_trust_pages.py",
)


class Collected(Protocol):
    """What is asked of a pytest item."""

    nodeid: str

    def get_closest_marker(self, name: str) -> object | None:
        """The marker of that name, or None."""
        ...


Item = TypeVar("Item", bound=Collected)


def in_order(items: list[Item]) -> list[Item]:
    """A file's tests stay together, those in a browser at its end: its event loop stays in the main thread.

    Files without a browser first; in each half the long ones first, then those with the most tests.
    """
    tests = Counter(map(file_of, items))
    browsing = {file_of(item) for item in items if in_browser(item)}
    rank = {file: place for place, file in enumerate(LONG)}

    def key(item: Item) -> tuple[bool, int, int, str, bool]:
        file = file_of(item)
        return file in browsing, rank.get(file, len(LONG)), -tests[file], file, in_browser(item)

    return sorted(items, key=key)


def file_of(item: Collected) -> str:
    """The file of a test, from the top of the checkout."""
    return Path(item.nodeid.partition("::")[0]).as_posix()


def in_browser(item: Collected) -> bool:
    """Whether the test runs in a browser."""
    return item.get_closest_marker("browser") is not None
