"""Passwords that cost little: a thousand tests let colleagues in, and only those about passwords mean the work.

test_quick_passwords.py holds the real one to its parameters, and lets somebody in by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from giuloi.records.access import passwords

REAL = passwords._HASHER
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def quick_passwords() -> Iterator[None]:
    """From here on Argon2id still, with the least it can take."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", _QUICK)
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()
