"""The key store: every key, every blind index, and what must never be rolled back with the data.

One file of its own (`keys.db`), one host, one interface (`Keyring`), so that it can become its own process or
a KMS without a caller noticing. *Opening* operations take a `Permit` and are counted; sealing and sequencing
return no key at all.
"""

from giuloi.records.keyring.allowances import Allowance, Reader
from giuloi.records.keyring.keyring import Keyring, keyring
from giuloi.records.keyring.opening import Blocked, KeyPlace, OpenKey, Permit
from giuloi.records.keyring.traps import Trap
from giuloi.records.keyring.watching import OverBudget

__all__ = [
    "Allowance",
    "Blocked",
    "KeyPlace",
    "Keyring",
    "OpenKey",
    "OverBudget",
    "Permit",
    "Reader",
    "Trap",
    "keyring",
]
