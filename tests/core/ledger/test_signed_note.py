"""Signed notes and checkpoints are read and refused as C2SP says and as others do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giuloi.core.ledger.checkpoint import Checkpoint, OtherLog, open_checkpoint, read_head, sign_checkpoint
from giuloi.core.ledger.merkle import EMPTY_ROOT
from giuloi.core.ledger.note import (
    BadSignature,
    MalformedNote,
    UnknownKey,
    VerifierKey,
    cosign_note,
    open_note,
    read_note,
    sign_note,
)
from giuloi.core.signing import public_key, sign, verified
from giuloi.core.terms import BadEvidence

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "checkpoint.json").read_text("utf-8"))
SEED = bytes(range(32))
KEY = VerifierKey.of("giuloi.example/so", SEED)


@pytest.mark.parametrize("case", VECTORS["notes"], ids=lambda case: case["name"])
def test_a_note_opens_when_it_opens_for_others(case: dict[str, Any]) -> None:
    """And tells the same text."""
    keys = [VerifierKey.parse(key) for key in case["keys"]]
    if case["opens"]:
        assert open_note(case["note"].encode(), keys) == case["text"]
    else:
        with pytest.raises(BadEvidence):
            open_note(case["note"].encode(), keys)


@pytest.mark.parametrize("number", range(len(VECTORS["signed"])))
def test_a_note_is_signed_byte_for_byte_as_others_sign_it(number: int) -> None:
    """Ed25519 is deterministic; so is the note."""
    case = VECTORS["signed"][number]
    assert sign_note(case["text"], case["name"], bytes.fromhex(case["seed"])).decode() == case["note"]
    assert str(VerifierKey.of(case["name"], bytes.fromhex(case["seed"]))) == case["vkey"]


@pytest.mark.parametrize("text", VECTORS["good_vkeys"])
def test_a_key_is_written_as_it_was_read(text: str) -> None:
    """Name, id and key."""
    assert str(VerifierKey.parse(text)) == text


@pytest.mark.parametrize("text", VECTORS["bad_vkeys"])
def test_a_key_that_was_copied_wrong_is_refused(text: str) -> None:
    """Its id does not fit, or it is not of the form."""
    with pytest.raises(BadEvidence):
        VerifierKey.parse(text)


def test_a_key_altered_anywhere_is_refused_or_another_key() -> None:
    """Every letter but those of base64 that carry nothing."""
    text = str(KEY)
    for at in range(len(text)):
        changed = text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :]
        with pytest.raises(BadEvidence):
            VerifierKey.parse(changed)


def test_what_is_wrong_with_a_note_has_a_type() -> None:
    """So that a finding can say it."""
    note = sign_note("text\n", KEY.name, SEED)
    with pytest.raises(UnknownKey):
        open_note(note, [])
    with pytest.raises(BadSignature):
        open_note(note.replace(b"text", b"next"), [KEY])
    with pytest.raises(MalformedNote):
        open_note(note[:-1], [KEY])
    with pytest.raises(MalformedNote):
        sign_note("no newline", KEY.name, SEED)
    with pytest.raises(MalformedNote):
        read_note(b"x" * 1_000_001)


def test_a_witness_adds_its_signature_and_the_logs_own_still_holds() -> None:
    """Unknown signatures are ignored, known ones are verified."""
    witness = VerifierKey.of("witness.example/w1", bytes(32))
    note = cosign_note(sign_note("text\n", KEY.name, SEED), witness.name, bytes(32))
    for keys in ([KEY], [witness], [KEY, witness]):
        assert open_note(note, keys) == "text\n"


@pytest.mark.parametrize("case", VECTORS["heads"], ids=lambda case: case["name"])
def test_a_head_is_read_as_the_specification_says(case: dict[str, Any]) -> None:
    """What is read is written the same, extension lines included."""
    if case["reads"]:
        assert read_head(case["text"]).text() == case["text"]
    else:
        with pytest.raises(BadEvidence):
            read_head(case["text"])


def test_a_checkpoint_is_of_the_log_asked_for() -> None:
    """Right key, other log: refused."""
    note = sign_checkpoint(Checkpoint(KEY.name, 0, EMPTY_ROOT), SEED)
    assert open_checkpoint(note, KEY.name, [KEY]).size == 0
    with pytest.raises(OtherLog):
        open_checkpoint(note, "giuloi.example/khac", [KEY])


@pytest.mark.parametrize(
    "head",
    [
        Checkpoint("two\nlines", 1, EMPTY_ROOT),
        Checkpoint("o", -1, EMPTY_ROOT),
        Checkpoint("o", 2**63, EMPTY_ROOT),
        Checkpoint("o", 1, b"short"),
        Checkpoint("o", 1, EMPTY_ROOT, ("",)),
    ],
)
def test_a_head_that_nobody_could_read_is_not_signed(head: Checkpoint) -> None:
    """Before the signature, not after."""
    with pytest.raises(BadEvidence):
        sign_checkpoint(head, SEED)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    """It says BadEvidence, and nothing else."""
    with pytest.raises(BadEvidence):
        open_checkpoint(data, KEY.name, [KEY])


def test_ed25519_is_that_of_rfc_8032() -> None:
    """Section 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert public_key(seed) == public
    assert sign(seed, b"\x72") == signature
    assert verified(public, b"\x72", signature)
    assert not verified(public, b"\x73", signature)
    assert not verified(b"short", b"\x72", signature)
    assert not verified(public, b"\x72", b"short")


def test_the_same_signature_line_a_hundred_times_is_verified_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies cost whoever verifies nothing."""
    seed, asked = b"\1" * 32, []
    note = sign_note("text\n", "log.example", seed)
    line = note.split(b"\n\n")[1]
    monkeypatch.setattr("giuloi.core.ledger.note.verified", lambda *given: asked.append(given) or True)
    open_note(note + line * 99, [VerifierKey.of("log.example", seed)])
    assert len(asked) == 1
