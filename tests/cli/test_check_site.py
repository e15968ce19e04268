"""`giuloi check-site`: what is found is told with its clause, and the exit code says it to a script."""

from __future__ import annotations

import json

import pytest

from tests.cli.transcript import Run
from tests.fakes.site import a_site
from tests.records.conftest import Shop

pytestmark = pytest.mark.once


def test_a_leak_is_told_with_its_clause_and_pages(giuloi: Run, shop: Shop) -> None:
    """Exit code 1, as text and as JSON."""
    with a_site() as site:
        site.html("/", "<img src=https://www.facebook.com/tr>")
        code, said = giuloi(["check-site", site.url])
        assert (code, said.splitlines()[1:]) == (
            1,
            [
                "LEAK  III.1  www.facebook.com: Meta (advertising) follows visitors without asking them",
                f"    {site.url}",
            ],
        )
        code, said = giuloi(["check-site", site.url, "--json"])
        assert (code, json.loads(said)["leaks"][0]["clause"]) == (1, "III.1")


def test_a_clean_site_and_one_that_is_gone(giuloi: Run, shop: Shop) -> None:
    """0 and a sentence; 1 and why."""
    with a_site() as site:
        site.html("/", "<p>Bánh cốm</p>")
        assert giuloi(["check-site", site.url]) == (
            0,
            "1 pages looked at (list of 2026-11-22).\nNothing was seen to go out.\n",
        )
        gone = site.url
    code, said = giuloi(["check-site", gone])
    assert (code, "cannot be reached" in said) == (1, True)


def test_a_page_that_could_not_be_read_is_no_clean_site(giuloi: Run, shop: Shop) -> None:
    """Exit code 3: nobody takes half a look for a whole one."""
    with a_site() as site:
        site.html("/", "<a href=/gone>x</a>")
        code, said = giuloi(["check-site", site.url])
        assert (code, "not read" in said) == (3, True)


def test_a_recipient_that_may_receive_nothing_covers_no_host(giuloi: Run, shop: Shop) -> None:
    """Naming somebody is not enough: the register decides."""
    code, said = giuloi(["check-site", "http://127.0.0.1:1/", "--recipient", "pay.example.vn=nobody"])
    assert (code, "may receive nothing" in said) == (1, True)
    assert giuloi(["check-site", "http://127.0.0.1:1/", "--recipient", "pay"])[0] == 2
