"""Keys, envelopes and blind indexes. Only the records floor may use them."""
