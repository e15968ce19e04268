"""The key store: every key, every blind index, and what must never be rolled back with the data.

One file of its own (`keys.db`), one host, one interface (`Keyring`), so that it can become its own process or
a KMS without a caller noticing. *Opening* operations take a `Permit` and are counted; sealing and sequencing
return no key at all.
"""

from giuloi.records.keyring.keyring import Keyring, keyring
from giuloi.records.keyring.opening import Blocked, KeyPlace, OpenKey, Permit

__all__ = ["Blocked", "KeyPlace", "Keyring", "OpenKey", "Permit", "keyring"]
