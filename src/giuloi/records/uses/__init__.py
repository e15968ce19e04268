"""The use ledger as it is kept: pending uses, the sequencer, the tiles on disk, a customer's bundle."""
