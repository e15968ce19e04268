"""The vectors: what other languages read, opened here by our code and by a second, plain reading of the format."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from giuloi.core.consent.receipt import verify_receipt
from giuloi.core.crypto.blind_index import digest
from giuloi.core.crypto.seal import RowPlace, SealedRow, bits_of, open_row
from giuloi.core.terms import BadEvidence, RetentionClass, Undecryptable
from tests.core.consent.shop import verify
from tests.core.crypto.two_keys import row_key
from tests.core.crypto.vectors import AN, FOLDER, KEY, OTHER_KEY, VECTORS, written


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


SEALED, INDEXED, RECEIPTS = map(read, VECTORS)


def named(cases: list[dict[str, Any]]) -> Any:
    return [pytest.param(case, id=case["name"]) for case in cases]


def row_of(case: dict[str, Any]) -> tuple[bytes, RowPlace, SealedRow]:
    place = RowPlace(
        int(case["subject"]),
        RetentionClass(case["class"]),
        case["table"],
        int(case["row"]),
        case["key_version"],
    )
    sealed = SealedRow(*(bytes.fromhex(case[part]) for part in ("salt", "commitment", "cells")))
    return bytes.fromhex(case["data_key"]), place, sealed


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_are_what_our_code_writes(name: str) -> None:
    """A format that changes is a new version, not a new file: `python -m tests.core.crypto.vectors`."""
    assert (FOLDER / name).read_text("utf-8") == written(VECTORS[name]())


@pytest.mark.parametrize("case", named(SEALED["good"]))
def test_a_good_row_opens(case: dict[str, Any]) -> None:
    """Every good vector opens to its values."""
    key, place, sealed = row_of(case)
    opened = open_row(key, place, sealed, bits_of(sealed.cells))
    assert {str(bit): secret.open() for bit, secret in opened.items()} == case["values"]


@pytest.mark.parametrize("case", named(SEALED["bad"]))
def test_a_bad_row_never_opens(case: dict[str, Any]) -> None:
    """Moved, exchanged, cut, turned, or made for two keys: no bad vector opens."""
    key, place, sealed = row_of(case)
    with pytest.raises(Undecryptable):
        open_row(key, place, sealed, (1 << 256) - 1)


def plainly_joined(*parts: bytes | str | int) -> bytes:
    out = b""
    for part in parts:
        raw = (
            part
            if isinstance(part, bytes)
            else part.encode()
            if isinstance(part, str)
            else part.to_bytes(8, "big")
        )
        kind = b"b" if isinstance(part, bytes) else b"s" if isinstance(part, str) else b"i"
        out += kind + len(raw).to_bytes(4, "big") + raw
    return out


@pytest.mark.parametrize("case", named(SEALED["good"]))
def test_a_second_reading_of_the_format_opens_the_same(case: dict[str, Any]) -> None:
    """HKDF from its two HMACs, the packing by hand: whoever reads the description gets the values."""
    key, place, sealed = row_of(case)
    extracted = hmac.digest(sealed.salt, key, "sha512")
    both = hmac.digest(extracted, plainly_joined("giuloi/v1", 1, case["class"]) + b"\1", "sha512")
    assert both[32:] == sealed.commitment
    at, values = 0, {}
    while at < len(sealed.cells):
        bit, size = sealed.cells[at], int.from_bytes(sealed.cells[at + 1 : at + 5], "big")
        cell = sealed.cells[at + 5 : at + 5 + size]
        at += 5 + size
        head = ("giuloi/v1", place.subject, case["class"], place.table, place.row)
        aad = plainly_joined(*head, bit, cell[0], place.key_version, sealed.commitment)
        padded = AESGCM(both[:32]).decrypt(cell[4:16], cell[16:], aad)
        length = int.from_bytes(padded[:4], "big")
        values[str(bit)] = padded[4 : 4 + length].decode()
        assert not any(padded[4 + length :])
    assert values == case["values"]


def test_the_ciphertext_made_for_two_keys_does_fit_both() -> None:
    """The attack is real: AES-GCM itself accepts it under either key. Only the commitment stops it."""
    (case,) = [case for case in SEALED["bad"] if "two keys" in case["name"]]
    body = bytes.fromhex(case["cells"])[9:]
    for data_key in (KEY, OTHER_KEY):
        key, aad = row_key(data_key, AN)
        AESGCM(key).decrypt(body[:12], body[12:], aad)
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(body[:12], body[12:], aad + b"x")


def test_every_digest_of_the_blind_index_is_as_written_and_no_two_are_equal() -> None:
    """Another key, field or value, or a border moved between the two, gives another digest."""
    found = [
        digest(bytes.fromhex(case["index_key"]), case["field"], case["normalised"]).hex()
        for case in INDEXED["good"]
    ]
    assert found == [case["digest"] for case in INDEXED["good"]]
    assert len(set(found)) == len(found)


def test_the_blind_index_is_plain_hmac_of_the_joined_parts() -> None:
    """The second reading again."""
    for case in INDEXED["good"]:
        message = plainly_joined(case["field"], case["normalised"])
        full = hmac.new(bytes.fromhex(case["index_key"]), message, hashlib.sha256)
        assert full.hexdigest()[:32] == case["digest"]


@pytest.mark.parametrize("case", named(RECEIPTS["good"]))
def test_a_good_receipt_verifies(case: dict[str, Any]) -> None:
    """Every good receipt stands."""
    verify_receipt(case["receipt"], verify, bytes.fromhex(RECEIPTS["public_key"]))


@pytest.mark.parametrize("case", named(RECEIPTS["bad"]))
def test_a_forged_receipt_never_verifies(case: dict[str, Any]) -> None:
    """Every forged one falls."""
    with pytest.raises(BadEvidence):
        verify_receipt(case["receipt"], verify, bytes.fromhex(RECEIPTS["public_key"]))
