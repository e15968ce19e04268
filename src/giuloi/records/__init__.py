"""What we hold and what we did: the only floor that touches keys, ciphertext and the ledger."""
