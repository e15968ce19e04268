"""Keys, envelopes and blind indexes. Only the records floor may use them.

`primitives` composes what `cryptography` (pyca) offers, `keys` puts keys under keys, `seal` puts the values
of one row under its subject's key, `blind_index` makes a value findable without saying it. Nothing here
invents a primitive, reads a clock or keeps a key.
"""
