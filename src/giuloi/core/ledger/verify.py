"""Verify a customer's bundle: everything in it is doubted until a signature or a hash has settled it.

One pure function, no network, no database. What holds afterwards: every leaf shown stands unaltered in the
log the shop has signed; the leaves are this customer's, in order, without a gap, up to the signed end; and
the earlier signed heads are the beginning of the newest one. What cannot be seen from one bundle: that
another customer is shown the same log, and that this one is shown the trail they were shown before. The first
takes comparing heads: pin one in `Trusted.head`. The second takes the bundle they got before: `before`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from giuloi.core.ledger.batch import in_batch
from giuloi.core.ledger.bundle_file import MOST_ENTRIES, Bundle, Proven, TooLarge, read_bundle
from giuloi.core.ledger.checkpoint import Checkpoint, OtherLog, open_checkpoint
from giuloi.core.ledger.entry import Event, UseEntry, decode, sequence_code
from giuloi.core.ledger.findings import Code, Finding
from giuloi.core.ledger.merkle import consistent, included, leaf_hash
from giuloi.core.ledger.note import BadSignature, UnknownKey, VerifierKey
from giuloi.core.ledger.receipt import Receipt, introduced, open_receipt
from giuloi.core.ledger.succession import goes_on
from giuloi.core.terms import BadEvidence


@dataclass(frozen=True, slots=True)
class Trusted:
    """What the verifier knows from elsewhere: the log's keys, and a head seen (and verified) before."""

    log_keys: tuple[VerifierKey, ...]
    head: Checkpoint | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `head` is the newest, if its signature holds; `uses` are the readable leaves."""

    findings: tuple[Finding, ...]
    head: Checkpoint | None = None
    uses: tuple[UseEntry, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing is wrong; notes do not count."""
        return not any(finding.fault for finding in self.findings)


def verify_bundle(data: bytes, trusted: Trusted | None = None, before: bytes | None = None) -> Verdict:
    """Judge any bytes as a bundle; never raises.

    Without `trusted` the keys come from the bundle itself: a note says so, with the fingerprint to compare.
    With `before`, a bundle the customer got earlier, this one has to go on from there.
    """
    bundle = _read(data)
    if isinstance(bundle, Finding):
        return Verdict((bundle,))
    keys, findings = _keys(bundle, trusted)
    heads, more = _heads(bundle, keys)
    findings += more
    newest = heads[-1] if heads else None
    known = [head for head in heads if head]
    findings += _against_pinned(known, trusted.head if trusted else None)
    if before is not None:
        findings += _since(before, bundle, keys, known)
    receipt, more = _receipt(bundle, keys, newest)
    findings += more
    leaves = [_Leaf.of(entry, newest) for entry in bundle.entries]
    findings += _leaf_findings(leaves)
    findings += _sequence(bundle.ledger_key, leaves, receipt)
    findings += _end(leaves, receipt)
    return Verdict(tuple(findings), newest, tuple(leaf.entry for leaf in leaves if leaf.entry))


def _read(data: bytes) -> Bundle | Finding:
    """The bundle as values, or why it is none."""
    try:
        return read_bundle(data)
    except TooLarge as found:
        return Finding(Code.TOO_LARGE, str(found))
    except BadEvidence as found:
        return Finding(Code.NOT_A_BUNDLE, str(found))


def _since(
    before: bytes, bundle: Bundle, keys: tuple[VerifierKey, ...], heads: Sequence[Checkpoint]
) -> list[Finding]:
    """Whether the bundle goes on from an earlier one, which has to hold under the very same keys."""
    earlier = _read(before)
    if isinstance(earlier, Finding):
        return [Finding(Code.BAD_EARLIER_BUNDLE, earlier.code)]
    if earlier.origin == bundle.origin:
        verdict = verify_bundle(before, Trusted(keys))
        if not verdict.ok:
            codes = dict.fromkeys(finding.code for finding in verdict.findings if finding.fault)
            return [Finding(Code.BAD_EARLIER_BUNDLE, ", ".join(codes))]
        return goes_on(earlier, bundle) + _against_pinned(heads, verdict.head)
    return goes_on(earlier, bundle)


def _keys(bundle: Bundle, trusted: Trusted | None) -> tuple[tuple[VerifierKey, ...], list[Finding]]:
    """The keys to believe: the pinned ones, or with a note the bundle's own. Only keys named for this log."""
    keys = bundle.log_keys if trusted is None else trusted.log_keys
    of_this_log = tuple(key for key in keys if key.name == bundle.origin)
    if not of_this_log:
        return (), [Finding(Code.OTHER_LOG, bundle.origin)]
    if trusted is not None:
        return of_this_log, []
    return of_this_log, [Finding(Code.KEY_FROM_BUNDLE, key.fingerprint) for key in of_this_log]


def _heads(bundle: Bundle, keys: Iterable[VerifierKey]) -> tuple[list[Checkpoint | None], list[Finding]]:
    """Every head whose signature holds (else None), and whether each is the beginning of the last."""
    heads: list[Checkpoint | None] = []
    open_once = cache(partial(_open, origin=bundle.origin, keys=tuple(keys)))
    findings = [] if bundle.heads else [Finding(Code.BAD_CHECKPOINT, "1")]
    for number, head in enumerate(bundle.heads, start=1):
        opened = open_once(head.checkpoint)
        heads.append(opened if isinstance(opened, Checkpoint) else None)
        if isinstance(opened, BadEvidence):
            findings.append(_unopened(opened, Code.BAD_CHECKPOINT, str(number)))
    newest = heads[-1] if heads else None
    before: Checkpoint | None = None
    for number, (known, given) in enumerate(zip(heads, bundle.heads, strict=True), start=1):
        if known is None or newest is None:
            continue
        findings += _growth(number, before, known, newest, given.proof)
        before = known
    return heads, findings


def _open(note: bytes, origin: str, keys: tuple[VerifierKey, ...]) -> Checkpoint | BadEvidence:
    """The head, or why it is none: as a value, so that a note that stands many times is looked at once."""
    try:
        return open_checkpoint(note, origin, keys)
    except BadEvidence as why:
        return why


def _growth(
    number: int, before: Checkpoint | None, head: Checkpoint, newest: Checkpoint, proof: Sequence[bytes]
) -> list[Finding]:
    """Whether a head is larger than the one before it, and shown to be the beginning of the newest."""
    if before and before.size == head.size and before.root != head.root:
        return [Finding(Code.FORKED_HEAD, str(head.size))]
    if before and before.size >= head.size:
        return [Finding(Code.ROLLED_BACK_HEAD, f"{before.size} → {head.size}")]
    if head.size <= newest.size and not consistent(head.size, head.root, newest.size, newest.root, proof):
        return [Finding(Code.INCONSISTENT_HEAD, str(number))]
    return []


def _against_pinned(heads: Sequence[Checkpoint], pinned: Checkpoint | None) -> list[Finding]:
    """Whether the log is a continuation of the head that the verifier has seen before."""
    if pinned is None or not heads or pinned.size == 0:
        return []
    if pinned.size > heads[-1].size:
        return [Finding(Code.ROLLED_BACK_HEAD, f"{pinned.size} → {heads[-1].size}")]
    same = [head for head in heads if head.size == pinned.size]
    if not same:
        return [Finding(Code.HEAD_NOT_COMPARED, str(pinned.size))]
    return [Finding(Code.FORKED_HEAD, str(head.size)) for head in same if head.root != pinned.root]


def _receipt(
    bundle: Bundle, keys: Iterable[VerifierKey], newest: Checkpoint | None
) -> tuple[Receipt | None, list[Finding]]:
    """The receipt, if the key that the log introduces has signed it, and whether it fits the newest head."""
    part = "receipt_key"
    try:
        key = introduced(bundle.receipt_key, bundle.origin, keys)
        part = "receipt"
        receipt = open_receipt(bundle.receipt, bundle.origin, key)
    except BadEvidence as why:
        return None, [_unopened(why, Code.BAD_RECEIPT, part)]
    if newest is None or (receipt.size, receipt.root) == (newest.size, newest.root):
        return receipt, []
    if receipt.size == newest.size:
        return receipt, [Finding(Code.FORKED_HEAD, str(newest.size))]
    if receipt.size > newest.size:
        return receipt, [Finding(Code.ROLLED_BACK_HEAD, f"{receipt.size} → {newest.size}")]
    return receipt, [Finding(Code.BAD_RECEIPT, f"{receipt.size} ≠ {newest.size}")]


def _unopened(why: BadEvidence, otherwise: Code, where: str) -> Finding:
    """The finding for a note that could not be opened."""
    codes = {UnknownKey: Code.UNKNOWN_KEY, BadSignature: Code.BAD_SIGNATURE, OtherLog: Code.OTHER_LOG}
    return Finding(codes.get(type(why), otherwise), where)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One leaf after looking at it alone: what it says, whose code it carries, and what is wrong with it."""

    entry: UseEntry | None
    code: bytes
    index: int
    hash: bytes
    faults: tuple[Code, ...]

    @classmethod
    def of(cls, given: Proven, newest: Checkpoint | None) -> _Leaf:
        faults = []
        if newest and not included(given.hash, given.index, newest.size, given.proof, newest.root):
            faults.append(Code.BAD_INCLUSION_PROOF)
        try:
            entry = decode(given.leaf)
        except BadEvidence:
            return cls(None, b"", given.index, given.hash, (Code.ALTERED_LEAF, *faults))
        if leaf_hash(given.leaf) != given.hash:
            faults.append(Code.ALTERED_LEAF)
        if not _in_its_batch(entry, given):
            faults.append(Code.BAD_BATCH_PROOF)
        code = given.batch.code if given.batch else entry.sc
        return cls(entry, code, given.index, given.hash, tuple(faults))


def _in_its_batch(entry: UseEntry, given: Proven) -> bool:
    """Whether a batch's leaf comes with a proof of membership that holds, and any other leaf with none."""
    if not entry.batch or given.batch is None:
        return not entry.batch and given.batch is None
    member = given.batch
    return in_batch(member.code, member.position, entry.count, member.proof, entry.sc)


def _leaf_findings(leaves: Sequence[_Leaf]) -> list[Finding]:
    """What is wrong with leaves alone, neighbours with the same fault told in one finding."""
    codes = (Code.ALTERED_LEAF, Code.BAD_INCLUSION_PROOF, Code.BAD_BATCH_PROOF)
    return [
        finding
        for code in codes
        for finding in _ranges(code, [at for at, leaf in enumerate(leaves, start=1) if code in leaf.faults])
    ]


def _sequence(ledger_key: bytes, leaves: Sequence[_Leaf], receipt: Receipt | None) -> list[Finding]:
    """Whether the leaves are this customer's uses 1, 2, 3 … up to the receipt's counter."""
    end = receipt.counter if receipt else len(leaves)
    if end > MOST_ENTRIES:
        return [Finding(Code.TOO_LARGE, f"counter {end}")]
    # Beyond the end as well: a leaf from there is this customer's, and so not foreign.
    counters = {sequence_code(ledger_key, number): number for number in range(1, end + len(leaves) + 1)}
    places: dict[Code, list[int]] = {}
    seen: set[int] = set()
    highest, last_index = 0, -1
    for at, leaf in enumerate(leaves, start=1):
        # A leaf altered beyond reading still stands for the use whose place it takes.
        counter = counters.get(leaf.code) if leaf.entry else at
        if counter is None:
            places.setdefault(Code.FOREIGN_ENTRY, []).append(at)
            continue
        if counter in seen:
            places.setdefault(Code.REPEATED_ENTRY, []).append(at)
        elif counter < highest or leaf.index < last_index:
            places.setdefault(Code.WRONG_ORDER, []).append(at)
        elif counter > end:
            places.setdefault(Code.BEYOND_END, []).append(at)
        seen.add(counter)
        highest, last_index = max(highest, counter), max(last_index, leaf.index)
    found = [finding for code in sorted(places) for finding in _ranges(code, places[code])]
    return found + _missing([number for number in range(1, end + 1) if number not in seen], end)


def _missing(numbers: Sequence[int], end: int) -> list[Finding]:
    """Gaps in the sequence, each named for where it is."""
    findings = []
    for first, last in _runs(numbers):
        code = Code.MISSING_MIDDLE
        if last == end:
            code = Code.MISSING_LAST
        elif first == 1:
            code = Code.MISSING_FIRST
        findings.append(Finding(code, _span(first, last)))
    return findings


def _end(leaves: Sequence[_Leaf], receipt: Receipt | None) -> list[Finding]:
    """Whether the last leaf is the export itself, and the one the receipt was signed for."""
    if not leaves:
        return [Finding(Code.NO_EXPORT, "0")]
    last = leaves[-1]
    findings = []
    if last.entry is None or last.entry.event is not Event.EXPORT:
        findings.append(Finding(Code.NO_EXPORT, str(len(leaves))))
    if receipt and receipt.leaf != last.hash:
        findings.append(Finding(Code.BAD_RECEIPT, str(len(leaves))))
    return findings


def _ranges(code: Code, places: Sequence[int]) -> list[Finding]:
    return [Finding(code, _span(first, last)) for first, last in _runs(places)]


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of neighbouring ones."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
