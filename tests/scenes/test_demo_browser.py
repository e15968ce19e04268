"""`giuloi demo` opens a shop in the browser: each of the things to try leads to where it says, and shows it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.harness.browser import DESKTOP, PHONE, Witness, axe, too_wide
from tests.harness.processes import eventually


@contextmanager
def _demo(folder: Path, *options: str) -> Iterator[tuple[str, Path]]:
    """The demo as a process, ready; gives its address and the file of what it printed. Ended with the block."""
    said = folder / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "giuloi",
                "demo",
                "--lang",
                "en",
                "--deliveries",
                "6",
                "--no-shop",
                *options,
            ],
            env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "100"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
        try:
            assert eventually(lambda: "/trust/" in said.read_text("utf-8"), 90), said.read_text("utf-8")
            yield re.findall(r"(http://localhost:\d+)/demo/", said.read_text("utf-8"))[0], said
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One demo for all of these."""
    with _demo(tmp_path_factory.mktemp("demo")) as (address, _):
        yield address


@pytest.fixture
def page(demo: str, browser: Browser, witness: Witness) -> Iterator[Page]:
    """A page at the demo's first page; complaints of any page fail the test."""
    context = browser.new_context(**DESKTOP, locale="en", base_url=demo)
    witness.watch(context)
    page = context.new_page()
    page.goto("/demo/")
    yield page
    context.close()


def _play(page: Page, step: int) -> None:
    page.click(f"button[name=step][value='{step}']")
    page.wait_for_url(
        lambda url: "/demo/" not in url
    )  # on a busy machine the redirect may still be under way


# step → the address it leads to, and what stands there
LEADS_TO = {
    0: (r"/console/orders/\d+$", "Khoa"),
    1: (r"/console/orders/\d+$", "Lan"),
    2: (r"/me/uses$", "Who used my data"),
    3: (r"/me/choices$", "promotions"),
    4: (r"/me/uses/proofs$", "erify"),
    5: (r"/guest$", "rder number"),
    6: (r"/trust/policy$", "III.1"),
    7: (r"/console/policy$", "Hà"),
    8: (r"/me/ask$", "order"),
    9: (r"/console/inbox$", "Technical support"),
    10: (r"/console/fulfilment$", "Khoa"),
    11: (r"/console/campaigns$", "Lan"),
    12: (r"/trust/numbers$", "24"),
    13: (r"/me/ask\?kind=copy$", "copy"),
    14: (r"/me/ask\?kind=erase$", "eras"),
    15: (r"/erased/[0-9a-f]{64}$", "eras"),
    16: (r"/console/retention$", "Hà"),
    17: (r"/console/authority/new$", "Hà"),
    18: (r"/console/recipients$", "carrier"),
    19: (r"/console/incidents/open$", "Hà"),
    20: (r"/me/recipients$", "Who received my data"),
}


@pytest.mark.parametrize("step", LEADS_TO)
def test_each_thing_to_try_leads_where_it_says(page: Page, step: int) -> None:
    """By one click, as the one who does it; axe has nothing to say about the page."""
    _play(page, step)
    address, words = LEADS_TO[step]
    assert re.search(address, page.url)
    assert words in page.inner_text("body")
    assert axe(page) == []


def test_khoa_is_shown_the_order_and_lan_is_refused_with_the_clause(page: Page) -> None:
    """The main scene, clicked: I.1 opens for the one whose work it is, and for nobody else."""
    _play(page, 0)
    page.click("form[action$='/show'] button >> nth=0")
    assert "0594000001" in page.inner_text("main")
    page.goto("/demo/")
    _play(page, 1)
    page.click("form[action$='/show'] button >> nth=0")
    assert "0594000001" not in page.inner_text("main")
    assert "I.1" in page.inner_text("main .refused")


def test_what_the_shop_writes_arrives_in_the_inbox_on_the_first_page(page: Page) -> None:
    """An asks; the acknowledgement with its hour is there a moment later, with a link that leads back here."""
    _play(page, 8)
    page.goto("/me/ask?kind=question")
    page.fill("main textarea", "How long does the lotus tea keep?")
    page.click("main form button >> nth=-1")
    page.wait_for_url("**/me/requests/**")
    page.goto("/demo/")
    expect(page.locator("main")).to_contain_text("an@example.vn", timeout=30_000)


def test_binh_comes_in_by_order_number_and_the_code_in_the_inbox(page: Page) -> None:
    """A guest without an account reaches their own data, and no member's pages."""
    row = page.inner_text("tr:has-text('Bình')")
    number = re.findall(r"(?:\d{4}-){4}\d{4}", row)[0]
    page.goto("/guest")
    page.fill("main input[name=order]", number)
    page.click("main form button >> nth=0")
    inbox = page.context.new_page()
    inbox.goto("/demo/inbox")
    code = re.findall(r"\b\d{6}\b", inbox.inner_text("body"))[0]
    page.fill("main input[name=code]", code)
    page.click("main form button >> nth=0")
    page.goto("/me")
    assert "Trần Văn Bình" in page.inner_text("main")


def test_the_first_page_fits_a_telephone(demo: str, browser: Browser) -> None:
    """Nothing beyond the edge, nothing for axe to find, in Vietnamese."""
    context = browser.new_context(**PHONE, locale="vi", base_url=demo)
    page = context.new_page()
    page.goto("/demo/")
    assert "việc nên thử" in page.inner_text("main")
    assert too_wide(page) == []
    assert axe(page) == []
    context.close()


@pytest.mark.once
def test_a_kept_demo_opens_again_as_it_was_left(tmp_path: Path) -> None:
    """With --data: the same people, without setting anything up again; --fresh begins anew."""
    folder = tmp_path / "kept"
    with _demo(tmp_path, "--data", str(folder)):
        passes = (folder / "passes.json").read_text("utf-8")
    with _demo(tmp_path, "--data", str(folder)) as (_, said):
        assert "deliveries" not in said.read_text("utf-8")
        assert (folder / "passes.json").read_text("utf-8") == passes
