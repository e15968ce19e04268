"""The client library: it knows the ledger's proofs and nothing else of the server."""
