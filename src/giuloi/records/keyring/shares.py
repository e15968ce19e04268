"""The root key as three shares, of which any two give it back (SLIP-0039: words with a checksum).

One share says nothing about the key. They are made for the day on which the machine is gone: three people, or three
places, none of whom can open anything alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from giuloi.core.terms import GiuloiError, NotServing
from giuloi.records.durable import put_new
from giuloi.records.keyring.epoch_keys import EpochKeys
from giuloi.records.keyring.root import ROOT_KEY_BYTES, read_root_key
from giuloi.records.keyring.store import KeyStore
from giuloi.records.places import places

NEEDED, SHARES = 2, 3


class NotAShare(GiuloiError):
    """These words give no root key; the message says why and never repeats one of them."""


def split() -> list[str]:
    """Three lines of words, drawn anew each time; shares of different splits do not go together."""
    key = read_root_key(places().root_key)
    # No passphrase: the shares are the secret. So the slow derivation that would guard one has nothing to guard.
    [shares] = generate_mnemonics(1, [(NEEDED, SHARES)], key, iteration_exponent=0)
    return list(shares)


def combined(shares: Sequence[str]) -> bytes:
    """The root key of any two shares of one split; raises NotAShare."""
    try:
        key = combine_mnemonics([" ".join(share.split()) for share in shares])
    except (MnemonicError, ValueError, KeyError):
        # Its text is left out: it repeats words.
        raise NotAShare(
            "these shares do not give a root key: it takes two different ones of the same split, every word of them"
        ) from None
    if len(key) != ROOT_KEY_BYTES:
        raise NotAShare("these shares belong to something else than a root key")
    return key


def opens(key: bytes) -> bool | None:
    """Whether this root key opens the key store that stands here; None where none stands."""
    if not places().keys.exists():
        return None
    store = KeyStore(places().keys)
    with store.aside() as connection:
        [newest] = connection.execute("SELECT max(number) FROM epoch").fetchone()
    try:
        EpochKeys(store, key)[newest]
    except NotServing:
        return False
    return True


def recover(shares: Sequence[str]) -> bool:
    """Write the root key's file anew; whether it was tried on the key store (False: there is none here).

    Raises NotAShare, and NotServing for a key that does not open the store, or where a root key stands already.
    """
    key = combined(shares)
    fits = opens(key)
    if fits is False:
        raise NotServing("these shares are of another installation: their key does not open this key store")
    try:
        put_new(places().root_key, key)
    except FileExistsError:
        raise NotServing(
            f"a root key stands at {places().root_key} already; it is never overwritten"
        ) from None
    return bool(fits)
