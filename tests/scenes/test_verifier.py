"""The verifier in the browser, alone on disk and without a network, says of every file what `giuloi verify` says."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from giuloi.core.evidence import judge, kind_of
from giuloi.core.fields import FIELDS
from giuloi.core.gate.words import PURPOSES
from giuloi.core.ledger.checkpoint import open_checkpoint
from giuloi.core.ledger.entry import Event
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted
from giuloi.core.terms import Channel, Outcome
from giuloi.doors.cli.verify import _EVENTS
from giuloi.doors.trust.assemble import FOLDER, assembled
from tests.core.ledger.tampering import BUNDLE, SHOP
from tests.scenes import evidence_cases as cases
from tests.scenes.evidence_cases import Case

ALONE = FOLDER / "verifier.html"
TOLD_OTHERWISE = {
    "bad_consent_receipt",
    "bad_log_proof",
    "bad_report",
}  # `where` is a sentence of its own in each

JUDGED = """async given => {
  const bytes = text => text === null ? null : Uint8Array.from(atob(text), one => one.charCodeAt(0));
  const { judge, trustedFrom } = globalThis.giuloiVerifier;
  const judged = [];
  for (const one of given) {
    const trusted = await trustedFrom(one.key, bytes(one.head));
    const { kind, ok, findings, uses } = await judge(bytes(one.data), trusted, bytes(one.before));
    const told = findings.map(({ code, where }) => [code, where]);
    judged.push([kind, ok, told, uses.map(use => [use.t, use.event, use.clause, use.fields, use.count])]);
  }
  return judged;
}"""


@pytest.fixture
def alone(browser: Browser) -> Iterator[Page]:
    """The stand-alone file, opened from disk in a browser that is offline and has asked for nothing."""
    context = browser.new_context(offline=True, locale="vi-VN")
    context.set_default_timeout(60_000)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(ALONE.as_uri())
    yield page
    assert asked == [ALONE.as_uri()]
    assert said == []
    context.close()


def _by_python(case: Case) -> list[Any]:
    keys = tuple(VerifierKey.parse(line) for line in case.key.split())
    head = open_checkpoint(case.head, keys[0].name, keys) if case.head else None
    verdict = judge(case.data, Trusted(keys, head) if keys else None, case.before)
    told = [[finding.code.value, finding.where] for finding in verdict.findings]
    uses = [[use.t, use.event.value, use.clause, use.fields, use.count] for use in verdict.uses]
    return [kind_of(case.data).value, verdict.ok, told, uses]


def _by_browser(page: Page, some: list[Case]) -> list[list[Any]]:
    given = [
        {"key": case.key} | {name: _base64(getattr(case, name)) for name in ("data", "head", "before")}
        for case in some
    ]
    return list(page.evaluate(JUDGED, given))


def _base64(data: bytes | None) -> str | None:
    return None if data is None else b64encode(data).decode()


def _comparable(judged: list[Any]) -> list[Any]:
    kind, ok, told, uses = judged
    return [kind, ok, [[code, "" if code in TOLD_OTHERWISE else where] for code, where in told], uses]


def _agree(page: Page, some: Iterable[Case], capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Judge every case in both; returns how often each code was told."""
    every = list(some)
    differ, told = [], Counter[str]()
    for case, judged in zip(every, _by_browser(page, every), strict=True):
        expected = _comparable(_by_python(case))
        told.update(code for code, _ in expected[2])
        told["(good)"] += expected[1]
        if _comparable(judged) != expected:
            differ.append((case.name, judged[:3], expected[:3]))
    assert differ == []
    with capsys.disabled():
        print(f" [{len(every)} files, {len(told) - 1} codes, 0 differ]", end="")
    return told


def test_the_file_that_people_take_home_is_put_together_from_these_modules() -> None:
    """`python -m giuloi.doors.trust.assemble` writes what is committed."""
    assert ALONE.read_text("utf-8") == assembled()


def test_it_can_check_signatures_and_says_so(alone: Page) -> None:
    """Ed25519 by the browser itself, tried on RFC 8032's own example."""
    assert alone.evaluate("giuloiVerifier.canCheck()")


def test_it_agrees_about_every_bundle_that_other_languages_judge(
    alone: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the pinned key, another's key, and none."""
    told = _agree(alone, cases.vector_bundles(), capsys)
    assert {"altered_leaf", "missing_middle", "inconsistent_head", "unknown_key", "(good)"} <= set(told)


def test_it_agrees_about_what_is_no_bundle_and_about_every_leaf(
    alone: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    """Strict JSON, strict base64, strict leaves: what the one refuses, the other refuses, at the same place."""
    _agree(alone, chain(cases.not_bundles(), cases.leaves()), capsys)


def test_it_agrees_about_generated_tampering(
    alone: Page, capsys: pytest.CaptureFixture[str], runs: int
) -> None:
    """Values exchanged, taken away, doubled, and bytes flipped, as chance has it."""
    _agree(alone, cases.changed(Random(11), runs or 400), capsys)


def test_it_agrees_about_later_and_earlier_bundles(alone: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """With a kept checkpoint, and with the bundle of last time."""
    told = _agree(alone, cases.with_memory(), capsys)
    assert {"other_ledger_key", "nothing_new", "bad_earlier_bundle", "head_not_compared"} <= set(told)


def test_it_agrees_about_honest_histories(alone: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """No false alarm in either."""
    told = _agree(alone, cases.histories(8), capsys)
    assert set(told) == {"(good)"}


def test_it_agrees_about_consent_receipts(alone: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole, altered in any part, and introduced by nobody."""
    told = _agree(alone, cases.consents(), capsys)
    assert {"bad_consent_receipt", "unknown_key", "bad_signature", "(good)"} <= set(told)


def test_it_agrees_about_conformance_reports(alone: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole, polished, of another log, and with a note that says something else."""
    told = _agree(alone, cases.reports(), capsys)
    assert {"bad_report", "unknown_key", "bad_signature", "(good)"} <= set(told)


def test_it_agrees_about_proofs_of_single_leaves(alone: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours, tampered with, and those of other implementations."""
    told = _agree(alone, cases.leaf_proofs(), capsys)
    assert {"bad_log_proof", "unknown_key", "(good)"} <= set(told)


def test_every_finding_reads_as_on_the_command_line(alone: Page) -> None:
    """The same codes, the same sentences, both languages, and the same ones count as faults."""
    script = "([code, where, language]) => giuloiVerifier.sentence({ code, where }, language)"
    for code in Code:
        for language in ("vi", "en"):
            assert alone.evaluate(script, [code.value, "3–7", language]) == Finding(code, "3–7").say(language)


def test_it_knows_every_word_that_a_leaf_may_hold(alone: Page) -> None:
    """Who adds an event, a channel or a field adds it there too, and calls it what the command line calls it."""
    lists = alone.evaluate("giuloiVerifier.LISTS")
    assert lists["EVENTS"] == [event.value for event in Event]
    assert lists["CHANNELS"] == [channel.value for channel in Channel]
    assert lists["OUTCOMES"] == [outcome.value for outcome in Outcome]
    assert lists["FIELDS"] == [[field.vi, field.en] for field in FIELDS]
    assert lists["PURPOSE_WORDS"] == {name: list(words) for name, words in PURPOSES.items()}
    assert lists["EVENT_WORDS"] == {event.value: list(words) for event, words in _EVENTS.items()}


def test_a_customer_reads_the_verdict_in_plain_words(alone: Page) -> None:
    """Choose the file, press the button: good, who used it, and as of when; a bad file says so first."""
    alone.set_input_files("#evidence", files=[_file("bo.json", BUNDLE)])
    alone.fill("#key", str(SHOP.key))
    alone.click("text=Kiểm chứng >> nth=-1")
    alone.wait_for_selector(".verdict.good")
    assert "không thấy gì sai" in alone.inner_text("#result h2")
    assert alone.locator("#result tbody tr").count() == len(json.loads(BUNDLE)["entries"])
    tampered = BUNDLE.replace(b'\\"purpose\\":\\"supply\\"', b'\\"purpose\\":\\"rights\\"', 1)
    alone.set_input_files("#evidence", files=[_file("bo.json", tampered)])
    alone.click("text=Kiểm chứng >> nth=-1")
    alone.wait_for_selector(".verdict.bad")
    assert "altered_leaf" in alone.inner_text("#result")


def test_the_reader_can_turn_to_the_other_language(alone: Page) -> None:
    """One button; the whole form follows."""
    alone.click("button.language")
    assert alone.inner_text("h1") == "Verify a shop's evidence"
    assert alone.get_attribute("html", "lang") == "en"


def _file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/json", "buffer": data}
