"""A conformance report in a few lines, for a terminal: what it is about, and each clause with its word."""

from __future__ import annotations

from typing import Any

from giuloi.core.ledger.signed_report import Report
from giuloi.core.policy.conformance import WORDS
from giuloi.core.terms import Coverage
from giuloi.doors.cli.tongue import say


def summed_up(report: Report) -> str:
    """Of a report whose signature holds; a report laid out otherwise than ours is said to be so."""
    try:
        rows = [_row(clause) for clause in report.content["clauses"]]
    except (LookupError, TypeError, ValueError):
        return say("(báo cáo có hình thức lạ)", "(a report of an unfamiliar form)")
    at = report.made.replace("T", " ").replace("Z", " UTC")
    head = say(
        f"{report.origin}: chính sách {report.policy}, báo cáo lúc {at}",
        f"{report.origin}: policy {report.policy}, reported at {at}",
    )
    return "\n".join([head, *rows])


def _row(clause: dict[str, Any]) -> str:
    word = say(*WORDS[Coverage(clause["coverage"])])
    tests, seen = sum(len(one["tests"]) for one in clause["tests"]), len(clause["evidence"])
    counted = say(f"{tests} kiểm thử, {seen} bằng chứng", f"{tests} tests, {seen} pieces of evidence")
    return f"{clause['clause']:<7}{word:<24}{counted}"
