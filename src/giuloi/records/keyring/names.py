"""What another system calls a thing of ours ("order 12 of shop1"), sealed under the person's own key.

It is no datum about the person, and it leads to them: so it goes when their keys go, in live data and in backups. It
is opened for one thing, to have that other system erase as well; the leaf of that is the intent to erase, written by
whoever asks (promises/keep). A data key seals nothing here itself: the key for a name is derived from it.
"""

from __future__ import annotations

from giuloi.core.crypto.primitives import KEY, NONCE, Aead, hkdf_sha512, joined
from giuloi.core.terms import RetentionClass, Undecryptable
from giuloi.records.keyring import data_keys
from giuloi.records.keyring.changing import Changing

NUMBER = data_keys.CLASS_NUMBER[RetentionClass.ORDER]


class NameKeys(Changing):
    """What the key store's interface (keyring.py) offers of this."""

    def seal_name(self, subject: int, record: int, text: str) -> tuple[int, bytes]:
        """(key version, sealed text). The person's key must be there (`create_keys`); raises Undecryptable."""
        with self._reading() as connection:
            found = data_keys.newest(connection, self._epochs, [(subject, NUMBER)]).get((subject, NUMBER))
        if found is None:
            raise Undecryptable("this person's key was erased: nothing more is sealed for them")
        version, key = found
        return version, _aead(key).seal(text.encode(), _place(subject, record, version))

    def open_name(self, subject: int, record: int, version: int, sealed: bytes) -> str | None:
        """The text; None once its key is destroyed. Raises Undecryptable for what was altered or moved."""
        with self._reading() as connection:
            try:
                key = data_keys.of_version(connection, self._epochs, (subject, NUMBER, version))
            except Undecryptable:
                return None
        place = _place(subject, record, version)
        return _aead(key).open(sealed[:NONCE], sealed[NONCE:], place).decode()

    def seal_name_anew(
        self, subject: int, record: int, version: int, sealed: bytes
    ) -> tuple[int, bytes] | None:
        """The same name under the person's newest key, opened and sealed in here; None once its key is destroyed."""
        text = self.open_name(subject, record, version, sealed)
        return None if text is None else self.seal_name(subject, record, text)


def _aead(key: bytes) -> Aead:
    return Aead(hkdf_sha512(key, b"", b"giuloi/v1/partner-name", KEY))


def _place(subject: int, record: int, version: int) -> bytes:
    return joined("giuloi/v1/partner-name", subject, record, version)
