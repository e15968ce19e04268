"""Evidence in the customer's own hands: complete, verified without the shop; and every trick is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.policy.conformance import WORDS
from giuloi.core.terms import Coverage
from giuloi.doors.cli.demo.expect import WentWrong, expect
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.stage import Stage
from giuloi.doors.cli.told import spoken
from giuloi.doors.cli.tongue import say

BUNDLE = "bundle.json"


def bundle_is_verified_offline(stage: Stage, screen: Screen) -> None:
    """II.1: every look is in the ledger; the customer's bundle shows it, and needs no server to be believed."""
    from giuloi.records.uses.bundle import export_bundle

    file = stage.house.customer / BUNDLE
    file.write_bytes(export_bundle(stage.an, datetime.now(UTC)))
    screen.say(
        say(
            "Một chương trình khác, trong thư mục của khách: không có dữ liệu hay khóa bí mật nào của tiệm.",
            "Another process, in the customer's folder: with no data and no secret of the shop's.",
        )
    )
    screen.say(f"giuloi verify {BUNDLE} --key {stage.log_key[:40]}…", "cyan")
    code, lines = _verify(stage, file)
    screen.output(lines)
    expect(code == 0, say("bộ nguyên vẹn lẽ ra phải đúng", "the untouched bundle should hold"))


def report_ties_each_clause_to_its_proof(stage: Stage, screen: Screen) -> None:
    """IV.6: which code keeps each sentence, which tests hold it, what is to be seen now; signed with the log key."""
    from giuloi.core.ledger.signed_report import open_report
    from giuloi.promises.report.conformance import signed_report
    from giuloi.promises.report.live import InTime
    from giuloi.records.published import current
    from giuloi.records.uses.head import log_key

    made = signed_report(current(), InTime(0, 0), datetime.now(UTC))
    file = stage.house.customer / "report.json"
    file.write_bytes(made)
    clauses = open_report(made, [log_key()[0]]).content["clauses"]
    words = Counter(str(one["coverage"]) for one in clauses)
    screen.values((say(*WORDS[one]), str(words[one.value])) for one in Coverage if words[one.value])
    code, _ = _verify(stage, file)
    expect(code == 0, say("báo cáo nguyên vẹn lẽ ra phải đúng", "the untouched report should hold"))
    changed = stage.house.customer / "polished.json"
    changed.write_bytes(made.replace(b'"procedural"', b'"enforced"', 1))
    code, lines = _verify(stage, changed)
    expect(code != 0, say("báo cáo bị tô vẽ mà vẫn đúng", "a polished report passed"))
    screen.found(say("báo cáo bị sửa một chữ", "one word of it altered"), lines[-1].removeprefix("✗ "))


def every_trick_is_noticed(stage: Stage, screen: Screen) -> None:
    """One use altered; then the first, one in the middle, the last left out: each is found and named."""
    bundle = json.loads((stage.house.customer / BUNDLE).read_bytes())
    count = len(bundle["entries"])
    middle = count // 2 + 1
    tricks: list[tuple[str, Callable[[list[Any]], None], Finding]] = [
        (
            say(f"sửa dòng {middle}", f"use {middle} altered"),
            lambda entries: _alter(entries[middle - 1]),
            Finding(Code.ALTERED_LEAF, str(middle)),
        ),
        (say("bỏ dòng đầu", "first left out"), _leave_out(0), Finding(Code.MISSING_FIRST, "1")),
        (
            say(f"bỏ dòng {middle}", f"use {middle} left out"),
            _leave_out(middle - 1),
            Finding(Code.MISSING_MIDDLE, str(middle)),
        ),
        (say("bỏ dòng cuối", "last left out"), _leave_out(-1), Finding(Code.MISSING_LAST, str(count))),
    ]
    for name, trick, finding in tricks:
        _play(stage, screen, bundle, name, trick, finding)


def _play(
    stage: Stage,
    screen: Screen,
    bundle: dict[str, Any],
    name: str,
    trick: Callable[[list[Any]], None],
    finding: Finding,
) -> None:
    """Do it to a copy, have it verified, and look for the sentence that names it."""
    changed = json.loads(json.dumps(bundle))
    trick(changed["entries"])
    file = stage.house.customer / "tampered.json"
    file.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    code, lines = _verify(stage, file)
    named = [line for line in lines if finding.say(spoken()) in line]
    if code == 0 or not named:
        raise WentWrong(say(f"không ai nhận ra: {name}", f"nobody noticed: {name}"))
    screen.found(name, named[0].removeprefix("✗ "))


def _alter(entry: dict[str, Any]) -> None:
    """As somebody would who wants a look to seem allowed, or a clause another."""
    leaf = json.loads(entry["leaf"])
    leaf["decision"] = "denied" if leaf["decision"] == "allowed" else "allowed"
    entry["leaf"] = json.dumps(leaf, separators=(",", ":"), sort_keys=True)


def _leave_out(place: int) -> Callable[[list[Any]], None]:
    def trick(entries: list[Any]) -> None:
        del entries[place]

    return trick


def _verify(stage: Stage, file: Path) -> tuple[int, list[str]]:
    """`giuloi verify` as the customer runs it: another process, another folder, no setting of the shop's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIULOI_")}
    environment |= {"HOME": str(stage.house.customer), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S603
        [
            *(sys.executable, "-m", "giuloi", "--lang", say("vi", "en")),
            *("verify", file.name, "--key", stage.log_key),
        ],
        cwd=stage.house.customer,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, [*done.stdout.splitlines(), *done.stderr.splitlines()]
