"""The use ledger as mathematics: leaves, tree, proofs, signed checkpoints, and how anybody verifies them."""
