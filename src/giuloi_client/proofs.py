"""Is this use in the shop's ledger? Checked here, without believing the shop.

>>> key = VerifierKey.parse("giuloi.example/so+…")     # from the shop's trust page, kept since
>>> entry = verify_proof(client.send(calls.proof(revealed["use"])), key, use=revealed["use"])
"""

from __future__ import annotations

from giuloi.core.ledger.entry import UseEntry, decode
from giuloi.core.ledger.merkle import leaf_hash
from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.proof import read_proof
from giuloi.core.ledger.proof import verify_proof as verified
from giuloi.core.terms import BadEvidence
from giuloi_client.answers import Proof


def verify_proof(proof: Proof, key: VerifierKey, *, use: str = "") -> UseEntry:
    """What the leaf says, once the proof holds under a key that you trust. Raises BadEvidence.

    `use` is the id that came with the answer: the leaf must be that use's own. Uses that are counted together
    in one leaf (a flood of refusals) bear the first one's id; leave `use` out for those.
    """
    data = proof["proof"].encode()
    leaf = read_proof(data).extra
    if leaf is None:
        raise BadEvidence("this proof does not carry its leaf")
    verified(data, leaf_hash(leaf), key.name, [key])
    entry = decode(leaf)
    if use and entry.id.hex() != use:
        raise BadEvidence("this is the proof of another use")
    return entry
