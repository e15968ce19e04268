"""Whether one bundle of a customer goes on from an earlier one.

A single bundle is consistent with itself, whatever was left out of it: a shop that makes a second ledger key
can show its customer a second, shorter trail. Only an earlier bundle in the customer's hands tells that.
"""

from __future__ import annotations

from giuloi.core.ledger.bundle_file import Bundle, Proven
from giuloi.core.ledger.findings import Code, Finding


def goes_on(earlier: Bundle, later: Bundle) -> list[Finding]:
    """What is wrong with `later` as the continuation of `earlier`: none when it strictly extends it."""
    if earlier.origin != later.origin:
        return [Finding(Code.OTHER_LOG, f"{earlier.origin} → {later.origin}")]
    if earlier.ledger_key != later.ledger_key:
        return [Finding(Code.OTHER_LEDGER_KEY, str(len(earlier.entries)))]
    findings = []
    # Not strict: what is missing at the end of the later one is NOTHING_NEW.
    pairs = enumerate(zip(earlier.entries, later.entries, strict=False), start=1)
    changed = next((at for at, (one, other) in pairs if _place(one) != _place(other)), None)
    if changed is not None:
        findings.append(Finding(Code.REWRITTEN_HISTORY, str(changed)))
    if len(later.entries) <= len(earlier.entries):
        findings.append(Finding(Code.NOTHING_NEW, f"{len(earlier.entries)} → {len(later.entries)}"))
    return findings


def _place(entry: Proven) -> tuple[int, bytes]:
    return entry.index, entry.hash
