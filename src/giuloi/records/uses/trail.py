"""Each person's trail through the tree: how long it is, and where each of its codes stands.

The look-up is keyed by code, not by person: only who holds the person's ledger key can ask it, and once that
key is destroyed nobody can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models

from giuloi.records.database import IDS, dialect, id_list, rows, run, run_many

PREFIX = 16  # bytes of a code that the look-up keeps: enough to be unique among 2^60 uses
_AT_ONCE = 500  # codes asked for in one statement: SQLite takes 32,766 parameters at most, old ones 999


class UseCounter(models.Model):
    """How many leaves a subject has so far."""

    subject = models.OneToOneField("records.Subject", models.CASCADE, related_name="+", primary_key=True)
    count = models.BigIntegerField()

    class Meta:
        db_table = "records_usecounter"


class UseLookup(models.Model):
    """Where a sequence code stands: only who holds the subject's ledger key can ask. No subject id here."""

    code = models.BinaryField(primary_key=True)
    leaf = models.BigIntegerField()

    class Meta:
        db_table = "records_uselookup"


class UsePlace(models.Model):
    """Where a use stands: whoever was answered with its id finds its proof. It is random and leads to nobody."""

    use_id = models.BinaryField(primary_key=True)
    leaf = models.BigIntegerField()

    class Meta:
        db_table = "records_useplace"


class UseProgress(models.Model):
    """How far the tree was when this database last knew: data older than the ledger is noticed."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()

    class Meta:
        db_table = "records_useprogress"


def counters(subjects: Iterable[int]) -> dict[int, int]:
    """subject → how many leaves they have; who has none is absent."""
    return dict(rows(_COUNTERS.format(IDS[dialect()]), (id_list(list(dict.fromkeys(subjects))),)))


def extend(
    trail: Iterable[tuple[int, bytes, int]],
    uses: Iterable[tuple[bytes, int]],
    size: int,
    drawn: Iterable[int] = (),
) -> None:
    """Write (subject, code, leaf) for leaves that are in the tree, whose size is now `size`. In the caller's
    transaction, together with the end of the pending uses they were.

    `uses` are (use id, leaf): who was told the id of a use finds its proof by it. `drawn` names a person once for
    each code that was drawn for a leaf to come (reserved.py).
    """
    steps, ahead = list(trail), list(drawn)
    # A refusal may name somebody who never existed: they have no counter, and their code leads nowhere.
    counts = dict.fromkeys(_existing(subject for subject, _, _ in steps), 0)
    for subject in [*(subject for subject, _, _ in steps), *ahead]:
        if subject in counts:
            counts[subject] += 1
    run_many(_LOOKUP, [(code[:PREFIX], leaf) for subject, code, leaf in steps if subject])
    run_many(_PLACE, list(uses))
    run_many(_COUNT, list(counts.items()))
    run(_PROGRESS, (size,))


def leaves_at(codes: Sequence[bytes]) -> list[int]:
    """The leaf of each code, in order; raises KeyError for a code that stands nowhere."""
    found: dict[bytes, int] = {}
    for start in range(0, len(codes), _AT_ONCE):
        some = [code[:PREFIX] for code in codes[start : start + _AT_ONCE]]
        marks = ", ".join(["%s"] * len(some))
        found |= {bytes(code): leaf for code, leaf in rows(_LEAVES.format(marks), some)}
    return [found[code[:PREFIX]] for code in codes]


def leaf_of_use(use_id: bytes) -> int | None:
    """The leaf of a use, or None while it waits for one (and for what never was a use)."""
    found = rows("SELECT leaf FROM records_useplace WHERE use_id = %s", (use_id,))
    return int(found[0][0]) if found else None


def size_known() -> int:
    """How large the tree was when this database last heard of it."""
    known = rows("SELECT size FROM records_useprogress WHERE id = 1")
    return int(known[0][0]) if known else 0


def _existing(subjects: Iterable[int]) -> list[int]:
    found = rows(_SUBJECTS.format(IDS[dialect()]), (id_list(list(dict.fromkeys(subjects))),))
    return [int(row[0]) for row in found]


_COUNTERS = "SELECT subject_id, count FROM records_usecounter WHERE subject_id IN ({})"
_SUBJECTS = "SELECT id FROM records_subject WHERE id IN ({})"
_LEAVES = "SELECT code, leaf FROM records_uselookup WHERE code IN ({})"
_LOOKUP = "INSERT INTO records_uselookup (code, leaf) VALUES (%s, %s)"
_PLACE = "INSERT INTO records_useplace (use_id, leaf) VALUES (%s, %s)"
_COUNT = """
INSERT INTO records_usecounter (subject_id, count) VALUES (%s, %s)
ON CONFLICT (subject_id) DO UPDATE SET count = records_usecounter.count + excluded.count
"""
_PROGRESS = """
INSERT INTO records_useprogress (id, size) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET size = excluded.size
"""
