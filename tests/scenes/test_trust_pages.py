"""The trust pages in a real browser: nothing for axe to find, nothing wider than a phone, and the verifier at work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.doors.trust.conftest import History, an, history, shop
from tests.harness.browser import DESKTOP, PHONE, axe, too_wide

__all__ = ["an", "history", "shop"]

PAGES = ("", "policy", "versions", "versions/1", "ledger", "verifier", "measures", "numbers")
VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.mark.parametrize(("size", "scheme", "locale"), [
    (DESKTOP, "light", "vi-VN"), (PHONE, "dark", "vi-VN"), (PHONE, "light", "en-GB"), (DESKTOP, "dark", "en-GB"),
])  # fmt: skip
def test_every_page_can_be_read_by_everybody(
    history: History, open_page: Callable[..., Page], size: dict[str, Any], scheme: str, locale: str
) -> None:
    """On a phone and a desk, light and dark, in both languages."""
    page = open_page(**size, color_scheme=scheme, locale=locale)
    for path in PAGES:
        page.goto(f"/trust/{path.replace('1', str(history.shop.policy_id))}")
        assert page.locator("h1").count() == 1
        assert axe(page) == [], path
        assert too_wide(page) == [], path
        assert page.evaluate("innerWidth") == size["viewport"]["width"], path


def test_a_customer_verifies_their_bundle_on_the_shops_page(history: History, phone: Page) -> None:
    """The key stands there already; the verdict comes first, in plain words."""
    phone.goto("/trust/verifier")
    phone.set_input_files(
        "#evidence", files=[{"name": "bo.json", "mimeType": "application/json", "buffer": history.bundle}]
    )
    phone.click("#verifier button[type=submit]")
    phone.wait_for_selector(".verdict.good")
    assert phone.locator("#result tbody tr").count() == len(json.loads(history.bundle)["entries"])
    assert axe(phone) == []
    phone.click("#verifier button[type=submit]")  # pressed twice: one verdict
    phone.wait_for_selector(".verdict.good")
    assert phone.locator(".verdict").count() == 1


def test_a_file_that_is_anything_else_is_told_kindly(history: History, desktop: Page) -> None:
    """A picture, nothing at all, a key that is none: a sentence each, and no verdict that is not one."""
    desktop.goto("/trust/verifier")
    desktop.click("#verifier button[type=submit]")
    desktop.wait_for_selector("text=Hãy chọn một tệp.")
    desktop.set_input_files(
        "#evidence", files=[{"name": "x.png", "mimeType": "image/png", "buffer": b"\x89PNG\0" * 99}]
    )
    desktop.click("#verifier button[type=submit]")
    desktop.wait_for_selector(".verdict.bad")
    assert "not_a_bundle" in desktop.inner_text("#result")
    desktop.fill("#key", "<b>no key</b>")
    desktop.click("#verifier button[type=submit]")
    desktop.wait_for_selector("text=Khóa hoặc mốc sổ đã nhập không đúng")
    assert desktop.locator("#result b").count() == 0


def test_a_browser_that_cannot_check_signatures_gives_no_verdict(
    history: History, open_page: Callable[..., Page]
) -> None:
    """It says that it cannot; it does not say good."""
    page = open_page()
    page.add_init_script(
        "SubtleCrypto.prototype.importKey = async () => { throw new DOMException('', 'NotSupportedError') }"
    )
    page.goto("/trust/verifier")
    page.set_input_files(
        "#evidence", files=[{"name": "bo.json", "mimeType": "application/json", "buffer": history.bundle}]
    )
    page.click("#verifier button[type=submit]")
    page.wait_for_selector("text=không kiểm được chữ ký")
    assert page.locator(".verdict.good, .verdict.bad").count() == 0


def test_without_javascript_the_page_says_what_else_there_is(history: History, scripts_off: Page) -> None:
    """The command, which works on any machine."""
    scripts_off.goto("/trust/verifier")
    assert "giuloi verify" in scripts_off.inner_text("main")


PARTS = """async vectors => {
  const from = name => import(`/static/trust/verifier/${name}.js`);
  const { fromBase64, encoded, toHex, toBase64 } = await from("bytes");
  const { included, consistent, leafHash } = await from("merkle");
  const { readKey, openNote } = await from("note");
  const { readHead } = await from("checkpoint");
  const { readLeaf, sequenceCodes } = await from("entry");
  const { readProof, verifyProof } = await from("proof");
  const { canonical } = await from("canonical");
  const { readJson } = await from("json");
  const { verified } = await from("browser");
  const hex = text => Uint8Array.from(text.match(/../g) ?? [], byte => parseInt(byte, 16));
  const holds = async attempt => { try { return (await attempt()) !== false; } catch { return false; } };
  const wrong = [];
  let count = 0;
  const expect = async (name, attempt, expected) => {
    count += 1;
    if ((await holds(attempt)) !== expected) wrong.push(name);
  };
  const { proof, checkpoint, leaf, receipt } = vectors;
  const hashes = list => list.map(fromBase64);
  for (const c of proof.inclusion) await expect(`inclusion ${c.name}`, () =>
    included(fromBase64(c.leaf), BigInt(c.index), BigInt(c.size), hashes(c.proof), fromBase64(c.root)), c.holds);
  for (const c of proof.consistency) await expect(`consistency ${c.name}`, () => consistent(
    BigInt(c.old), fromBase64(c.old_root), BigInt(c.new), fromBase64(c.new_root), hashes(c.proof)), c.holds);
  const keys = [await readKey(proof.vkey)];
  for (const c of proof.files) await expect(`file ${c.name}`, () =>
    verifyProof(encoded(c.file), fromBase64(c.leaf), proof.origin, keys), true);
  for (const c of proof.bad_files) await expect(`bad file ${c.name}`, () => readProof(encoded(c.file)), false);
  for (const key of checkpoint.good_vkeys) await expect(`key ${key}`, () => readKey(key), true);
  for (const key of checkpoint.bad_vkeys) await expect(`bad key ${key}`, () => readKey(key), false);
  for (const c of checkpoint.notes) await expect(`note ${c.name}`, async () => {
    const known = [];
    for (const key of c.keys) known.push(await readKey(key));
    return (await openNote(encoded(c.note), known)) === c.text;
  }, c.opens);
  for (const c of checkpoint.signed) await expect(`signed ${c.name}`, async () =>
    (await openNote(encoded(c.note), [await readKey(c.vkey)])) === c.text, true);
  for (const c of checkpoint.heads) await expect(`head ${c.name}`, () => readHead(c.text) && true, c.reads);
  for (const c of leaf.good) await expect(`leaf ${c.name}`, async () =>
    readLeaf(c.leaf) && toHex(await leafHash(encoded(c.leaf))) === c.hash, true);
  for (const c of leaf.bad) await expect(`bad leaf ${c.name}`, () => readLeaf(c.leaf), false);
  for (const c of leaf.sequence_codes) await expect(`code ${c.counter}`, async () => {
    const code = await (await sequenceCodes(hex(c.ledger_key)))(c.counter);
    return toBase64(code).replaceAll("+", "-").replaceAll("/", "_").replace("=", "") === c.code;
  }, true);
  for (const [list, good] of [[receipt.good, true], [receipt.bad, false]])
    for (const c of list) await expect(`receipt ${c.name}`, async () => {
      const { "giuloi:proof": signed, ...body } = c.receipt;
      const bytes = canonical(readJson(encoded(JSON.stringify(body))));
      return verified(hex(receipt.public_key), bytes, fromBase64(signed.signature));
    }, good);
  return [count, wrong];
}"""


def test_each_part_agrees_with_the_vectors_of_others(
    history: History, desktop: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    """tests/vectors: proofs, checkpoints, notes, leaves, codes and receipts, judged by the modules themselves."""
    desktop.goto("/trust/verifier")
    names = ("proof", "checkpoint", "leaf", "receipt")
    vectors = {name: json.loads((VECTORS / f"{name}.json").read_text("utf-8")) for name in names}
    count, wrong = desktop.evaluate(PARTS, vectors)
    assert wrong == []
    with capsys.disabled():
        print(f" [{count} vectors, 0 differ]", end="")
