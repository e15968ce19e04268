"""The client library: so far, what it takes to verify a customer's bundle without the shop.

>>> from giuloi_client import Trusted, VerifierKey, verify_bundle
>>> verify_bundle(data, Trusted((VerifierKey.parse(key),))).ok
"""

from giuloi.core.ledger.note import VerifierKey
from giuloi.core.ledger.verify import Trusted, Verdict, verify_bundle

__all__ = ["Trusted", "Verdict", "VerifierKey", "verify_bundle"]
