"""Writes tests/vectors/{sealed,blind_index,receipt}.json: `python -m tests.core.crypto.vectors`.

Salts and nonces come from a counter instead of chance: nothing in src can be told its nonce, so this file
replaces `primitives.random_bytes` itself. Numbers beyond 2^53 are text; bytes are hex.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from giuloi.core.consent.receipt import PROOF, build_receipt, sign_receipt
from giuloi.core.crypto import primitives
from giuloi.core.crypto.blind_index import digest
from giuloi.core.crypto.seal import RowPlace, SealedRow, seal_row
from giuloi.core.terms import ConsentState, RetentionClass
from tests.core.consent.shop import CONTROLLER, POLICY, PUBLIC, SIGNER
from tests.core.consent.test_record import AN as AN_CONSENTS
from tests.core.crypto.two_keys import row_that_two_keys_fit

FOLDER = Path(__file__).parents[2] / "vectors"
KEY, OTHER_KEY = bytes(range(32)), bytes(range(32, 64))
AN = RowPlace(subject=2**62 + 11, klass=RetentionClass.CONTACT, table="person", row=2**62 + 1, key_version=1)
VALUES = {0: "Nguyễn Thị An", 1: "+84912345678", 2: "an@example.vn", 3: "12 Lê Lợi, phường Thuận Hóa, Huế"}


@contextmanager
def counted_chance() -> Iterator[None]:
    """Bytes that look random and are the same every time. For vectors only."""
    drawn = 0

    def counted(size: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return sha256(f"vector {drawn}".encode()).digest()[:size]

    with patch.object(primitives, "random_bytes", counted):
        yield


def case(
    name: str, key: bytes, place: RowPlace, sealed: SealedRow, values: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """One row as JSON; without values it must not open."""
    shown = {
        "name": name,
        "data_key": key.hex(),
        "subject": str(place.subject),
        "class": place.klass.value,
        "table": place.table,
        "row": str(place.row),
        "key_version": place.key_version,
        "salt": sealed.salt.hex(),
        "commitment": sealed.commitment.hex(),
        "cells": sealed.cells.hex(),
    }
    return shown if values is None else {**shown, "values": {str(bit): text for bit, text in values.items()}}


def flipped(raw: bytes, at: int) -> bytes:
    """`raw` with its lowest bit at one place turned over."""
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def cells_of(sealed: SealedRow) -> dict[int, bytes]:
    """The packed cells taken apart, without a key."""
    cells, at = {}, 0
    while at < len(sealed.cells):
        size = int.from_bytes(sealed.cells[at + 1 : at + 5], "big")
        cells[sealed.cells[at]] = sealed.cells[at + 5 : at + 5 + size]
        at += 5 + size
    return cells


def packed(cells: list[tuple[int, bytes]]) -> bytes:
    """Cells put together again, in the order given."""
    return b"".join(bytes([bit]) + len(cell).to_bytes(4, "big") + cell for bit, cell in cells)


def sealed_vectors() -> dict[str, Any]:
    """Rows that open, and rows that must not."""
    with counted_chance():
        an = seal_row(KEY, AN, VALUES)
        binh = seal_row(KEY, replace(AN, row=2**62 + 2), {**VALUES, 0: "Trần Văn Bình"})
        one = seal_row(KEY, AN, {1: "+84912345678"})
        empty = seal_row(KEY, AN, {})
        sizes = {length: seal_row(KEY, AN, {11: "a" * length}) for length in (0, 12, 13, 28, 29, 60, 61)}
    cells = cells_of(an)
    good = [
        case("four fields", KEY, AN, an, VALUES),
        case("no field", KEY, AN, empty, {}),
        *(case(f"{length} bytes of text", KEY, AN, row, {11: "a" * length}) for length, row in sizes.items()),
    ]
    elsewhere = {
        "another subject": replace(AN, subject=AN.subject + 1),
        "another class": replace(AN, klass=RetentionClass.ORDER),
        "another table": replace(AN, table="order"),
        "another row": replace(AN, row=AN.row + 1),
        "another key version": replace(AN, key_version=2),
    }
    regions = {
        "bit": 0,
        "length": 4,
        "version": 5,
        "suite": 6,
        "key version": 8,
        "nonce": 9,
        "ciphertext": 21,
    }
    packings = {
        "two fields exchanged": packed([(0, cells[1]), (1, cells[0]), (2, cells[2]), (3, cells[3])]),
        "a cell of another row": packed([(0, cells_of(binh)[0]), *((bit, cells[bit]) for bit in (1, 2, 3))]),
        "a cell of the same field sealed again": packed([(1, cells_of(one)[1])]),
        "a field twice": packed([(0, cells[0]), (0, cells[0])]),
        "fields out of order": packed([(1, cells[1]), (0, cells[0])]),
        "a byte behind the last cell": an.cells + b"\0",
        "a byte short": an.cells[:-1],
        "only the head of a cell": an.cells[:21],
        "the tag cut to 15 bytes": packed([(0, cells[0][:-1])]),
        **{f"a bit turned in the {name}": flipped(one.cells, at) for name, at in regions.items()},
        "a bit turned in the tag": flipped(one.cells, len(one.cells) - 1),
    }
    bad = [
        case("another data key", OTHER_KEY, AN, an),
        *(case(name, KEY, place, an) for name, place in elsewhere.items()),
        *(
            case(name, KEY, AN, replace(one if name.startswith("a bit turned") else an, cells=packing))
            for name, packing in packings.items()
        ),
        case("a bit turned in the salt", KEY, AN, replace(an, salt=flipped(an.salt, 0))),
        case("a bit turned in the commitment", KEY, AN, replace(an, commitment=flipped(an.commitment, 31))),
        case("the commitment of another row", KEY, AN, replace(an, commitment=binh.commitment)),
        case("no commitment", KEY, AN, replace(an, commitment=b"")),
        case("a ciphertext made to fit two keys", OTHER_KEY, AN, row_that_two_keys_fit(KEY, OTHER_KEY, AN)),
    ]
    return {"good": good, "bad": bad}


def blind_index_vectors() -> dict[str, Any]:
    """Digests, and inputs whose digests must all differ."""
    inputs = [
        (KEY, "phone", "+84912345678"),
        (KEY, "email", "an@example.vn"),
        (KEY, "source", "woocommerce:shop1:customer:2"),
        (KEY, "name", "nguyên thi\u0323 an"),
        (OTHER_KEY, "phone", "+84912345678"),
        (KEY, "delivery_phone", "+84912345678"),
        (KEY, "phone+", "84912345678"),
        (KEY, "phone", "+84912345679"),
    ]
    return {
        "good": [
            {
                "index_key": key.hex(),
                "field": field,
                "normalised": text,
                "digest": digest(key, field, text).hex(),
            }
            for key, field, text in inputs
        ]
    }


def receipt_vectors() -> dict[str, Any]:
    """Signed receipts, and forged ones."""
    records = {
        "given": AN_CONSENTS,
        "withdrawn": replace(AN_CONSENTS, id=8, state=ConsentState.WITHDRAWN),
        "given to a partner": replace(AN_CONSENTS, id=2**63 - 1, recipient="partner-x"),
    }
    signed = {
        name: sign_receipt(build_receipt(record, POLICY, CONTROLLER), SIGNER.sign, PUBLIC)
        for name, record in records.items()
    }
    given = signed["given"]
    forged = {
        name: copy.deepcopy(given)
        for name in ("wording", "state", "purpose", "added", "no proof", "signature")
    }
    forged["wording"]["dpv:hasRecordOfActivity"]["dpv:hasNotice"]["giuloi:wording"] += " Và qua điện thoại."
    forged["state"]["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"]["@type"] = "dpv:ConsentRefused"
    forged["purpose"]["dpv:hasRecordOfActivity"]["dpv:hasProcess"]["dpv:hasPurpose"]["dct:title"] = (
        "advertising"
    )
    forged["added"]["giuloi:note"] = "và đồng ý cho bên thứ ba"
    del forged["no proof"][PROOF]
    forged["signature"][PROOF]["signature"] = signed["withdrawn"][PROOF]["signature"]
    return {
        "public_key": PUBLIC.hex(),
        "good": [{"name": name, "receipt": receipt} for name, receipt in signed.items()],
        "bad": [{"name": name, "receipt": receipt} for name, receipt in forged.items()],
    }


VECTORS = {
    "sealed.json": sealed_vectors,
    "blind_index.json": blind_index_vectors,
    "receipt.json": receipt_vectors,
}


def written(vectors: Mapping[str, Any]) -> str:
    """The text of a vector file."""
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name, make in VECTORS.items():
        (FOLDER / name).write_text(written(make()), "utf-8")
