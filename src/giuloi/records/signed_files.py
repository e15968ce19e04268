"""Files that leave the shop as evidence: a list of names and hashes, signed so that anybody can check it.

The list is canonical JSON (RFC 8785), signed with the key of receipts (Ed25519), which the log's key introduces.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from giuloi.core.canonical import canonical
from giuloi.core.signing import public_key, sign, verified
from giuloi.records.keyring import keyring
from giuloi.records.keyring.signing_keys import RECEIPT

MANIFEST, SIGNATURE, KEY, INTRODUCTION = "manifest.json", "manifest.sig", "manifest.key", "manifest.key.note"


def signed_list(files: Mapping[str, bytes], about: Mapping[str, Any]) -> dict[str, bytes]:
    """The four files that go beside these: the list, its signature (hex), the key (hex), and who introduces it."""
    introduction, seed = keyring().read_named(RECEIPT)
    hashes = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
    }
    text = canonical({**about, "files": hashes})
    return {
        MANIFEST: text,
        SIGNATURE: sign(seed, text).hex().encode(),
        KEY: public_key(seed).hex().encode(),
        INTRODUCTION: introduction,
    }


def is_whole(files: Mapping[str, bytes], text: bytes, signature: str, key: str) -> bool:
    """Whether the list is signed by this key and names exactly these files as they are. Needs nothing of ours."""
    try:
        signed = verified(bytes.fromhex(key), text, bytes.fromhex(signature))
    except ValueError:
        return False
    said = json.loads(text)["files"] if signed else {}
    return signed and said == {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()
    }
